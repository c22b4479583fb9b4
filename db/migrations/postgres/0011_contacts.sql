CREATE TABLE "contact_field_names" (
	"workspace_id" bigint NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "contact_field_names_workspace_id_name_pk" PRIMARY KEY("workspace_id","name")
);
--> statement-breakpoint
CREATE TABLE "contact_merges" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" bigint NOT NULL,
	"from_id" bigint NOT NULL,
	"into_id" bigint NOT NULL,
	"state" text NOT NULL,
	"user_id" bigint,
	"change" jsonb NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"undone_by" bigint,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "phone_raw" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "company" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "fields" jsonb;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "merged_into" bigint;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "side_id" bigint;--> statement-breakpoint
ALTER TABLE "contact_field_names" ADD CONSTRAINT "contact_field_names_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_merges" ADD CONSTRAINT "contact_merges_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_merges" ADD CONSTRAINT "contact_merges_from_id_contacts_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_merges" ADD CONSTRAINT "contact_merges_into_id_contacts_id_fk" FOREIGN KEY ("into_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_merges" ADD CONSTRAINT "contact_merges_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_merges" ADD CONSTRAINT "contact_merges_undone_by_users_id_fk" FOREIGN KEY ("undone_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contact_merges_into" ON "contact_merges" USING btree ("into_id","id");--> statement-breakpoint
CREATE INDEX "contact_merges_from" ON "contact_merges" USING btree ("from_id","id");--> statement-breakpoint
CREATE INDEX "contact_identities_any" ON "contact_identities" USING btree ("workspace_id","address");--> statement-breakpoint
CREATE INDEX "contacts_phone" ON "contacts" USING btree ("workspace_id","phone");--> statement-breakpoint
CREATE INDEX "contacts_merged" ON "contacts" USING btree ("merged_into") WHERE "contacts"."merged_into" is not null;--> statement-breakpoint
CREATE INDEX "conversations_side" ON "conversations" USING btree ("side_id") WHERE "conversations"."side_id" is not null;--> statement-breakpoint
-- Contacts by the words of their names and addresses. Cut at everything that is neither letter nor digit: else an email were one word.
CREATE INDEX contact_search ON contacts USING gin (to_tsvector('simple', regexp_replace(lower(name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '') || ' ' || company), '[^[:alnum:]]+', ' ', 'g')));
