-- A checked file says what would happen, so that its page can be opened again.
ALTER TABLE import_draft ADD COLUMN
    created INTEGER NOT NULL DEFAULT 0
;;
ALTER TABLE import_draft ADD COLUMN
    changed INTEGER NOT NULL DEFAULT 0
;;
ALTER TABLE import_draft ADD COLUMN
    unchanged INTEGER NOT NULL DEFAULT 0
;;
-- Offices are edited by people, and retire: what they asked for stays.
ALTER TABLE office ADD COLUMN
    contact TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE office ADD COLUMN
    phone TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE office ADD COLUMN
    retired_at INSTANT
;;
ALTER TABLE office ADD COLUMN
    version INTEGER NOT NULL DEFAULT 1
;;
-- Whoever stood by assumed figures is kept as long as the vouchers that were paid by them.
-- postgres
CREATE OR REPLACE FUNCTION refuse_early_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    picked UUID;
    of_year INTEGER;
BEGIN
    IF TG_TABLE_NAME = 'document' THEN
        picked := OLD.id;
        of_year := OLD.year;
    ELSIF TG_TABLE_NAME = 'document_fee' THEN
        picked := OLD.document_id;
        SELECT d.year INTO of_year FROM document d WHERE d.id = OLD.document_id;
    ELSIF TG_TABLE_NAME = 'hand_over' THEN
        picked := OLD.id;
        of_year := EXTRACT(YEAR FROM (OLD.handed_over_at AT TIME ZONE 'UTC') + INTERVAL '2 hours');
    ELSIF TG_TABLE_NAME = 'payment' THEN
        picked := OLD.id;
        of_year := EXTRACT(YEAR FROM OLD.booked_on);
    ELSIF TG_TABLE_NAME = 'figures_acceptance' THEN
        picked := OLD.id;
        of_year := EXTRACT(YEAR FROM (OLD.accepted_at AT TIME ZONE 'UTC') + INTERVAL '2 hours');
    ELSE
        picked := OLD.id;
        of_year := EXTRACT(YEAR FROM (OLD.posted_at AT TIME ZONE 'UTC') + INTERVAL '2 hours');
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM retention_pick p JOIN retention_run r ON r.id = p.run_id
        WHERE p.id = picked AND r.finished_at IS NULL AND of_year + 8 < EXTRACT(YEAR FROM r.started_at AT TIME ZONE 'UTC')
    ) THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514', CONSTRAINT = TG_TABLE_NAME || '_append_only';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    -- Of the ledger only the words and the person go; amounts stay, so that totals can be counted for ever.
    IF (to_jsonb(NEW) - 'reason' - 'actor_account') IS DISTINCT FROM (to_jsonb(OLD) - 'reason' - 'actor_account')
        OR NEW.reason <> '' OR NEW.actor_account IS NOT NULL THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514', CONSTRAINT = TG_TABLE_NAME || '_append_only';
    END IF;
    RETURN NEW;
END $$
;;
DROP TRIGGER figures_acceptance_append_only ON figures_acceptance
;;
CREATE TRIGGER figures_acceptance_append_only BEFORE UPDATE ON figures_acceptance FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER figures_acceptance_keep_term BEFORE DELETE ON figures_acceptance FOR EACH ROW EXECUTE FUNCTION refuse_early_erasure()
;;
-- sqlite
DROP TRIGGER figures_acceptance_append_only_delete
;;
CREATE TRIGGER figures_acceptance_append_only_delete BEFORE DELETE ON figures_acceptance BEGIN
    SELECT RAISE(ABORT, 'figures_acceptance_append_only') WHERE NOT EXISTS (
        SELECT 1 FROM retention_pick p JOIN retention_run r ON r.id = p.run_id WHERE p.id = OLD.id AND r.finished_at IS NULL
        AND CAST(strftime('%Y', OLD.accepted_at, '+2 hours') AS INTEGER) + 8 < CAST(strftime('%Y', r.started_at) AS INTEGER));
END
;;
