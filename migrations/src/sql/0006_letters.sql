-- Mail that left or waits, and calendar feeds.

CREATE TABLE mail_message (
    id UUID PRIMARY KEY,
    -- What it is about: a retry, or the same event heard twice, is not a second mail.
    once_key TEXT NOT NULL UNIQUE,
    message_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    locale TEXT NOT NULL,
    account_id UUID REFERENCES account (id),
    to_address TEXT NOT NULL,
    to_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    calendar TEXT,
    calendar_method TEXT,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'sent', 'failed')),
    failure TEXT,
    created_at INSTANT NOT NULL,
    sent_at INSTANT
)
;;
CREATE INDEX mail_message_age ON mail_message (created_at)
;;
CREATE INDEX mail_message_account ON mail_message (account_id, created_at)
;;
CREATE TABLE calendar_feed (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    interpreter_id UUID REFERENCES interpreter (id),
    office_id UUID REFERENCES office (id),
    name TEXT NOT NULL,
    created_at INSTANT NOT NULL,
    last_fetched_at INSTANT,
    last_client TEXT,
    revoked_at INSTANT
)
;;
CREATE INDEX calendar_feed_account ON calendar_feed (account_id)
;;
