CREATE TABLE "certificate_evidence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"certificate" uuid NOT NULL,
	"evidence" text NOT NULL,
	"not_before" timestamp (3) with time zone,
	"not_after" timestamp (3) with time zone NOT NULL,
	"der" "bytea",
	"spki" text,
	"by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "certificate_evidence" ADD CONSTRAINT "certificate_evidence_certificate_certificates_id_fk" FOREIGN KEY ("certificate") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "certificate_evidence_certificate" ON "certificate_evidence" USING btree ("certificate","at");