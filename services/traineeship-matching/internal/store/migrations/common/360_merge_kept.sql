-- +goose Up
-- Who reads what was done with a person asks which files became part of theirs.
CREATE INDEX merge_told_kept ON merge_told (kept);

-- +goose Down
DROP INDEX merge_told_kept;
