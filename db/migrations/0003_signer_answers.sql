CREATE TABLE "authorities" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"chain" text NOT NULL,
	"not_before" timestamp (3) with time zone NOT NULL,
	"not_after" timestamp (3) with time zone NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refusals" (
	"request" text PRIMARY KEY NOT NULL,
	"why" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
