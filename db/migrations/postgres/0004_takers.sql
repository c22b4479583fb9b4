ALTER TABLE "conversations" ADD COLUMN "system_lines" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "participants" ADD COLUMN "unread" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "participants" ADD COLUMN "activity_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "participants" ADD COLUMN "mention_index" integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX "participants_activity" ON "participants" USING btree ("user_id","archived","activity_at","conversation_id") WHERE "participants"."member" = true;--> statement-breakpoint
CREATE INDEX "participants_unread" ON "participants" USING btree ("user_id","activity_at","conversation_id") WHERE "participants"."unread" = true;--> statement-breakpoint
CREATE INDEX "messages_system" ON "messages" USING btree ("conversation_id","index") WHERE "messages"."kind" = 'system';--> statement-breakpoint
UPDATE "conversations" SET "system_lines" = (SELECT count(*) FROM "messages" m WHERE m."conversation_id" = "conversations"."id" AND m."kind" = 'system');--> statement-breakpoint
UPDATE "conversations" SET "members" = jsonb_build_array("assignee_id") WHERE "kind" = 'customer' AND "assignee_id" IS NOT NULL;--> statement-breakpoint
INSERT INTO "participants" ("conversation_id", "user_id", "member") SELECT "id", "assignee_id", true FROM "conversations" WHERE "kind" = 'customer' AND "assignee_id" IS NOT NULL ON CONFLICT ("conversation_id", "user_id") DO UPDATE SET "member" = true;--> statement-breakpoint
UPDATE "participants" SET "activity_at" = c."last_activity_at", "unread" = "member" AND c."last_content_index" > "last_read_index" FROM "conversations" c WHERE c."id" = "conversation_id";
