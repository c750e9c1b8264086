-- Instants are microseconds since 1970 UTC, days and periods are text as in signed statements, hashes are hex.
CREATE TABLE bureau (
    code TEXT NOT NULL PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    level TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent TEXT,
    counted_in TEXT,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    place INTEGER NOT NULL
);
CREATE TABLE token (
    id TEXT NOT NULL PRIMARY KEY,
    secret_sha256 TEXT NOT NULL,
    bureau TEXT NOT NULL REFERENCES bureau (code),
    approved BOOLEAN NOT NULL,
    expires BIGINT NOT NULL,
    used_by TEXT
);
CREATE TABLE node (
    name TEXT NOT NULL PRIMARY KEY,
    verify_key TEXT NOT NULL,
    bureau TEXT NOT NULL REFERENCES bureau (code),
    state TEXT NOT NULL,
    enrolled BIGINT NOT NULL,
    leaf BIGINT NOT NULL
);
CREATE TABLE leaf (
    leaf_index BIGINT NOT NULL PRIMARY KEY,
    entry TEXT NOT NULL
);
CREATE TABLE tree_hash (
    hash_index BIGINT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL
);
CREATE TABLE checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,
    note TEXT NOT NULL
);
CREATE TABLE statement (
    id TEXT NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    node TEXT NOT NULL REFERENCES node (name),
    bureau TEXT NOT NULL REFERENCES bureau (code),
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    revision INTEGER NOT NULL,
    nil BOOLEAN NOT NULL,
    purpose TEXT NOT NULL,
    content_sha256 TEXT,
    received BIGINT NOT NULL,
    leaf BIGINT NOT NULL,
    state TEXT NOT NULL,
    first_received BIGINT,
    decided BIGINT,
    decided_by TEXT,
    UNIQUE (bureau, form, period, subject, revision)
);
CREATE INDEX statement_by_period ON statement (period, state);
CREATE INDEX statement_by_content ON statement (content_sha256);
CREATE TABLE content (
    sha256 TEXT NOT NULL PRIMARY KEY,
    packed BLOB NOT NULL
);
CREATE TABLE verdict (
    statement TEXT NOT NULL PRIMARY KEY REFERENCES statement (id),
    tallies TEXT NOT NULL,
    findings TEXT NOT NULL,
    open_cases TEXT NOT NULL
);
CREATE TABLE reminder (
    id TEXT NOT NULL PRIMARY KEY,
    bureau TEXT NOT NULL REFERENCES bureau (code),
    period TEXT NOT NULL,
    sent BIGINT NOT NULL,
    sent_by TEXT NOT NULL
);
CREATE TABLE published_line (
    indicator TEXT NOT NULL,
    period TEXT NOT NULL,
    numerator BIGINT NOT NULL,
    denominator BIGINT NOT NULL,
    PRIMARY KEY (indicator, period)
);
CREATE TABLE account (
    login TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    role TEXT NOT NULL,
    bureau TEXT NOT NULL REFERENCES bureau (code),
    failures INTEGER NOT NULL,
    not_before BIGINT NOT NULL
);
CREATE TABLE session (
    id_sha256 TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL REFERENCES account (login),
    form_token TEXT NOT NULL,
    started BIGINT NOT NULL,
    seen BIGINT NOT NULL
);
