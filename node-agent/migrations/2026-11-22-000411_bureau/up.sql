-- The bureau of this node as the city has entered it, fetched last: JSON.
CREATE TABLE bureau (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    entered TEXT NOT NULL
) STRICT;
