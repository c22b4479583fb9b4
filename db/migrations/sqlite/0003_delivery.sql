ALTER TABLE `message_parts` ADD `sending_since` integer;--> statement-breakpoint
CREATE INDEX `conversations_activity` ON `conversations` (`workspace_id`,`kind`,`last_activity_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_channel_type` ON `conversations` (`workspace_id`,`kind`,`status`,`channel_type`,`last_activity_at`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_team` ON `conversations` (`workspace_id`,`kind`,`status`,`team_id`,`last_activity_at`,`id`) WHERE "conversations"."team_id" is not null;