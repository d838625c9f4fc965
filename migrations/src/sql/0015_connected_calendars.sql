-- Calendars that interpreters connect, and when these say that they are busy: times alone, no title, no place, no people.
CREATE TABLE connected_calendar (
    id UUID PRIMARY KEY,
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    name TEXT NOT NULL,
    created_at INSTANT NOT NULL,
    -- The last good reading.
    read_at INSTANT,
    covers_to INSTANT,
    busy_count INTEGER NOT NULL DEFAULT 0,
    left_out INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((read_at IS NULL) = (covers_to IS NULL))
)
;;
CREATE INDEX connected_calendar_interpreter ON connected_calendar (interpreter_id)
;;
CREATE TABLE busy_time (
    calendar_id UUID NOT NULL REFERENCES connected_calendar (id),
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    starts_at INSTANT NOT NULL,
    ends_at INSTANT NOT NULL,
    PRIMARY KEY (calendar_id, starts_at),
    CHECK (ends_at > starts_at)
)
;;
CREATE INDEX busy_time_interpreter ON busy_time (interpreter_id, ends_at)
;;
CREATE INDEX busy_time_ends ON busy_time (ends_at)
;;
