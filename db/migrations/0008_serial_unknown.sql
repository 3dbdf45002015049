ALTER TABLE "certificate_evidence" ALTER COLUMN "by" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "certificates" ALTER COLUMN "serial" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_evidence" ADD COLUMN "serial" text;--> statement-breakpoint
CREATE INDEX "certificate_evidence_serial" ON "certificate_evidence" USING btree ("serial") WHERE serial is not null;