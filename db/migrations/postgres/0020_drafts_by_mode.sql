ALTER TABLE "drafts" DROP CONSTRAINT "drafts_conversation_id_user_id_pk";--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_conversation_id_user_id_mode_pk" PRIMARY KEY("conversation_id","user_id","mode");--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "key" text;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "position" integer DEFAULT 0 NOT NULL;