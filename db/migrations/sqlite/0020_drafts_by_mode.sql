PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_drafts` (
	`conversation_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`mode` text DEFAULT 'reply' NOT NULL,
	`key` text,
	`body` text NOT NULL,
	`attachment_ids` text NOT NULL,
	`more` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`conversation_id`, `user_id`, `mode`),
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_drafts`("conversation_id", "user_id", "mode", "key", "body", "attachment_ids", "more", "updated_at") SELECT "conversation_id", "user_id", "mode", NULL, "body", "attachment_ids", "more", "updated_at" FROM `drafts`;--> statement-breakpoint
DROP TABLE `drafts`;--> statement-breakpoint
ALTER TABLE `__new_drafts` RENAME TO `drafts`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
ALTER TABLE `attachments` ADD `position` integer DEFAULT 0 NOT NULL;