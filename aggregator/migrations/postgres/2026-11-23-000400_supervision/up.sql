-- What is put to bureaus (督办、挂牌、交办): the drafts that wait for a leader, what went out, and what became of it. What went out
-- and each act on it is a leaf, whose document says all of it.
CREATE TABLE directive_draft (
    id TEXT NOT NULL PRIMARY KEY,
    bureau TEXT NOT NULL,
    body TEXT NOT NULL,
    proposed BIGINT NOT NULL,
    proposed_by TEXT NOT NULL,
    decided BIGINT,
    decided_by TEXT,
    serial TEXT,
    note TEXT NOT NULL
);
CREATE INDEX directive_draft_waiting ON directive_draft (proposed) WHERE decided IS NULL;

-- Numbers begin again each year; none is left out.
CREATE TABLE directive (
    serial TEXT NOT NULL PRIMARY KEY,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    leaf BIGINT NOT NULL,
    bureau TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES document (sha256),
    at BIGINT NOT NULL,
    proposed_by TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    UNIQUE (year, number)
);
CREATE INDEX directive_by_bureau ON directive (bureau);

CREATE TABLE directive_act (
    leaf BIGINT NOT NULL PRIMARY KEY,
    serial TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES document (sha256),
    at BIGINT NOT NULL,
    acted_by TEXT NOT NULL
);
CREATE INDEX directive_act_by_serial ON directive_act (serial);

-- The rows of form D1, once they stood: each filing has every answer so far.
CREATE TABLE directive_answer (
    statement TEXT NOT NULL,
    place BIGINT NOT NULL,
    serial TEXT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    content TEXT NOT NULL,
    measures TEXT,
    evidence TEXT,
    until TEXT,
    leader TEXT,
    responsible TEXT,
    PRIMARY KEY (statement, place)
);
CREATE INDEX directive_answer_by_serial ON directive_answer (serial);

-- The rows of form X2, once they stood, and what was answered to those handed one level up.
CREATE TABLE handover (
    statement TEXT NOT NULL,
    place BIGINT NOT NULL,
    case_no TEXT NOT NULL,
    kind TEXT NOT NULL,
    to_name TEXT NOT NULL,
    to_code TEXT,
    origin TEXT NOT NULL,
    employer TEXT NOT NULL,
    persons BIGINT,
    amount BIGINT,
    risk TEXT,
    reason TEXT NOT NULL,
    done TEXT NOT NULL,
    asks TEXT NOT NULL,
    handed TEXT NOT NULL,
    due TEXT,
    received TEXT,
    PRIMARY KEY (statement, place)
);

CREATE TABLE handover_answer (
    leaf BIGINT NOT NULL PRIMARY KEY,
    bureau TEXT NOT NULL,
    case_no TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES document (sha256),
    at BIGINT NOT NULL,
    answered_by TEXT NOT NULL
);
CREATE INDEX handover_answer_by_case ON handover_answer (bureau, case_no);
