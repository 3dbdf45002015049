CREATE TABLE "document_views" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "document_views_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"document" uuid NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"applicant" uuid,
	"renewal" uuid,
	"message" uuid,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"size" integer NOT NULL,
	"sealed" "bytea",
	"remote" text,
	"reading" jsonb,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "crls" (
	"number" bigint PRIMARY KEY NOT NULL,
	"der" "bytea" NOT NULL,
	"this_update" timestamp (3) with time zone NOT NULL,
	"next_update" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "intents" (
	"request" text PRIMARY KEY NOT NULL,
	"serial" text NOT NULL,
	"number" bigint NOT NULL,
	"tbs" "bytea" NOT NULL,
	"approval" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "intents_serial_unique" UNIQUE("serial"),
	CONSTRAINT "intents_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "issue_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"renewal" uuid NOT NULL,
	"number" integer NOT NULL,
	"content" text NOT NULL,
	"request" uuid,
	"state" text NOT NULL,
	"why" text,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "issued" (
	"serial" text PRIMARY KEY NOT NULL,
	"request" text NOT NULL,
	"der" "bytea" NOT NULL,
	"not_before" timestamp (3) with time zone NOT NULL,
	"not_after" timestamp (3) with time zone NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "issued_request_unique" UNIQUE("request")
);
--> statement-breakpoint
CREATE TABLE "revocations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"certificate" uuid NOT NULL,
	"applicant" uuid NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"asked_by" text NOT NULL,
	"due_at" timestamp (3) with time zone,
	"decided_by" uuid,
	"note" text,
	"at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "revoked" (
	"serial" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"certificate" uuid NOT NULL,
	"threshold" integer NOT NULL,
	"state" text NOT NULL,
	"why" text,
	"released_by" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "notices_once" UNIQUE("certificate","threshold")
);
--> statement-breakpoint
CREATE TABLE "operators" (
	"id" uuid PRIMARY KEY NOT NULL,
	"login" text NOT NULL,
	"name" text NOT NULL,
	"password" text NOT NULL,
	"must_change" boolean NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "operators_login_unique" UNIQUE("login")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"hash" text PRIMARY KEY NOT NULL,
	"operator" uuid,
	"applicant" uuid,
	"renewal" uuid,
	"csrf" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "applicants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"nip_hash" text NOT NULL,
	"nik_hash" text NOT NULL,
	"version" text NOT NULL,
	"version_number" integer NOT NULL,
	"stopped" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"applicant" uuid NOT NULL,
	"serial" text NOT NULL,
	"issuer" text NOT NULL,
	"evidence" text NOT NULL,
	"not_before" timestamp (3) with time zone,
	"not_after" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"der" "bytea",
	"spki" text,
	"renewal" uuid,
	"successor" uuid,
	"revoked_at" timestamp (3) with time zone,
	"revoked_for" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "certificates_serial" UNIQUE("issuer","serial")
);
--> statement-breakpoint
CREATE TABLE "data_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"applicant" uuid NOT NULL,
	"number" integer NOT NULL,
	"hash" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"name" text NOT NULL,
	"organisation" text NOT NULL,
	"unit" text NOT NULL,
	"source" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "data_versions_number" UNIQUE("applicant","number")
);
--> statement-breakpoint
CREATE TABLE "keys" (
	"spki" text PRIMARY KEY NOT NULL,
	"renewal" uuid,
	"source" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"number" integer PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"heads" text NOT NULL,
	"hash" text NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"name" text PRIMARY KEY NOT NULL,
	"value" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cursors" (
	"source" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "faults" (
	"id" uuid PRIMARY KEY NOT NULL,
	"part" text NOT NULL,
	"ref" text,
	"code" text NOT NULL,
	"detail" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolved_by" text
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"chain" text NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"entry" text NOT NULL,
	"refs" text NOT NULL,
	"previous" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "journal_chain_number_pk" PRIMARY KEY("chain","number")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "awaits" (
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"what" text NOT NULL,
	"who" text NOT NULL,
	"is_primary" boolean NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"applicant" uuid,
	"detail" text,
	CONSTRAINT "awaits_kind_ref_what_pk" PRIMARY KEY("kind","ref","what")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"renewal" uuid,
	"subject" text NOT NULL,
	"decision" text NOT NULL,
	"operator" uuid NOT NULL,
	"content" text,
	"reason" text,
	"note" text,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"renewal" uuid NOT NULL,
	"revision" integer NOT NULL,
	"event" text NOT NULL,
	"payload" jsonb NOT NULL,
	"refused" text,
	"message" uuid,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "renewals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"applicant" uuid NOT NULL,
	"certificate" uuid NOT NULL,
	"basis" text NOT NULL,
	"rules" jsonb NOT NULL,
	"settings" jsonb NOT NULL,
	"version" text NOT NULL,
	"revision" integer NOT NULL,
	"facts" jsonb NOT NULL,
	"change_sealed" "bytea",
	"outcome" text,
	"contact" uuid,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "renewals_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "choices" (
	"id" text PRIMARY KEY NOT NULL,
	"contact" uuid NOT NULL,
	"message" uuid NOT NULL,
	"place" integer NOT NULL,
	"question" uuid,
	"label" text NOT NULL,
	"meaning" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"contact" uuid NOT NULL,
	"applicant" uuid,
	"tries" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"applicant" uuid,
	"standing" text NOT NULL,
	"valid_from" timestamp (3) with time zone,
	"proven_until" timestamp (3) with time zone,
	"proven_by" text,
	"name" text,
	"state" jsonb NOT NULL,
	"speaker" text DEFAULT 'assistant' NOT NULL,
	"taken_by" uuid,
	"taken_at" timestamp (3) with time zone,
	"unreachable" text,
	"last_out" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "contacts_address" UNIQUE("channel","address")
);
--> statement-breakpoint
CREATE TABLE "links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"purpose" text NOT NULL,
	"applicant" uuid NOT NULL,
	"renewal" uuid,
	"message" uuid,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "links_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"contact" uuid NOT NULL,
	"applicant" uuid,
	"renewal" uuid,
	"direction" text NOT NULL,
	"author" text NOT NULL,
	"operator" uuid,
	"source" text,
	"external_id" text,
	"copy_key" text,
	"number" integer,
	"subject" text,
	"body" text NOT NULL,
	"detail" jsonb NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp (3) with time zone,
	"why" text,
	"sent_as" text,
	"token" text,
	"sent_at" timestamp (3) with time zone,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "questions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"contact" uuid NOT NULL,
	"message" uuid NOT NULL,
	"what" text NOT NULL,
	"renewal" uuid,
	"revision" integer NOT NULL,
	"about" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "raw_messages" (
	"message" uuid PRIMARY KEY NOT NULL,
	"sealed" "bytea",
	"heard" "bytea"
);
--> statement-breakpoint
ALTER TABLE "issue_requests" ADD CONSTRAINT "issue_requests_renewal_renewals_id_fk" FOREIGN KEY ("renewal") REFERENCES "public"."renewals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_applicant_applicants_id_fk" FOREIGN KEY ("applicant") REFERENCES "public"."applicants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_versions" ADD CONSTRAINT "data_versions_applicant_applicants_id_fk" FOREIGN KEY ("applicant") REFERENCES "public"."applicants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_applicant_applicants_id_fk" FOREIGN KEY ("applicant") REFERENCES "public"."applicants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_certificate_certificates_id_fk" FOREIGN KEY ("certificate") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_contact_contacts_id_fk" FOREIGN KEY ("contact") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "documents_hash" ON "documents" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "documents_renewal" ON "documents" USING btree ("renewal");--> statement-breakpoint
CREATE INDEX "documents_applicant" ON "documents" USING btree ("applicant");--> statement-breakpoint
CREATE INDEX "documents_message" ON "documents" USING btree ("message");--> statement-breakpoint
CREATE INDEX "revocations_state" ON "revocations" USING btree ("state");--> statement-breakpoint
CREATE INDEX "revocations_certificate" ON "revocations" USING btree ("certificate");--> statement-breakpoint
CREATE INDEX "notices_state" ON "notices" USING btree ("state");--> statement-breakpoint
CREATE UNIQUE INDEX "applicants_nip" ON "applicants" USING btree ("nip_hash");--> statement-breakpoint
CREATE INDEX "applicants_nik" ON "applicants" USING btree ("nik_hash");--> statement-breakpoint
CREATE INDEX "certificates_applicant" ON "certificates" USING btree ("applicant");--> statement-breakpoint
CREATE INDEX "certificates_serial_only" ON "certificates" USING btree ("serial");--> statement-breakpoint
CREATE INDEX "certificates_due" ON "certificates" USING btree ("not_after") WHERE successor is null and state = 'valid';--> statement-breakpoint
CREATE INDEX "faults_open" ON "faults" USING btree ("at") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "journal_at" ON "journal" USING btree ("at");--> statement-breakpoint
CREATE INDEX "awaits_queue" ON "awaits" USING btree ("who","since");--> statement-breakpoint
CREATE INDEX "decisions_renewal" ON "decisions" USING btree ("renewal");--> statement-breakpoint
CREATE INDEX "events_renewal" ON "events" USING btree ("renewal","id");--> statement-breakpoint
CREATE UNIQUE INDEX "renewals_one_open" ON "renewals" USING btree ("certificate") WHERE outcome is null;--> statement-breakpoint
CREATE INDEX "renewals_applicant" ON "renewals" USING btree ("applicant");--> statement-breakpoint
CREATE INDEX "choices_message" ON "choices" USING btree ("message");--> statement-breakpoint
CREATE INDEX "codes_contact" ON "codes" USING btree ("contact","at");--> statement-breakpoint
CREATE INDEX "codes_applicant" ON "codes" USING btree ("applicant","at");--> statement-breakpoint
CREATE INDEX "contacts_applicant" ON "contacts" USING btree ("applicant");--> statement-breakpoint
CREATE INDEX "links_applicant" ON "links" USING btree ("applicant");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_received" ON "messages" USING btree ("source","external_id") WHERE direction = 'in';--> statement-breakpoint
CREATE UNIQUE INDEX "messages_copy" ON "messages" USING btree ("contact","copy_key") WHERE copy_key is not null;--> statement-breakpoint
CREATE INDEX "messages_contact" ON "messages" USING btree ("contact","at");--> statement-breakpoint
CREATE INDEX "messages_renewal" ON "messages" USING btree ("renewal","at");--> statement-breakpoint
CREATE INDEX "messages_applicant" ON "messages" USING btree ("applicant","at");--> statement-breakpoint
CREATE INDEX "messages_queued" ON "messages" USING btree ("contact","number") WHERE direction = 'out' and state = 'queued';--> statement-breakpoint
CREATE INDEX "messages_due" ON "messages" USING btree ("next_try_at") WHERE direction = 'out' and state = 'queued';--> statement-breakpoint
CREATE UNIQUE INDEX "messages_token" ON "messages" USING btree ("token") WHERE token is not null;--> statement-breakpoint
CREATE INDEX "messages_sent_as" ON "messages" USING btree ("sent_as") WHERE sent_as is not null;--> statement-breakpoint
CREATE INDEX "questions_contact" ON "questions" USING btree ("contact","asked_at");--> statement-breakpoint
CREATE INDEX "questions_message" ON "questions" USING btree ("message");