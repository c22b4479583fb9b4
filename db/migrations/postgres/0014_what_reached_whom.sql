ALTER TABLE "contact_identities" ADD COLUMN "consent_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "contact_identities" ADD COLUMN "delivered_up_to" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "contact_identities" ADD COLUMN "read_up_to" timestamp (3) with time zone;