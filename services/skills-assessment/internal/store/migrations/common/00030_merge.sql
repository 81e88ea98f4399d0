-- +goose Up
-- Files that are one person's, as intake says: what the profile of the one that stays took over is sealed, so that it
-- can be taken out again.
CREATE TABLE profile_merge (
    merge    text PRIMARY KEY,
    kept     text NOT NULL,
    other    text NOT NULL,
    standing boolean NOT NULL,
    revision bigint NOT NULL,
    taken    text NOT NULL, -- sealed
    at       timestamptz NOT NULL
);
CREATE INDEX profile_merge_kept ON profile_merge (kept, at);

-- +goose Down
DROP TABLE profile_merge;
