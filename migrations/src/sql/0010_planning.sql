-- The city's own plans: a span of days shared among the pool, as it was proposed, and what was sent of it.

CREATE TABLE city_plan (
    id UUID PRIMARY KEY,
    from_day DAY NOT NULL,
    -- The last day still counts.
    to_day DAY NOT NULL,
    -- Who can't come after all: what this person accepted is planned anew.
    instead_of UUID REFERENCES interpreter (id),
    -- The longest it may be worked on.
    seconds INTEGER NOT NULL CHECK (seconds BETWEEN 1 AND 120),
    status TEXT NOT NULL CHECK (status IN ('waiting', 'running', 'made', 'failed')),
    failure TEXT CHECK (failure IN ('interrupted', 'stopped', 'broken')),
    -- How often it was begun: whoever was begun before the last writes nothing any more.
    attempt INTEGER NOT NULL DEFAULT 0,
    asked_by UUID NOT NULL REFERENCES account (id),
    asked_at INSTANT NOT NULL,
    stop_asked_at INSTANT,
    -- The last sign of life of a running one.
    beat_at INSTANT,
    made_at INSTANT,
    points BIGINT,
    bound BIGINT,
    -- Points of sessions that nobody at all can take: no plan can be better by them.
    hopeless BIGINT NOT NULL DEFAULT 0,
    elapsed_ms BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT city_plan_days CHECK (from_day <= to_day),
    CONSTRAINT city_plan_made CHECK ((status = 'made') = (made_at IS NOT NULL)),
    CONSTRAINT city_plan_failure CHECK ((status = 'failed') = (failure IS NOT NULL))
)
;;
CREATE INDEX city_plan_asked ON city_plan (asked_at)
;;
CREATE INDEX city_plan_alive ON city_plan (status, beat_at)
;;
-- Two plans of the same days are never worked on at once.
-- postgres
CREATE EXTENSION IF NOT EXISTS btree_gist
;;
ALTER TABLE city_plan ADD CONSTRAINT city_plan_one_at_a_time
    EXCLUDE USING gist (daterange(from_day, to_day, '[]') WITH &&) WHERE (status IN ('waiting', 'running'))
;;
-- sqlite
CREATE TRIGGER city_plan_one_at_a_time_insert BEFORE INSERT ON city_plan
    WHEN NEW.status IN ('waiting', 'running') BEGIN
    SELECT RAISE(ABORT, 'city_plan_one_at_a_time') WHERE EXISTS (SELECT 1 FROM city_plan p
        WHERE p.id <> NEW.id AND p.status IN ('waiting', 'running')
        AND p.from_day <= NEW.to_day AND p.to_day >= NEW.from_day);
END
;;
CREATE TRIGGER city_plan_one_at_a_time_update BEFORE UPDATE OF from_day, to_day, status ON city_plan
    WHEN NEW.status IN ('waiting', 'running') BEGIN
    SELECT RAISE(ABORT, 'city_plan_one_at_a_time') WHERE EXISTS (SELECT 1 FROM city_plan p
        WHERE p.id <> NEW.id AND p.status IN ('waiting', 'running')
        AND p.from_day <= NEW.to_day AND p.to_day >= NEW.from_day);
END
;;
-- both
-- One session of a plan. It names nobody but interpreters; whose file it is stands nowhere.
CREATE TABLE city_plan_entry (
    plan_id UUID NOT NULL REFERENCES city_plan (id) ON DELETE CASCADE,
    assignment_id UUID NOT NULL REFERENCES assignment (id) ON DELETE CASCADE,
    starts_at INSTANT NOT NULL,
    ends_at INSTANT NOT NULL,
    -- accepted: stays as it is; asked: has an open offer and keeps it; proposed: to be asked; open: nobody.
    outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'asked', 'proposed', 'open')),
    interpreter_id UUID REFERENCES interpreter (id),
    -- Who had accepted it and can't come.
    held_by UUID REFERENCES interpreter (id),
    -- What is expected to be paid to the interpreter, and by the office.
    net BIGINT NOT NULL,
    gross BIGINT NOT NULL,
    -- Reasons, points and what was before, as JSON.
    facts TEXT NOT NULL,
    sending TEXT CHECK (sending IN ('waiting', 'sent', 'refused')),
    -- Why it was refused, as a message key with its arguments.
    refused TEXT,
    PRIMARY KEY (plan_id, assignment_id),
    CONSTRAINT city_plan_entry_somebody CHECK ((outcome = 'open') = (interpreter_id IS NULL))
)
;;
CREATE INDEX city_plan_entry_assignment ON city_plan_entry (assignment_id)
;;
CREATE INDEX city_plan_entry_interpreter ON city_plan_entry (interpreter_id)
;;
