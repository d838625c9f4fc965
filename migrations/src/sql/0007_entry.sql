-- Lists that programs read piece by piece: an interpreter's offers by when they were told, and timesheets by state.
CREATE INDEX offer_told ON offer (interpreter_id, sent_at, id)
;;
CREATE INDEX timesheet_waiting ON timesheet (status, recorded_at, id)
;;
DROP INDEX timesheet_status
;;
