CREATE INDEX "document_views_document" ON "document_views" USING btree ("document");--> statement-breakpoint
CREATE INDEX "documents_pending" ON "documents" USING btree ("at") WHERE kind = 'pending';--> statement-breakpoint
CREATE INDEX "issue_requests_asked" ON "issue_requests" USING btree ("at") WHERE state = 'asked';--> statement-breakpoint
CREATE INDEX "revoked_typed" ON "revoked" USING btree ("at") WHERE typed_by is not null;--> statement-breakpoint
CREATE INDEX "certificates_provisional" ON "certificates" USING btree ("at") WHERE state = 'provisional';--> statement-breakpoint
CREATE INDEX "certificates_in_ams" ON "certificates" USING btree ("at") WHERE issuer = 'ams';--> statement-breakpoint
CREATE INDEX "contacts_taken" ON "contacts" USING btree ("taken_at") WHERE speaker = 'operator';