-- +goose Up
CREATE INDEX person_name_token ON person_name (token text_pattern_ops);

-- +goose Down
DROP INDEX person_name_token;
