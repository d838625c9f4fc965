-- Budget lines and the ledger that only grows. A line's totals are kept by the ledger's trigger and nobody else.

CREATE TABLE budget_line (
    id UUID PRIMARY KEY,
    office_id UUID NOT NULL REFERENCES office (id),
    fiscal_year INTEGER NOT NULL,
    cost_center TEXT NOT NULL,
    cost_object TEXT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    warn_percent INTEGER NOT NULL CHECK (warn_percent BETWEEN 1 AND 100),
    granted BIGINT NOT NULL DEFAULT 0,
    overridden BIGINT NOT NULL DEFAULT 0 CHECK (overridden >= 0),
    committed BIGINT NOT NULL DEFAULT 0 CHECK (committed >= 0),
    consumed BIGINT NOT NULL DEFAULT 0 CHECK (consumed >= 0),
    created_at INSTANT NOT NULL,
    UNIQUE (office_id, fiscal_year, cost_center, cost_object, account),
    CONSTRAINT budget_line_within_means CHECK (committed + consumed <= granted + overridden)
)
;;
CREATE TABLE budget_commitment (
    id UUID PRIMARY KEY,
    budget_line_id UUID NOT NULL REFERENCES budget_line (id),
    assignment_id UUID NOT NULL UNIQUE,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'released', 'consumed')),
    created_at INSTANT NOT NULL,
    closed_at INSTANT
)
;;
CREATE INDEX budget_commitment_line ON budget_commitment (budget_line_id, state)
;;
-- granted: appropriation, supplement, transfer (signed). overridden: override. committed: commit, adjust (signed), release
-- (negative). consumed: consume, refund (negative).
CREATE TABLE budget_posting (
    id UUID PRIMARY KEY,
    budget_line_id UUID NOT NULL REFERENCES budget_line (id),
    kind TEXT NOT NULL CHECK (kind IN ('appropriation', 'supplement', 'transfer', 'override', 'commit', 'adjust', 'release', 'consume', 'refund')),
    amount BIGINT NOT NULL,
    commitment_id UUID REFERENCES budget_commitment (id),
    assignment_id UUID,
    transfer_id UUID,
    reason TEXT NOT NULL,
    actor_account UUID,
    actor_house TEXT,
    posted_at INSTANT NOT NULL
)
;;
CREATE INDEX budget_posting_line ON budget_posting (budget_line_id, posted_at)
;;
CREATE INDEX budget_posting_assignment ON budget_posting (assignment_id)
;;
-- postgres
CREATE FUNCTION post_to_budget_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE budget_line SET
        granted = granted + CASE WHEN NEW.kind IN ('appropriation', 'supplement', 'transfer') THEN NEW.amount ELSE 0 END,
        overridden = overridden + CASE WHEN NEW.kind = 'override' THEN NEW.amount ELSE 0 END,
        committed = committed + CASE WHEN NEW.kind IN ('commit', 'adjust', 'release') THEN NEW.amount ELSE 0 END,
        consumed = consumed + CASE WHEN NEW.kind IN ('consume', 'refund') THEN NEW.amount ELSE 0 END
    WHERE id = NEW.budget_line_id;
    RETURN NEW;
END $$
;;
CREATE TRIGGER budget_posting_totals AFTER INSERT ON budget_posting FOR EACH ROW EXECUTE FUNCTION post_to_budget_line()
;;
CREATE TRIGGER budget_posting_append_only BEFORE UPDATE OR DELETE ON budget_posting FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER budget_posting_keep BEFORE TRUNCATE ON budget_posting FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
;;
-- sqlite
CREATE TRIGGER budget_posting_totals AFTER INSERT ON budget_posting BEGIN
    UPDATE budget_line SET
        granted = granted + CASE WHEN NEW.kind IN ('appropriation', 'supplement', 'transfer') THEN NEW.amount ELSE 0 END,
        overridden = overridden + CASE WHEN NEW.kind = 'override' THEN NEW.amount ELSE 0 END,
        committed = committed + CASE WHEN NEW.kind IN ('commit', 'adjust', 'release') THEN NEW.amount ELSE 0 END,
        consumed = consumed + CASE WHEN NEW.kind IN ('consume', 'refund') THEN NEW.amount ELSE 0 END
    WHERE id = NEW.budget_line_id;
END
;;
CREATE TRIGGER budget_posting_append_only_update BEFORE UPDATE ON budget_posting BEGIN SELECT RAISE(ABORT, 'budget_posting_append_only'); END
;;
CREATE TRIGGER budget_posting_append_only_delete BEFORE DELETE ON budget_posting BEGIN SELECT RAISE(ABORT, 'budget_posting_append_only'); END
;;
