-- Other systems whose exports are taken over: which heading is which column of which form, as a person said it.
CREATE TABLE import_source (
    name TEXT PRIMARY KEY NOT NULL,
    form TEXT NOT NULL,
    definition TEXT NOT NULL
) STRICT;

-- The working ledger: a row a case of another system, by that system's own id. `imported` are the cells as that system said
-- them last, `typed` those a person has put in; both stay on this machine.
CREATE TABLE import_row (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    source TEXT NOT NULL REFERENCES import_source (name) ON DELETE CASCADE,
    source_id TEXT NOT NULL,
    imported TEXT NOT NULL,
    typed TEXT NOT NULL DEFAULT '{}',
    UNIQUE (source, source_id)
) STRICT;
