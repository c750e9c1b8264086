-- Open cases by their level, the gravest first, and cases by the day they ended: what warnings and monthly sheets read, however many
-- years of ended cases stand beside them.
CREATE INDEX casebook_open ON casebook (form, level, opened, bureau, case_no) WHERE latest AND closed IS NULL AND level IS NOT NULL;
CREATE INDEX casebook_ended ON casebook (form, closed) WHERE latest AND closed IS NOT NULL;
