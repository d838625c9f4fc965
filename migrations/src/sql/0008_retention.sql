-- What has served its time goes: runs of the deletion and what each did, and the one way past the guards of what never changes.

-- One run at a time: `unfinished` is 1 while it goes on, and absent afterwards.
CREATE TABLE retention_run (
    id UUID PRIMARY KEY,
    started_at INSTANT NOT NULL,
    started_by UUID,
    finished_at INSTANT,
    unfinished INTEGER UNIQUE CHECK (unfinished = 1),
    CHECK ((finished_at IS NULL) = (unfinished IS NOT NULL))
)
;;
CREATE INDEX retention_run_age ON retention_run (started_at)
;;
-- What a run did by one rule: what is older than `before_at` went, except what is still needed.
CREATE TABLE retention_outcome (
    run_id UUID NOT NULL REFERENCES retention_run (id),
    rule TEXT NOT NULL,
    before_at INSTANT NOT NULL,
    erased BIGINT NOT NULL,
    held BIGINT NOT NULL,
    finished_at INSTANT,
    PRIMARY KEY (run_id, rule)
)
;;
-- What a run has in hand: filled and emptied within one transaction, so that nobody else ever sees a row here.
CREATE TABLE retention_pick (
    id UUID PRIMARY KEY,
    run_id UUID NOT NULL REFERENCES retention_run (id)
)
;;
-- When somebody stopped taking part: from then on their term runs. Erased: nothing of the person is left in the row.
ALTER TABLE account ADD COLUMN
    disabled_at INSTANT
;;
ALTER TABLE account ADD COLUMN
    erased_at INSTANT
;;
ALTER TABLE interpreter ADD COLUMN
    inactive_since INSTANT
;;
ALTER TABLE interpreter ADD COLUMN
    erased_at INSTANT
;;
UPDATE account SET disabled_at = (SELECT MAX(at) FROM audit_entry WHERE subject_kind = 'account' AND subject_id = account.id
    AND action = 'account-disabled') WHERE status = 'disabled'
;;
UPDATE interpreter SET inactive_since = (SELECT MAX(at) FROM audit_entry WHERE subject_kind = 'interpreter'
    AND subject_id = interpreter.id) WHERE NOT active
;;
CREATE INDEX audit_entry_at ON audit_entry (at)
;;
CREATE INDEX absence_end ON absence (ends_at)
;;
CREATE INDEX assignment_end ON assignment (ends_at)
;;
CREATE INDEX timesheet_interpreter ON timesheet (interpreter_id)
;;
-- Vouchers and the ledger (§ 147 AO, § 14b UStG) go eight whole calendar years after the year they are of, in a run, and not before.
-- The year of an instant is read two hours late: never a year early, whatever the clock says in Berlin.
-- postgres
CREATE FUNCTION refuse_early_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP TRIGGER document_append_only ON document
;;
CREATE TRIGGER document_append_only BEFORE UPDATE ON document FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER document_keep_term BEFORE DELETE ON document FOR EACH ROW EXECUTE FUNCTION refuse_early_erasure()
;;
DROP TRIGGER document_fee_append_only ON document_fee
;;
CREATE TRIGGER document_fee_append_only BEFORE UPDATE ON document_fee FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER document_fee_keep_term BEFORE DELETE ON document_fee FOR EACH ROW EXECUTE FUNCTION refuse_early_erasure()
;;
DROP TRIGGER hand_over_append_only ON hand_over
;;
CREATE TRIGGER hand_over_append_only BEFORE UPDATE ON hand_over FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER hand_over_keep_term BEFORE DELETE ON hand_over FOR EACH ROW EXECUTE FUNCTION refuse_early_erasure()
;;
DROP TRIGGER payment_append_only ON payment
;;
CREATE TRIGGER payment_append_only BEFORE UPDATE ON payment FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER payment_keep_term BEFORE DELETE ON payment FOR EACH ROW EXECUTE FUNCTION refuse_early_erasure()
;;
DROP TRIGGER budget_posting_append_only ON budget_posting
;;
CREATE TRIGGER budget_posting_append_only BEFORE DELETE ON budget_posting FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER budget_posting_keep_term BEFORE UPDATE ON budget_posting FOR EACH ROW EXECUTE FUNCTION refuse_early_erasure()
;;
-- sqlite
DROP TRIGGER document_append_only_delete
;;
CREATE TRIGGER document_append_only_delete BEFORE DELETE ON document BEGIN
    SELECT RAISE(ABORT, 'document_append_only') WHERE NOT EXISTS (
        SELECT 1 FROM retention_pick p JOIN retention_run r ON r.id = p.run_id WHERE p.id = OLD.id AND r.finished_at IS NULL
        AND OLD.year + 8 < CAST(strftime('%Y', r.started_at) AS INTEGER));
