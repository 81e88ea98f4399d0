-- +goose Up
-- Files that are one person's, as intake says, and which records went with one into the other.
CREATE TABLE merge_told (
    merge    text PRIMARY KEY,
    kept     text NOT NULL,
    other    text NOT NULL,
    standing boolean NOT NULL,
    revision bigint NOT NULL
);
CREATE TABLE merge_moved (
    merge  text NOT NULL,
    tbl    text NOT NULL,
    record text NOT NULL,
    PRIMARY KEY (merge, tbl, record)
);

-- +goose Down
DROP TABLE merge_moved;
DROP TABLE merge_told;
