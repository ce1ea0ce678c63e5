INSERT INTO plans (name, title, position, monthly_cents, migrations_per_month, requests_per_hour, concurrent_migrations, migration_cents, model_cents)
VALUES
  ('free', 'Free', 1, 0, 10, 10, 1, 10, 1),
  ('pro', 'Pro', 2, 4900, 100, 100, 3, 10, 1),
  ('enterprise', 'Enterprise', 3, 29900, NULL, 1000, 10, 10, 1);
--> statement-breakpoint
ALTER TABLE ledger ADD CONSTRAINT ledger_adds_up CHECK (cents = quantity * unit_cents AND quantity >= 0);
--> statement-breakpoint
ALTER TABLE users ADD CONSTRAINT users_email_lower CHECK (email = lower(email));
--> statement-breakpoint
ALTER TABLE memberships ADD CONSTRAINT memberships_role CHECK (role IN ('owner', 'admin', 'engineer', 'viewer'));
--> statement-breakpoint
ALTER TABLE migrations ADD CONSTRAINT migrations_state CHECK (state IN ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'));
--> statement-breakpoint
ALTER TABLE jobs ADD CONSTRAINT jobs_state CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled'));
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END
$$;
--> statement-breakpoint
CREATE TRIGGER ledger_only_grows BEFORE UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_only_grows BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
