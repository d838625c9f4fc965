-- Fees, certifications, documents, orders, hand-overs, payments.

CREATE TABLE fee (
    id UUID PRIMARY KEY,
    assignment_id UUID NOT NULL UNIQUE REFERENCES assignment (id),
    timesheet_id UUID REFERENCES timesheet (id),
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    office_id UUID NOT NULL REFERENCES office (id),
    budget_line_id UUID NOT NULL REFERENCES budget_line (id),
    service_on DAY NOT NULL,
    outcome TEXT NOT NULL,
    net BIGINT NOT NULL CHECK (net >= 0),
    vat BIGINT NOT NULL CHECK (vat >= 0),
    gross BIGINT NOT NULL,
    vat_rate TEXT,
    schedule_id TEXT NOT NULL,
    figures TEXT NOT NULL CHECK (figures IN ('official', 'assumed')),
    program_version TEXT NOT NULL,
    facts TEXT NOT NULL,
    quote TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('awaiting_budget', 'priced', 'certified_factually', 'certified', 'documented', 'ordered', 'handed_over', 'paid', 'void')),
    sent_back_reason TEXT,
    -- Raised when a document is reversed: the claim may stand on a new document then.
    round INTEGER NOT NULL,
    priced_at INSTANT NOT NULL,
    version INTEGER NOT NULL,
    CHECK (gross = net + vat)
)
;;
CREATE INDEX fee_status ON fee (status, service_on)
;;
CREATE INDEX fee_interpreter ON fee (interpreter_id, service_on)
;;
CREATE INDEX fee_office ON fee (office_id, service_on)
;;
-- Three rights, and nobody holds two of them on one claim: the third, the order, is checked against these two.
CREATE TABLE certification (
    id UUID PRIMARY KEY,
    fee_id UUID NOT NULL REFERENCES fee (id),
    kind TEXT NOT NULL CHECK (kind IN ('factual', 'arithmetic')),
    account_id UUID NOT NULL REFERENCES account (id),
    certified_at INSTANT NOT NULL,
    revoked_at INSTANT
)
;;
CREATE UNIQUE INDEX certification_once ON certification (fee_id, kind) WHERE revoked_at IS NULL
;;
CREATE UNIQUE INDEX certification_four_eyes ON certification (fee_id, account_id) WHERE revoked_at IS NULL
;;
CREATE TABLE number_counter (
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (series, year)
)
;;
CREATE TABLE document (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('self_billed_invoice', 'payment_voucher', 'internal_settlement', 'reversal')),
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    number BIGINT NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    month TEXT NOT NULL,
    interpreter_id UUID REFERENCES interpreter (id),
    office_id UUID REFERENCES office (id),
    net BIGINT NOT NULL,
    vat BIGINT NOT NULL,
    gross BIGINT NOT NULL,
    corrects_id UUID REFERENCES document (id),
    content TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BYTES NOT NULL,
    sha256 TEXT NOT NULL,
    issued_by UUID,
    issued_at INSTANT NOT NULL,
    UNIQUE (series, year, number),
    CHECK (gross = net + vat)
)
;;
CREATE INDEX document_month ON document (month, kind)
;;
CREATE INDEX document_interpreter ON document (interpreter_id, issued_at)
;;
-- In each round a fee is on one payable document and on one internal settlement, and each may be reversed once. net and vat
-- are the fee's share of the document; shares add up to the document's sums.
CREATE TABLE document_fee (
    document_id UUID NOT NULL REFERENCES document (id),
    fee_id UUID NOT NULL REFERENCES fee (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('pay', 'settle', 'reverse', 'unsettle')),
    round INTEGER NOT NULL,
    net BIGINT NOT NULL,
    vat BIGINT NOT NULL,
    PRIMARY KEY (document_id, fee_id),
    UNIQUE (fee_id, purpose, round)
)
;;
CREATE TABLE hand_over (
    id UUID PRIMARY KEY,
    sequence BIGINT NOT NULL UNIQUE,
    media_type TEXT NOT NULL,
    bytes BYTES NOT NULL,
    sha256 TEXT NOT NULL,
    order_count INTEGER NOT NULL,
    total BIGINT NOT NULL,
    handed_over_by UUID,
    handed_over_at INSTANT NOT NULL
)
;;
-- The treasury took the file, once; whoever loads it again gets a copy that says so.
CREATE TABLE hand_over_receipt (
    hand_over_id UUID PRIMARY KEY REFERENCES hand_over (id),
    accepted_by UUID,
    accepted_at INSTANT NOT NULL
)
;;
CREATE TABLE payment_order (
    id UUID PRIMARY KEY,
    document_id UUID NOT NULL UNIQUE REFERENCES document (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    paid BIGINT NOT NULL CHECK (paid >= 0),
    ordered_by UUID NOT NULL REFERENCES account (id),
    ordered_at INSTANT NOT NULL,
    hand_over_id UUID REFERENCES hand_over (id),
    CONSTRAINT payment_order_not_overpaid CHECK (paid <= amount)
)
;;
CREATE INDEX payment_order_open ON payment_order (hand_over_id)
;;
-- What the bank or the treasury says. The entry reference makes an import idempotent.
CREATE TABLE payment (
    id UUID PRIMARY KEY,
    entry_reference TEXT NOT NULL UNIQUE,
    booked_on DAY NOT NULL,
    amount BIGINT NOT NULL CHECK (amount <> 0),
    counterparty TEXT NOT NULL,
    counterparty_iban TEXT NOT NULL,
    remittance TEXT NOT NULL,
    end_to_end TEXT NOT NULL,
    source TEXT NOT NULL,
    imported_at INSTANT NOT NULL
)
;;
CREATE TABLE payment_match (
    id UUID PRIMARY KEY,
    payment_id UUID NOT NULL REFERENCES payment (id),
    payment_order_id UUID NOT NULL REFERENCES payment_order (id),
    amount BIGINT NOT NULL CHECK (amount <> 0),
    why TEXT NOT NULL,
    matched_by UUID,
    matched_at INSTANT NOT NULL,
    undone_by UUID,
    undone_at INSTANT
)
;;
CREATE INDEX payment_match_payment ON payment_match (payment_id)
;;
CREATE INDEX payment_match_order ON payment_match (payment_order_id)
;;
CREATE UNIQUE INDEX payment_match_once ON payment_match (payment_id, payment_order_id) WHERE undone_at IS NULL
;;
-- postgres
CREATE TRIGGER document_append_only BEFORE UPDATE OR DELETE ON document FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER document_keep BEFORE TRUNCATE ON document FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER document_fee_append_only BEFORE UPDATE OR DELETE ON document_fee FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER document_fee_keep BEFORE TRUNCATE ON document_fee FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER hand_over_append_only BEFORE UPDATE OR DELETE ON hand_over FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER hand_over_keep BEFORE TRUNCATE ON hand_over FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER payment_append_only BEFORE UPDATE OR DELETE ON payment FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER payment_keep BEFORE TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
;;
-- sqlite
CREATE TRIGGER document_append_only_update BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'document_append_only'); END
;;
CREATE TRIGGER document_append_only_delete BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'document_append_only'); END
;;
CREATE TRIGGER document_fee_append_only_update BEFORE UPDATE ON document_fee BEGIN SELECT RAISE(ABORT, 'document_fee_append_only'); END
;;
CREATE TRIGGER document_fee_append_only_delete BEFORE DELETE ON document_fee BEGIN SELECT RAISE(ABORT, 'document_fee_append_only'); END
;;
CREATE TRIGGER hand_over_append_only_update BEFORE UPDATE ON hand_over BEGIN SELECT RAISE(ABORT, 'hand_over_append_only'); END
;;
CREATE TRIGGER hand_over_append_only_delete BEFORE DELETE ON hand_over BEGIN SELECT RAISE(ABORT, 'hand_over_append_only'); END
;;
CREATE TRIGGER payment_append_only_update BEFORE UPDATE ON payment BEGIN SELECT RAISE(ABORT, 'payment_append_only'); END
;;
CREATE TRIGGER payment_append_only_delete BEFORE DELETE ON payment BEGIN SELECT RAISE(ABORT, 'payment_append_only'); END
;;
