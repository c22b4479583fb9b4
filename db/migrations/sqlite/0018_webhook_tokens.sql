ALTER TABLE `webhooks` ADD `token_id` integer REFERENCES tokens(id) ON DELETE cascade;--> statement-breakpoint
CREATE INDEX `webhooks_token` ON `webhooks` (`token_id`);--> statement-breakpoint
-- Only a program can have made an agent's endpoint, and with which scopes is not known: silent until an admin wakes it.
UPDATE `webhooks` SET `suspended_at` = unixepoch() * 1000 WHERE `suspended_at` IS NULL AND `user_id` IN (SELECT `id` FROM `users` WHERE `role` = 'agent');
