-- +goose Up
-- What is looked for among all openings, found without reading them: what is past its day, and which occupations there are.
CREATE INDEX opening_closing ON opening (state, closes_on);
CREATE INDEX opening_occupation ON opening (occupation);

-- +goose Down
DROP INDEX opening_occupation;
DROP INDEX opening_closing;
