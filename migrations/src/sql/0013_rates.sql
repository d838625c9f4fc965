-- What was agreed with each interpreter, kept with its history, and what a booking was promised by it.

-- An agreement holds from its first day until the next one begins: with one begin a day (rate_agreement's unique key) no
-- two can hold on one day. Which schedules it follows, and who recorded it.
ALTER TABLE rate_agreement ADD COLUMN series TEXT NOT NULL DEFAULT 'stuttgart'
;;
ALTER TABLE rate_agreement ADD COLUMN
    recorded_by UUID REFERENCES account (id)
;;
-- The group that was promised with the booking; empty until somebody says yes.
ALTER TABLE assignment ADD COLUMN rate_group TEXT CHECK (rate_group IN ('full_time', 'part_time'))
;;
-- Whose schedule an expected fee was computed with.
ALTER TABLE offer ADD COLUMN schedule_id TEXT NOT NULL DEFAULT ''
;;
UPDATE offer SET schedule_id = (SELECT a.schedule_id FROM assignment a WHERE a.id = offer.assignment_id)
;;
-- postgres
CREATE TRIGGER rate_agreement_never_changes BEFORE UPDATE ON rate_agreement FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
-- sqlite
CREATE TRIGGER rate_agreement_never_changes_update BEFORE UPDATE ON rate_agreement BEGIN SELECT RAISE(ABORT, 'rate_agreement_never_changes'); END
;;
