-- Rises with every commit of any process: what is derived from the store is stale when it has moved.
CREATE TABLE change (
    one BIGINT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO change (one, number) VALUES (1, 1);
