ALTER TABLE `contact_identities` ADD `profile_name` text;--> statement-breakpoint
ALTER TABLE `contact_identities` ADD `profile_at` integer;--> statement-breakpoint
ALTER TABLE `contacts` ADD `picture_key` text;--> statement-breakpoint
ALTER TABLE `conversations` ADD `read_out_index` integer DEFAULT -1 NOT NULL;