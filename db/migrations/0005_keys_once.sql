ALTER TABLE "intents" ADD COLUMN "key" text;--> statement-breakpoint
CREATE INDEX "certificates_spki" ON "certificates" USING btree ("spki") WHERE spki is not null;--> statement-breakpoint
ALTER TABLE "intents" ADD CONSTRAINT "intents_key_unique" UNIQUE("key");