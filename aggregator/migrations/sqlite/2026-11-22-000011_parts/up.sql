-- Content as it came, part by part; the bytes stay where they are when the last part makes them whole, so that no
-- statement waits while megabytes are written a second time. `start` counts packed bytes.
CREATE TABLE part (
    node TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    start BIGINT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (node, sha256, start)
);
INSERT INTO part (node, sha256, start, bytes) SELECT node, sha256, start, bytes FROM upload_chunk;
-- What is under way: packed bytes that have come, and when the last of them came.
CREATE TABLE upload (
    node TEXT NOT NULL REFERENCES node (name),
    sha256 TEXT NOT NULL,
    length BIGINT NOT NULL,
    touched BIGINT NOT NULL,
    PRIMARY KEY (node, sha256)
);
INSERT INTO upload (node, sha256, length, touched)
    SELECT node, sha256, SUM(length), MAX(received) FROM upload_chunk GROUP BY node, sha256;
DROP TABLE upload_chunk;
-- What is whole: whose parts it is made of, and how many packed bytes they come to.
ALTER TABLE content ADD COLUMN node TEXT NOT NULL DEFAULT '';
ALTER TABLE content ADD COLUMN length BIGINT NOT NULL DEFAULT 0;
INSERT INTO part (node, sha256, start, bytes) SELECT '', sha256, 0, packed FROM content;
UPDATE content SET length = LENGTH(packed);
ALTER TABLE content DROP COLUMN packed;
