ALTER TABLE "webhooks" ADD COLUMN "token_id" bigint;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_token_id_tokens_id_fk" FOREIGN KEY ("token_id") REFERENCES "public"."tokens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "webhooks_token" ON "webhooks" USING btree ("token_id");--> statement-breakpoint
-- Only a program can have made an agent's endpoint, and with which scopes is not known: silent until an admin wakes it.
UPDATE "webhooks" SET "suspended_at" = now() WHERE "suspended_at" IS NULL AND "user_id" IN (SELECT "id" FROM "users" WHERE "role" = 'agent');
