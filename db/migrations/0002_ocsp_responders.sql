CREATE TABLE "responders" (
	"serial" text PRIMARY KEY NOT NULL,
	"certificate" "bytea" NOT NULL,
	"key" "bytea" NOT NULL,
	"not_before" timestamp (3) with time zone NOT NULL,
	"not_after" timestamp (3) with time zone NOT NULL
);
