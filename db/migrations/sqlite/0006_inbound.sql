CREATE TABLE `inbound_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`workspace_id` integer NOT NULL,
	`channel_id` integer NOT NULL,
	`key` text NOT NULL,
	`lane` text NOT NULL,
	`about` text,
	`type` text NOT NULL,
	`at` integer NOT NULL,
	`rank` integer DEFAULT 0 NOT NULL,
	`event` text,
	`raw` text,
	`state` text DEFAULT 'waiting' NOT NULL,
	`error` text,
	`message_id` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbound_events_key` ON `inbound_events` (`channel_id`,`key`);--> statement-breakpoint
CREATE INDEX `inbound_events_waiting` ON `inbound_events` (`lane`,`at`,`rank`,`id`) WHERE "inbound_events"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX `inbound_events_parked` ON `inbound_events` (`channel_id`,`about`) WHERE "inbound_events"."state" = 'parked';--> statement-breakpoint
CREATE INDEX `inbound_events_newest` ON `inbound_events` (`channel_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `inbound_events_age` ON `inbound_events` (`created_at`);--> statement-breakpoint
ALTER TABLE `channels` ADD `secrets` text;--> statement-breakpoint
ALTER TABLE `channels` ADD `problem` text;--> statement-breakpoint
ALTER TABLE `contact_identities` ADD `consent` text;