ALTER TABLE "channels" ADD COLUMN "signs" jsonb;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "purged_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "message_parts_newest" ON "message_parts" USING btree ("channel_id","state","id");