-- What was decided of duties: given longer, or let off. Each row is a leaf, whose document says why. `at` is in microseconds
-- UTC, as all instants are.
CREATE TABLE duty_act (
    leaf BIGINT NOT NULL PRIMARY KEY,
    bureau TEXT NOT NULL,
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES document (sha256),
    at BIGINT NOT NULL,
    decided_by TEXT NOT NULL
);
CREATE INDEX duty_act_by_duty ON duty_act (bureau, form, period, subject);

-- Cases that became special or major: since when that is known, and the day they ended.
CREATE TABLE matter (
    bureau TEXT NOT NULL,
    subject TEXT NOT NULL,
    grade TEXT NOT NULL,
    since BIGINT NOT NULL,
    until TEXT,
    PRIMARY KEY (bureau, subject, grade)
);

-- Reports of such cases that stand, and whether each says that it is the last.
CREATE TABLE matter_report (
    statement TEXT NOT NULL PRIMARY KEY REFERENCES statement (id),
    bureau TEXT NOT NULL,
    form TEXT NOT NULL,
    subject TEXT NOT NULL,
    period TEXT NOT NULL,
    last BOOLEAN NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX matter_report_by_matter ON matter_report (bureau, form, subject);

-- What is owed, from the moment its window opens: when that was noted, when it fell due, and what became of it. Each
-- instant is written once.
CREATE TABLE obligation (
    bureau TEXT NOT NULL,
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    opens BIGINT NOT NULL,
    due BIGINT NOT NULL,
    grace BIGINT NOT NULL,
    close BIGINT NOT NULL,
    appeared BIGINT NOT NULL,
    fell_due BIGINT,
    settled BIGINT,
    outcome TEXT,
    late_days BIGINT,
    PRIMARY KEY (bureau, form, period, subject)
);
-- The job asks for what is open and what has not fallen due, of some bureaus: few of the rows of a year.
CREATE INDEX obligation_open ON obligation (bureau) WHERE settled IS NULL;
CREATE INDEX obligation_to_fall_due ON obligation (bureau, due) WHERE fell_due IS NULL;
CREATE INDEX obligation_let_go ON obligation (bureau) WHERE outcome = 'missed' OR outcome = 'exempt';
CREATE INDEX obligation_by_period ON obligation (period, form);

-- Up to which instant windows were looked at, and a hash of the campaign and the bureaus they were looked at under.
CREATE TABLE obligation_day (
    one BIGINT NOT NULL PRIMARY KEY,
    until BIGINT NOT NULL,
    ground TEXT NOT NULL
);
