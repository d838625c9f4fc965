-- How interpreters want to be asked, and the version of what the city decides about bookings.

ALTER TABLE setting ADD COLUMN version INTEGER NOT NULL DEFAULT 1
;;
-- How a new offer reaches them: a mail each, one mail a day, or the board alone.
ALTER TABLE interpreter ADD COLUMN offers_by TEXT NOT NULL DEFAULT 'mail' CHECK (offers_by IN ('mail', 'digest', 'board'))
;;
-- Nothing is offered before this day.
ALTER TABLE interpreter ADD COLUMN
    paused_until DAY
;;
-- What an interpreter does not want to be asked for; theirs alone, unlike `exclusion`.
CREATE TABLE interpreter_declined_office (
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    office_id UUID NOT NULL REFERENCES office (id),
    PRIMARY KEY (interpreter_id, office_id)
)
;;
CREATE TABLE interpreter_declined_topic (
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    profile_id UUID NOT NULL REFERENCES requirement_profile (id),
    PRIMARY KEY (interpreter_id, profile_id)
)
;;
