-- Up to which leaf the city's letters were fetched; a letter may be kept before its turn.
CREATE TABLE collected (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    leaf_index INTEGER NOT NULL CHECK (leaf_index >= 0)
) STRICT;
INSERT INTO collected (one, leaf_index) SELECT 1, max(leaf_index) FROM letter HAVING count(*) > 0;

-- What was given back to a city that was restored: leaves it had left, letters given, and when. No row while it is live.
CREATE TABLE given_back (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    size INTEGER NOT NULL CHECK (size >= 0),
    letters INTEGER NOT NULL CHECK (letters >= 0),
    at INTEGER NOT NULL
) STRICT;
