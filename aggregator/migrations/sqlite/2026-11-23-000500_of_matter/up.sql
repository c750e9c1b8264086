-- Reports that nobody is asked for are looked for by their form, the newest first.
CREATE INDEX statement_of_matter ON statement (form, leaf) WHERE subject <> '-';
