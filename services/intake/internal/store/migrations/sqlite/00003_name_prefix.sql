-- +goose Up
-- LIKE 'abc%' uses an index only when that index ignores case, as LIKE does.
CREATE INDEX person_name_token ON person_name (token COLLATE NOCASE);

-- +goose Down
DROP INDEX person_name_token;
