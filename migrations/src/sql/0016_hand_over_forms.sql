-- The same hand-over in other forms: as XML, and as the bank's file where the city pays from an account of its own.
CREATE TABLE hand_over_form (
    hand_over_id UUID NOT NULL REFERENCES hand_over (id),
    form TEXT NOT NULL CHECK (form IN ('xml', 'pain001')),
    media_type TEXT NOT NULL,
    bytes BYTES NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (hand_over_id, form)
)
;;
-- The bank's file left for the bank, once; whoever loads it again gets a copy that says so.
CREATE TABLE bank_file_receipt (
    hand_over_id UUID PRIMARY KEY REFERENCES hand_over (id),
    taken_by UUID,
    taken_at INSTANT NOT NULL
)
;;
-- postgres
CREATE FUNCTION refuse_early_erasure_of_hand_over_form() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM retention_pick p JOIN retention_run r ON r.id = p.run_id JOIN hand_over h ON h.id = p.id
        WHERE p.id = OLD.hand_over_id AND r.finished_at IS NULL
        AND EXTRACT(YEAR FROM (h.handed_over_at AT TIME ZONE 'UTC') + INTERVAL '2 hours') + 8
            < EXTRACT(YEAR FROM r.started_at AT TIME ZONE 'UTC')
    ) THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514', CONSTRAINT = TG_TABLE_NAME || '_append_only';
    END IF;
    RETURN OLD;
END $$
;;
CREATE TRIGGER hand_over_form_append_only BEFORE UPDATE ON hand_over_form FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER hand_over_form_keep_term BEFORE DELETE ON hand_over_form FOR EACH ROW EXECUTE FUNCTION refuse_early_erasure_of_hand_over_form()
;;
CREATE TRIGGER hand_over_form_keep BEFORE TRUNCATE ON hand_over_form FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
;;
-- sqlite
CREATE TRIGGER hand_over_form_append_only_update BEFORE UPDATE ON hand_over_form BEGIN SELECT RAISE(ABORT, 'hand_over_form_append_only'); END
;;
CREATE TRIGGER hand_over_form_append_only_delete BEFORE DELETE ON hand_over_form BEGIN
    SELECT RAISE(ABORT, 'hand_over_form_append_only') WHERE NOT EXISTS (
        SELECT 1 FROM retention_pick p JOIN retention_run r ON r.id = p.run_id JOIN hand_over h ON h.id = p.id
        WHERE p.id = OLD.hand_over_id AND r.finished_at IS NULL
        AND CAST(strftime('%Y', h.handed_over_at, '+2 hours') AS INTEGER) + 8 < CAST(strftime('%Y', r.started_at) AS INTEGER));
END
;;
