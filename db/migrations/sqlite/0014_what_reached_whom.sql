ALTER TABLE `contact_identities` ADD `consent_at` integer;--> statement-breakpoint
ALTER TABLE `contact_identities` ADD `delivered_up_to` integer;--> statement-breakpoint
ALTER TABLE `contact_identities` ADD `read_up_to` integer;