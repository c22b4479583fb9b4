CREATE TABLE "inbound_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" bigint NOT NULL,
	"channel_id" bigint NOT NULL,
	"key" text NOT NULL,
	"lane" text NOT NULL,
	"about" text,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"rank" bigint DEFAULT 0 NOT NULL,
	"event" jsonb,
	"raw" text,
	"state" text DEFAULT 'waiting' NOT NULL,
	"error" text,
	"message_id" bigint,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "secrets" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "problem" jsonb;--> statement-breakpoint
ALTER TABLE "contact_identities" ADD COLUMN "consent" text;--> statement-breakpoint
ALTER TABLE "inbound_events" ADD CONSTRAINT "inbound_events_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_events" ADD CONSTRAINT "inbound_events_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "inbound_events_key" ON "inbound_events" USING btree ("channel_id","key");--> statement-breakpoint
CREATE INDEX "inbound_events_waiting" ON "inbound_events" USING btree ("lane","at","rank","id") WHERE "inbound_events"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "inbound_events_parked" ON "inbound_events" USING btree ("channel_id","about") WHERE "inbound_events"."state" = 'parked';--> statement-breakpoint
CREATE INDEX "inbound_events_newest" ON "inbound_events" USING btree ("channel_id","state","id");--> statement-breakpoint
CREATE INDEX "inbound_events_age" ON "inbound_events" USING btree ("created_at");