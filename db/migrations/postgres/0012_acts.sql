ALTER TABLE "contact_identities" ADD COLUMN "profile_name" text;--> statement-breakpoint
ALTER TABLE "contact_identities" ADD COLUMN "profile_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "picture_key" text;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "read_out_index" integer DEFAULT -1 NOT NULL;