-- What waits for a person may also have been made here of ledgers held: `prepared` a workbook, `nil` a nil return.
ALTER TABLE waiting ADD COLUMN subject TEXT NOT NULL DEFAULT '-';
ALTER TABLE waiting ADD COLUMN origin TEXT NOT NULL DEFAULT 'watched' CHECK (origin IN ('watched', 'prepared', 'nil'));

-- What was made last of a filing: of which ledgers (`basis`), the workbook, and the number under which it waits, if it does.
CREATE TABLE prepared (
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    subject TEXT NOT NULL,
    basis TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    number INTEGER,
    PRIMARY KEY (form, period, subject)
) STRICT;
