DROP INDEX `participants_activity`;--> statement-breakpoint
CREATE INDEX `participants_activity` ON `participants` (`user_id`,`archived`,`activity_at`,`conversation_id`) WHERE "participants"."member" = true or "participants"."archived" = true;--> statement-breakpoint
ALTER TABLE `contacts` ADD `updated_at` integer;--> statement-breakpoint
ALTER TABLE `conversations` ADD `updated_at` integer;--> statement-breakpoint
ALTER TABLE `messages` ADD `sent_at` integer;--> statement-breakpoint
ALTER TABLE `messages` ADD `delivered_at` integer;--> statement-breakpoint
ALTER TABLE `messages` ADD `read_at` integer;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `from_seq` integer;