-- A checked file says what would happen, so that its page can be opened again.
ALTER TABLE import_draft ADD COLUMN
    created INTEGER NOT NULL DEFAULT 0
;;
ALTER TABLE import_draft ADD COLUMN
    changed INTEGER NOT NULL DEFAULT 0
;;
ALTER TABLE import_draft ADD COLUMN
    unchanged INTEGER NOT NULL DEFAULT 0
;;
-- Offices are edited by people, and retire: what they asked for stays.
ALTER TABLE office ADD COLUMN
    contact TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE office ADD COLUMN
    phone TEXT NOT NULL DEFAULT ''
;;
ALTER TABLE office ADD COLUMN
    retired_at INSTANT
;;
ALTER TABLE office ADD COLUMN
    version INTEGER NOT NULL DEFAULT 1
;;
