-- Requests, assignments, offers, timesheets.

CREATE TABLE booking_series (
    id UUID PRIMARY KEY,
    office_id UUID NOT NULL REFERENCES office (id),
    rule TEXT NOT NULL,
    created_at INSTANT NOT NULL
)
;;
CREATE TABLE booking_request (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    external_reference TEXT,
    office_id UUID NOT NULL REFERENCES office (id),
    budget_line_id UUID NOT NULL REFERENCES budget_line (id),
    series_id UUID REFERENCES booking_series (id),
    requested_by UUID REFERENCES account (id),
    file_reference TEXT,
    language TEXT NOT NULL,
    profile_id UUID NOT NULL REFERENCES requirement_profile (id),
    on_date DAY NOT NULL,
    from_time CLOCK NOT NULL,
    to_time CLOCK NOT NULL,
    starts_at INSTANT NOT NULL,
    ends_at INSTANT NOT NULL,
    delivery TEXT NOT NULL CHECK (delivery IN ('on_site', 'phone', 'video')),
    address TEXT NOT NULL,
    district TEXT,
    place_x INTEGER,
    place_y INTEGER,
    gender TEXT CHECK (gender IN ('female', 'male')),
    gender_required BOOL NOT NULL,
    preferred_interpreter_id UUID REFERENCES interpreter (id),
    remark TEXT NOT NULL,
    priority TEXT NOT NULL CHECK (priority IN ('normal', 'urgent', 'emergency', 'legal_duty')),
    requested_at INSTANT NOT NULL,
    CHECK (ends_at > starts_at),
    UNIQUE (office_id, external_reference)
)
;;
CREATE INDEX booking_request_office ON booking_request (office_id, starts_at)
;;
CREATE INDEX booking_request_series ON booking_request (series_id)
;;
CREATE TABLE assignment (
    id UUID PRIMARY KEY,
    request_id UUID NOT NULL UNIQUE REFERENCES booking_request (id),
    office_id UUID NOT NULL REFERENCES office (id),
    status TEXT NOT NULL CHECK (status IN ('awaiting_budget', 'searching', 'filled', 'held', 'confirmed', 'unfilled', 'cancelled')),
    interpreter_id UUID REFERENCES interpreter (id),
    starts_at INSTANT NOT NULL,
    ends_at INSTANT NOT NULL,
    place_x INTEGER,
    place_y INTEGER,
    estimate BIGINT NOT NULL CHECK (estimate >= 0),
    schedule_id TEXT NOT NULL,
    unfilled_reason TEXT CHECK (unfilled_reason IN ('nobody_free', 'nobody_qualified', 'no_money', 'too_late')),
    cancelled_by TEXT CHECK (cancelled_by IN ('office', 'coordination')),
    cancelled_at INSTANT,
    cancellation_class TEXT CHECK (cancellation_class IN ('early', 'late')),
    cancellation_why TEXT,
    search_round INTEGER NOT NULL,
    filled_at INSTANT,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    version INTEGER NOT NULL,
    CHECK (ends_at > starts_at),
    CONSTRAINT assignment_has_somebody CHECK (status NOT IN ('filled', 'held', 'confirmed') OR interpreter_id IS NOT NULL)
)
;;
CREATE INDEX assignment_status ON assignment (status, starts_at)
;;
CREATE INDEX assignment_office ON assignment (office_id, status, starts_at)
;;
CREATE INDEX assignment_interpreter ON assignment (interpreter_id, starts_at, ends_at)
;;
-- postgres
CREATE EXTENSION IF NOT EXISTS btree_gist
;;
ALTER TABLE assignment ADD CONSTRAINT assignment_no_overlap
    EXCLUDE USING gist (interpreter_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
    WHERE (status IN ('filled', 'held', 'confirmed'))
;;
-- sqlite
CREATE TRIGGER assignment_no_overlap_insert BEFORE INSERT ON assignment
    WHEN NEW.status IN ('filled', 'held', 'confirmed') BEGIN
    SELECT RAISE(ABORT, 'assignment_no_overlap') WHERE EXISTS (SELECT 1 FROM assignment a
        WHERE a.interpreter_id = NEW.interpreter_id AND a.id <> NEW.id AND a.status IN ('filled', 'held', 'confirmed')
        AND a.starts_at < NEW.ends_at AND a.ends_at > NEW.starts_at);
END
;;
CREATE TRIGGER assignment_no_overlap_update BEFORE UPDATE OF interpreter_id, starts_at, ends_at, status ON assignment
    WHEN NEW.status IN ('filled', 'held', 'confirmed') BEGIN
    SELECT RAISE(ABORT, 'assignment_no_overlap') WHERE EXISTS (SELECT 1 FROM assignment a
        WHERE a.interpreter_id = NEW.interpreter_id AND a.id <> NEW.id AND a.status IN ('filled', 'held', 'confirmed')
        AND a.starts_at < NEW.ends_at AND a.ends_at > NEW.starts_at);
END
;;
-- both
-- Who was ranked how when offers were decided, as it was shown.
CREATE TABLE ranking (
    id UUID PRIMARY KEY,
    assignment_id UUID NOT NULL REFERENCES assignment (id),
    search_round INTEGER NOT NULL,
    ranking TEXT NOT NULL,
    ranked_at INSTANT NOT NULL
)
;;
CREATE INDEX ranking_assignment ON ranking (assignment_id, ranked_at)
;;
CREATE TABLE offer (
    id UUID PRIMARY KEY,
    assignment_id UUID NOT NULL REFERENCES assignment (id),
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    search_round INTEGER NOT NULL,
    wave INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'accepted', 'declined', 'expired', 'filled', 'withdrawn', 'dropped')),
    expected_fee BIGINT NOT NULL,
    sent_at INSTANT NOT NULL,
    expires_at INSTANT NOT NULL,
    answered_at INSTANT,
    decline_reason TEXT,
    UNIQUE (assignment_id, interpreter_id, search_round)
)
;;
-- One assignment has at most one accepted offer.
CREATE UNIQUE INDEX offer_one_accepted ON offer (assignment_id) WHERE status = 'accepted'
;;
CREATE INDEX offer_interpreter ON offer (interpreter_id, status, sent_at)
;;
CREATE INDEX offer_expiry ON offer (expires_at) WHERE status = 'open'
;;
CREATE TABLE timesheet (
    id UUID PRIMARY KEY,
    assignment_id UUID NOT NULL UNIQUE REFERENCES assignment (id),
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('held', 'client_absent', 'interpreter_absent')),
    started_at INSTANT,
    ended_at INSTANT,
    break_minutes INTEGER NOT NULL CHECK (break_minutes >= 0),
    travel_minutes INTEGER NOT NULL CHECK (travel_minutes >= 0),
    travel_meters INTEGER NOT NULL CHECK (travel_meters >= 0),
    tickets BIGINT NOT NULL CHECK (tickets >= 0),
    deviation_reason TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('drafted', 'disputed', 'confirmed')),
    dispute_reason TEXT,
    recorded_by UUID,
    recorded_at INSTANT NOT NULL,
    answered_by UUID,
    answered_at INSTANT,
    version INTEGER NOT NULL,
    CHECK (outcome <> 'held' OR (started_at IS NOT NULL AND ended_at > started_at))
)
;;
CREATE INDEX timesheet_status ON timesheet (status, recorded_at)
;;
