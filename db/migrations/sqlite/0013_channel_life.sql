ALTER TABLE `channels` ADD `signs` text;--> statement-breakpoint
ALTER TABLE `channels` ADD `deleted_at` integer;--> statement-breakpoint
ALTER TABLE `channels` ADD `purged_at` integer;--> statement-breakpoint
CREATE INDEX `message_parts_newest` ON `message_parts` (`channel_id`,`state`,`id`);