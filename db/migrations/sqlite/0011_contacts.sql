CREATE TABLE `contact_field_names` (
	`workspace_id` integer NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `name`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `contact_merges` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`workspace_id` integer NOT NULL,
	`from_id` integer NOT NULL,
	`into_id` integer NOT NULL,
	`state` text NOT NULL,
	`user_id` integer,
	`change` text NOT NULL,
	`undone_at` integer,
	`undone_by` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`from_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`into_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`undone_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `contact_merges_into` ON `contact_merges` (`into_id`,`id`);--> statement-breakpoint
CREATE INDEX `contact_merges_from` ON `contact_merges` (`from_id`,`id`);--> statement-breakpoint
ALTER TABLE `contacts` ADD `phone_raw` text;--> statement-breakpoint
ALTER TABLE `contacts` ADD `company` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `contacts` ADD `fields` text;--> statement-breakpoint
ALTER TABLE `contacts` ADD `language` text;--> statement-breakpoint
ALTER TABLE `contacts` ADD `time_zone` text;--> statement-breakpoint
ALTER TABLE `contacts` ADD `merged_into` integer;--> statement-breakpoint
CREATE INDEX `contacts_phone` ON `contacts` (`workspace_id`,`phone`);--> statement-breakpoint
CREATE INDEX `contacts_merged` ON `contacts` (`merged_into`) WHERE "contacts"."merged_into" is not null;--> statement-breakpoint
ALTER TABLE `conversations` ADD `side_id` integer;--> statement-breakpoint
CREATE INDEX `conversations_side` ON `conversations` (`side_id`) WHERE "conversations"."side_id" is not null;--> statement-breakpoint
CREATE INDEX `contact_identities_any` ON `contact_identities` (`workspace_id`,`address`);--> statement-breakpoint
-- Contacts by the words of their names and addresses.
CREATE VIRTUAL TABLE contact_search USING fts5(name, email, phone, company, content='contacts', content_rowid='id', tokenize="unicode61 remove_diacritics 2");
--> statement-breakpoint
INSERT INTO contact_search(contact_search) VALUES ('rebuild');
--> statement-breakpoint
CREATE TRIGGER contact_search_insert AFTER INSERT ON contacts BEGIN
  INSERT INTO contact_search(rowid, name, email, phone, company) VALUES (new.id, new.name, new.email, new.phone, new.company);
END;
--> statement-breakpoint
CREATE TRIGGER contact_search_delete AFTER DELETE ON contacts BEGIN
  INSERT INTO contact_search(contact_search, rowid, name, email, phone, company) VALUES ('delete', old.id, old.name, old.email, old.phone, old.company);
END;
--> statement-breakpoint
CREATE TRIGGER contact_search_update AFTER UPDATE OF name, email, phone, company ON contacts BEGIN
  INSERT INTO contact_search(contact_search, rowid, name, email, phone, company) VALUES ('delete', old.id, old.name, old.email, old.phone, old.company);
  INSERT INTO contact_search(rowid, name, email, phone, company) VALUES (new.id, new.name, new.email, new.phone, new.company);
END;
