-- +goose Up
-- Who is to be placed at one site. JSON: ids of people, by whom and when.
ALTER TABLE assignment_plan ADD COLUMN together text NOT NULL DEFAULT '[]';

-- +goose Down
ALTER TABLE assignment_plan DROP COLUMN together;
