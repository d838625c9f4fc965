-- Offices, interpreters and what they may do; accounts and their keys.

CREATE TABLE office (
    id UUID PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('office', 'grant')),
    leitweg_id TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    district TEXT NOT NULL,
    created_at INSTANT NOT NULL
)
;;
CREATE TABLE interpreter (
    id UUID PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    gender TEXT NOT NULL CHECK (gender IN ('female', 'male', 'diverse')),
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    street TEXT NOT NULL,
    postcode TEXT NOT NULL,
    city TEXT NOT NULL,
    district TEXT NOT NULL,
    home_x INTEGER NOT NULL,
    home_y INTEGER NOT NULL,
    employment TEXT NOT NULL CHECK (employment IN ('full_time', 'part_time')),
    vat_kind TEXT NOT NULL CHECK (vat_kind IN ('small_business', 'standard', 'exempt')),
    vat_id TEXT,
    tax_number TEXT,
    iban TEXT,
    account_holder TEXT,
    delivery TEXT NOT NULL CHECK (delivery IN ('any', 'on_site', 'remote')),
    max_travel_minutes INTEGER NOT NULL CHECK (max_travel_minutes >= 0),
    weekly_cap_minutes INTEGER NOT NULL CHECK (weekly_cap_minutes >= 0),
    min_notice_hours INTEGER NOT NULL CHECK (min_notice_hours >= 0),
    quiet_from CLOCK,
    quiet_to CLOCK,
    self_billing_agreed_on DAY,
    active BOOL NOT NULL,
    invented BOOL NOT NULL,
    locale TEXT NOT NULL CHECK (locale IN ('de', 'en')),
    created_at INSTANT NOT NULL,
    version INTEGER NOT NULL
)
;;
CREATE TABLE interpreter_language (
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    language TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native')),
    PRIMARY KEY (interpreter_id, language)
)
;;
CREATE INDEX interpreter_language_language ON interpreter_language (language)
;;
CREATE TABLE credential (
    id UUID PRIMARY KEY,
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    kind TEXT NOT NULL CHECK (kind IN ('training', 'conduct', 'confidentiality', 'measles', 'sworn')),
    course_group TEXT,
    topics TEXT,
    valid_from DAY NOT NULL,
    valid_to DAY,
    created_at INSTANT NOT NULL,
    UNIQUE (interpreter_id, kind, valid_from)
)
;;
CREATE INDEX credential_interpreter ON credential (interpreter_id)
;;
CREATE TABLE availability_window (
    id UUID PRIMARY KEY,
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    from_minute INTEGER NOT NULL,
    to_minute INTEGER NOT NULL CHECK (to_minute > from_minute AND to_minute <= 1440)
)
;;
CREATE INDEX availability_window_interpreter ON availability_window (interpreter_id)
;;
CREATE TABLE absence (
    id UUID PRIMARY KEY,
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    starts_at INSTANT NOT NULL,
    ends_at INSTANT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('own', 'caldav', 'imported')),
    created_at INSTANT NOT NULL,
    CHECK (ends_at > starts_at)
)
;;
CREATE INDEX absence_interpreter ON absence (interpreter_id, starts_at)
;;
-- Either side may rule out the other; the reason is nobody's business but theirs.
CREATE TABLE exclusion (
    id UUID PRIMARY KEY,
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    office_id UUID NOT NULL REFERENCES office (id),
    created_at INSTANT NOT NULL,
    UNIQUE (interpreter_id, office_id)
)
;;
CREATE TABLE requirement_profile (
    id UUID PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    credentials TEXT NOT NULL,
    legal_duty BOOL NOT NULL,
    active BOOL NOT NULL,
    version INTEGER NOT NULL
)
;;
-- Which rate group was agreed, from when, signed when (§ 19 Abs. 2 SGB X: without it the JVEG applies on request).
CREATE TABLE rate_agreement (
    id UUID PRIMARY KEY,
    interpreter_id UUID NOT NULL REFERENCES interpreter (id),
    rate_group TEXT NOT NULL CHECK (rate_group IN ('full_time', 'part_time')),
    valid_from DAY NOT NULL,
    signed_on DAY NOT NULL,
    created_at INSTANT NOT NULL,
    UNIQUE (interpreter_id, valid_from)
)
;;
CREATE TABLE account (
    id UUID PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    locale TEXT NOT NULL CHECK (locale IN ('de', 'en')),
    status TEXT NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
    password_hash TEXT,
    -- What the second factor's secret is derived from; the secret itself is stored nowhere.
    totp_salt TEXT,
    totp_confirmed_at INSTANT,
    totp_last_step BIGINT NOT NULL,
    interpreter_id UUID UNIQUE REFERENCES interpreter (id),
    created_at INSTANT NOT NULL,
    version INTEGER NOT NULL
)
;;
CREATE TABLE account_role (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    office_id UUID REFERENCES office (id),
    valid_from DAY NOT NULL,
    valid_to DAY
)
;;
CREATE INDEX account_role_account ON account_role (account_id)
;;
CREATE TABLE login_session (
    id UUID PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES account (id),
    token_hash TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    second_factor BOOL NOT NULL,
    created_at INSTANT NOT NULL,
    last_seen_at INSTANT NOT NULL,
    expires_at INSTANT NOT NULL,
    revoked_at INSTANT
)
;;
CREATE INDEX login_session_account ON login_session (account_id)
;;
-- Failed logins in a row, by a keyed digest of the address typed: addresses without an account count alike, so that a lockout
-- tells nobody which accounts exist.
CREATE TABLE login_guard (
    id TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    locked_until INSTANT,
    updated_at INSTANT NOT NULL
)
;;
CREATE INDEX login_guard_age ON login_guard (updated_at)
;;
-- Keys are derived from the configured secret and their id; only their lives are stored.
CREATE TABLE signing_key (
    id UUID PRIMARY KEY,
    created_at INSTANT NOT NULL,
    retired_at INSTANT
)
;;
CREATE TABLE refresh_token (
    id UUID PRIMARY KEY,
    family_id UUID NOT NULL,
    account_id UUID NOT NULL REFERENCES account (id),
    issued_at INSTANT NOT NULL,
    expires_at INSTANT NOT NULL,
    used_at INSTANT,
    revoked_at INSTANT
)
;;
CREATE INDEX refresh_token_family ON refresh_token (family_id)
;;
-- Single-use tokens (invitation, reset) that were used.
CREATE TABLE spent_token (
    id UUID PRIMARY KEY,
    purpose TEXT NOT NULL,
    spent_at INSTANT NOT NULL,
    expires_at INSTANT NOT NULL
)
;;
