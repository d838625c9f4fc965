-- Invoices as data beside their PDF, as they were issued: made once, never again.
CREATE TABLE document_form (
    document_id UUID NOT NULL REFERENCES document (id),
    form TEXT NOT NULL CHECK (form IN ('xrechnung_ubl', 'xrechnung_cii')),
    media_type TEXT NOT NULL,
    bytes BYTES NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (document_id, form)
)
;;
-- postgres
CREATE FUNCTION refuse_early_erasure_of_form() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM retention_pick p JOIN retention_run r ON r.id = p.run_id JOIN document d ON d.id = p.id
        WHERE p.id = OLD.document_id AND r.finished_at IS NULL
        AND d.year + 8 < EXTRACT(YEAR FROM r.started_at AT TIME ZONE 'UTC')
    ) THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514', CONSTRAINT = TG_TABLE_NAME || '_append_only';
    END IF;
    RETURN OLD;
END $$
;;
CREATE TRIGGER document_form_append_only BEFORE UPDATE ON document_form FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER document_form_keep_term BEFORE DELETE ON document_form FOR EACH ROW EXECUTE FUNCTION refuse_early_erasure_of_form()
;;
CREATE TRIGGER document_form_keep BEFORE TRUNCATE ON document_form FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
;;
-- sqlite
CREATE TRIGGER document_form_append_only_update BEFORE UPDATE ON document_form BEGIN SELECT RAISE(ABORT, 'document_form_append_only'); END
;;
CREATE TRIGGER document_form_append_only_delete BEFORE DELETE ON document_form BEGIN
    SELECT RAISE(ABORT, 'document_form_append_only') WHERE NOT EXISTS (
        SELECT 1 FROM retention_pick p JOIN retention_run r ON r.id = p.run_id JOIN document d ON d.id = p.id
        WHERE p.id = OLD.document_id AND r.finished_at IS NULL
        AND d.year + 8 < CAST(strftime('%Y', r.started_at) AS INTEGER));
END
;;
