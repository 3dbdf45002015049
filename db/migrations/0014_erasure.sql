ALTER TABLE "applicants" ADD COLUMN "erasure_asked_by" uuid;--> statement-breakpoint
ALTER TABLE "applicants" ADD COLUMN "erased_at" timestamp (3) with time zone;