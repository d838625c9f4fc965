-- The house: events, jobs, answers to repeated calls, settings, and the audit that only grows.

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at INSTANT NOT NULL
)
;;
CREATE TABLE event (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    published_at INSTANT NOT NULL,
    dispatched_at INSTANT
)
;;
CREATE INDEX event_waiting ON event (id) WHERE dispatched_at IS NULL
;;
CREATE TABLE job (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    once_key TEXT NOT NULL UNIQUE,
    run_at INSTANT NOT NULL,
    attempts INTEGER NOT NULL,
    leased_until INSTANT,
    done_at INSTANT,
    gave_up_at INSTANT,
    last_error TEXT,
    created_at INSTANT NOT NULL
)
;;
CREATE INDEX job_due ON job (run_at, id) WHERE done_at IS NULL AND gave_up_at IS NULL
;;
CREATE TABLE idempotency_record (
    account_id UUID NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at INSTANT NOT NULL,
    PRIMARY KEY (account_id, idempotency_key)
)
;;
CREATE INDEX idempotency_record_age ON idempotency_record (created_at)
;;
-- A file that was checked and waits for its owner's word; gone after that, or after a day.
CREATE TABLE import_draft (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL,
    list TEXT NOT NULL,
    file_name TEXT NOT NULL,
    bytes BYTES NOT NULL,
    created_at INSTANT NOT NULL
)
;;
CREATE INDEX import_draft_age ON import_draft (created_at)
;;
-- The head of the audit chain; its row is the lock that puts entries in one line.
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
)
;;
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')
;;
CREATE TABLE audit_entry (
    seq BIGINT PRIMARY KEY,
    at INSTANT NOT NULL,
    actor_account UUID,
    actor_house TEXT,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    facts TEXT NOT NULL,
    personal_digests TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
)
;;
CREATE INDEX audit_entry_subject ON audit_entry (subject_kind, subject_id, seq)
;;
CREATE INDEX audit_entry_actor ON audit_entry (actor_account, seq)
;;
-- Erasable beside the chain: erasing a value leaves the chain of digests whole.
CREATE TABLE audit_personal (
    seq BIGINT NOT NULL REFERENCES audit_entry (seq),
    field TEXT NOT NULL,
    salt TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (seq, field)
)
;;
-- postgres
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$
;;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER audit_entry_keep BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
;;
-- sqlite
CREATE TRIGGER audit_entry_append_only_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry_append_only'); END
;;
CREATE TRIGGER audit_entry_append_only_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry_append_only'); END
;;
