ALTER TABLE "message_parts" ADD COLUMN "sending_since" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "conversations_activity" ON "conversations" USING btree ("workspace_id","kind","last_activity_at","id");--> statement-breakpoint
CREATE INDEX "conversations_channel_type" ON "conversations" USING btree ("workspace_id","kind","status","channel_type","last_activity_at","id");--> statement-breakpoint
CREATE INDEX "conversations_team" ON "conversations" USING btree ("workspace_id","kind","status","team_id","last_activity_at","id") WHERE "conversations"."team_id" is not null;