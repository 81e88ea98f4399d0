-- +goose Up
-- Two files found to be one person's. What the kept file held before is sealed, so that the merge can be undone.
CREATE TABLE merge (
    id        text PRIMARY KEY,
    kept      text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    other     text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    before    text NOT NULL,
    author    text NOT NULL,
    at        timestamptz NOT NULL,
    undone_at timestamptz
);
CREATE INDEX merge_kept ON merge (kept, at);

-- Pairs of files that look alike and are two people.
CREATE TABLE not_duplicate (
    first  text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    second text NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (first, second)
);

-- +goose Down
DROP TABLE not_duplicate;
DROP TABLE merge;
