-- Money that two people move, marks that a line has passed, and what two people have accepted to pay by.

-- One proposes, another approves. A carry-over takes open commitments along into the next year.
CREATE TABLE budget_transfer (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('transfer', 'carry_over')),
    from_line UUID NOT NULL REFERENCES budget_line (id),
    to_line UUID NOT NULL REFERENCES budget_line (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'rejected')),
    proposed_by UUID NOT NULL REFERENCES account (id),
    proposed_at INSTANT NOT NULL,
    decided_by UUID REFERENCES account (id),
    decided_at INSTANT,
    decision_reason TEXT NOT NULL DEFAULT '',
    -- What was moved: less than proposed if a commitment was settled in between.
    moved BIGINT CHECK (moved >= 0 AND moved <= amount),
    CONSTRAINT budget_transfer_two_lines CHECK (from_line <> to_line),
    CONSTRAINT budget_transfer_decided CHECK ((state = 'proposed') = (decided_by IS NULL) AND (state = 'proposed') = (decided_at IS NULL)),
    CONSTRAINT budget_transfer_moved CHECK ((state = 'approved') = (moved IS NOT NULL)),
    CONSTRAINT budget_transfer_four_eyes CHECK (state <> 'approved' OR decided_by <> proposed_by)
)
;;
CREATE INDEX budget_transfer_state ON budget_transfer (state, id)
;;
CREATE INDEX budget_transfer_from ON budget_transfer (from_line)
;;
CREATE INDEX budget_transfer_to ON budget_transfer (to_line)
;;
-- The commitments of a carry-over as they were proposed.
CREATE TABLE budget_transfer_item (
    transfer_id UUID NOT NULL REFERENCES budget_transfer (id),
    commitment_id UUID NOT NULL REFERENCES budget_commitment (id),
    amount BIGINT NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (transfer_id, commitment_id)
)
;;
CREATE INDEX budget_transfer_item_commitment ON budget_transfer_item (commitment_id)
;;
-- A line belongs to one year, so a mark is passed once a year.
CREATE TABLE budget_mark (
    budget_line_id UUID NOT NULL REFERENCES budget_line (id),
    percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 100),
    reached_at INSTANT NOT NULL,
    PRIMARY KEY (budget_line_id, percent)
)
;;
-- Figures that are assumed are paid by only after two people have accepted exactly this file.
CREATE TABLE figures_acceptance (
    id UUID PRIMARY KEY,
    schedule_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    reason TEXT NOT NULL,
    accepted_at INSTANT NOT NULL,
    CONSTRAINT figures_acceptance_once UNIQUE (schedule_id, sha256, account_id)
)
;;
-- postgres
CREATE TRIGGER figures_acceptance_append_only BEFORE UPDATE OR DELETE ON figures_acceptance FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER figures_acceptance_keep BEFORE TRUNCATE ON figures_acceptance FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
;;
-- sqlite
CREATE TRIGGER figures_acceptance_append_only_update BEFORE UPDATE ON figures_acceptance BEGIN SELECT RAISE(ABORT, 'figures_acceptance_append_only'); END
;;
CREATE TRIGGER figures_acceptance_append_only_delete BEFORE DELETE ON figures_acceptance BEGIN SELECT RAISE(ABORT, 'figures_acceptance_append_only'); END
;;
