-- What each ledger showed of special and major cases once its rows stood; the subject `-` if it showed none. Which matters
-- there are, since when and until when, follows from all of them, in whatever order they came.
CREATE TABLE matter_shown (
    statement TEXT NOT NULL,
    subject TEXT NOT NULL,
    grade TEXT NOT NULL,
    bureau TEXT NOT NULL,
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    closed TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (statement, subject, grade)
);
CREATE INDEX matter_shown_by_subject ON matter_shown (subject, bureau);

-- What was known before stays known, though not from which ledger.
INSERT INTO matter_shown (statement, subject, grade, bureau, form, period, closed, at)
    SELECT '-' || bureau, subject, grade, bureau, '', '1970-01-01', until, since FROM matter;
DROP TABLE matter;

ALTER TABLE matter_report ADD COLUMN grade TEXT NOT NULL DEFAULT 'special';
