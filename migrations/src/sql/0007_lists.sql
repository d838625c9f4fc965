-- Lists of the API that are read page by page.

-- An interpreter's own offers, newest first.
CREATE INDEX offer_told ON offer (interpreter_id, sent_at, id)
;;
-- Timesheets in one state, longest waiting first; the key decides where two were recorded in the same second.
CREATE INDEX timesheet_waiting ON timesheet (status, recorded_at, id)
