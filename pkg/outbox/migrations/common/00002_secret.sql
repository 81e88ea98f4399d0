-- +goose Up
-- A path that opens something, sealed, until the message has left.
ALTER TABLE outbox_message ADD COLUMN secret text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE outbox_message DROP COLUMN secret;
