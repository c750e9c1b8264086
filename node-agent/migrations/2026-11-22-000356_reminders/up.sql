-- What the city has reminded this bureau of, as fetched last: a JSON list.
CREATE TABLE reminder (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    fetched INTEGER NOT NULL,
    list TEXT NOT NULL
) STRICT;
