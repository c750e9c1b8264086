ALTER TABLE matter_report DROP COLUMN grade;
CREATE TABLE matter (
    bureau TEXT NOT NULL,
    subject TEXT NOT NULL,
    grade TEXT NOT NULL,
    since BIGINT NOT NULL,
    until TEXT,
    PRIMARY KEY (bureau, subject, grade)
);
INSERT INTO matter (bureau, subject, grade, since, until)
    SELECT bureau, subject, grade, MIN(at), MAX(closed) FROM matter_shown WHERE subject <> '-'
    GROUP BY bureau, subject, grade;
DROP TABLE matter_shown;