END
;;
DROP TRIGGER document_fee_append_only_delete
;;
CREATE TRIGGER document_fee_append_only_delete BEFORE DELETE ON document_fee BEGIN
    SELECT RAISE(ABORT, 'document_fee_append_only') WHERE NOT EXISTS (
        SELECT 1 FROM retention_pick p JOIN retention_run r ON r.id = p.run_id JOIN document d ON d.id = p.id
        WHERE p.id = OLD.document_id AND r.finished_at IS NULL
        AND d.year + 8 < CAST(strftime('%Y', r.started_at) AS INTEGER));
END
;;
DROP TRIGGER hand_over_append_only_delete
;;
CREATE TRIGGER hand_over_append_only_delete BEFORE DELETE ON hand_over BEGIN
    SELECT RAISE(ABORT, 'hand_over_append_only') WHERE NOT EXISTS (
        SELECT 1 FROM retention_pick p JOIN retention_run r ON r.id = p.run_id WHERE p.id = OLD.id AND r.finished_at IS NULL
        AND CAST(strftime('%Y', OLD.handed_over_at, '+2 hours') AS INTEGER) + 8 < CAST(strftime('%Y', r.started_at) AS INTEGER));
END
;;
DROP TRIGGER payment_append_only_delete
;;
CREATE TRIGGER payment_append_only_delete BEFORE DELETE ON payment BEGIN
    SELECT RAISE(ABORT, 'payment_append_only') WHERE NOT EXISTS (
        SELECT 1 FROM retention_pick p JOIN retention_run r ON r.id = p.run_id WHERE p.id = OLD.id AND r.finished_at IS NULL
        AND CAST(strftime('%Y', OLD.booked_on) AS INTEGER) + 8 < CAST(strftime('%Y', r.started_at) AS INTEGER));
END
;;
DROP TRIGGER budget_posting_append_only_update
;;
CREATE TRIGGER budget_posting_append_only_update BEFORE UPDATE ON budget_posting BEGIN
    SELECT RAISE(ABORT, 'budget_posting_append_only') WHERE NOT EXISTS (
        SELECT 1 FROM retention_pick p JOIN retention_run r ON r.id = p.run_id WHERE p.id = OLD.id AND r.finished_at IS NULL
        AND CAST(strftime('%Y', OLD.posted_at, '+2 hours') AS INTEGER) + 8 < CAST(strftime('%Y', r.started_at) AS INTEGER))
    -- Of the ledger only the words and the person go; amounts stay, so that totals can be counted for ever.
    OR NEW.reason <> '' OR NEW.actor_account IS NOT NULL OR NEW.id <> OLD.id OR NEW.budget_line_id <> OLD.budget_line_id
    OR NEW.kind <> OLD.kind OR NEW.amount <> OLD.amount OR NEW.commitment_id IS NOT OLD.commitment_id
    OR NEW.assignment_id IS NOT OLD.assignment_id OR NEW.transfer_id IS NOT OLD.transfer_id
    OR NEW.actor_house IS NOT OLD.actor_house OR NEW.posted_at <> OLD.posted_at;
END
;;
