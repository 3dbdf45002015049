ALTER TABLE "messages" ADD COLUMN "question" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "choices" jsonb;--> statement-breakpoint
UPDATE "messages" m SET "question" = q."id" FROM "questions" q WHERE q."message" = m."id";--> statement-breakpoint
-- Buttons that stand in chats by now carry their old names: a press is told that it is out of date.
UPDATE "messages" m SET "choices" = c."choices", "question" = coalesce(m."question", c."question")
  FROM (SELECT "message", jsonb_agg(jsonb_build_object('label', "label", 'meaning', "meaning") ORDER BY "place") AS "choices", min("question"::text)::uuid AS "question" FROM "choices" GROUP BY "message") c
  WHERE c."message" = m."id";--> statement-breakpoint
DROP TABLE "choices";--> statement-breakpoint
DROP INDEX "questions_message";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_contact_contacts_id_fk";--> statement-breakpoint
-- Sealed bytes do not shrink: nobody tries.
ALTER TABLE "raw_messages" ALTER COLUMN "sealed" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "raw_messages" ALTER COLUMN "heard" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "documents" ALTER COLUMN "sealed" SET STORAGE EXTERNAL;
