DROP INDEX "messages_due";--> statement-breakpoint
DROP INDEX "messages_renewal";--> statement-breakpoint
DROP INDEX "messages_applicant";--> statement-breakpoint
CREATE INDEX "messages_renewal" ON "messages" USING btree ("renewal","at") WHERE renewal is not null;--> statement-breakpoint
CREATE INDEX "messages_applicant" ON "messages" USING btree ("applicant","at") WHERE applicant is not null;--> statement-breakpoint
-- Written with every message, with no indexed column changed: room on the page keeps the update there.
ALTER TABLE "contacts" SET (fillfactor = 60);--> statement-breakpoint
ALTER TABLE "renewals" SET (fillfactor = 60);
