-- +goose Up
-- Which records went with a file into another one, so that each can go back.
CREATE TABLE merge_moved (
    merge  text NOT NULL REFERENCES merge (id) ON DELETE CASCADE,
    tbl    text NOT NULL,
    record text NOT NULL,
    PRIMARY KEY (merge, tbl, record)
);
INSERT INTO merge_moved (merge, tbl, record)
    SELECT m.id, 'appointment', a.id FROM appointment a JOIN merge m ON m.kept = a.person AND m.other = a.merged_from WHERE m.undone_at IS NULL;
ALTER TABLE appointment DROP COLUMN merged_from;

-- What other services are still to be told of a merge: that it stands, or that it was undone.
CREATE TABLE merge_errand (
    merge    text NOT NULL REFERENCES merge (id) ON DELETE CASCADE,
    place    text NOT NULL,    -- the service
    standing boolean NOT NULL,
    revision bigint NOT NULL,  -- grows with each change of mind, so that an old answer settles nothing
    state    text NOT NULL,
    attempts integer NOT NULL,
    next_at  timestamptz NOT NULL,
    PRIMARY KEY (merge, place)
);
CREATE INDEX merge_errand_waiting ON merge_errand (state, next_at);

-- +goose Down
DROP TABLE merge_errand;
ALTER TABLE appointment ADD COLUMN merged_from text NOT NULL DEFAULT '';
DROP TABLE merge_moved;
