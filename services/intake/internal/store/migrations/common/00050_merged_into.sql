-- +goose Up
-- Who reads what was done with a person asks which files became part of theirs.
CREATE INDEX person_merged_into ON person (merged_into);

-- +goose Down
DROP INDEX person_merged_into;
