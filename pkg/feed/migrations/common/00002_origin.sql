-- +goose Up
-- The trace of the change that moved the row last, so that who follows can continue it; it says nothing of the entity.
ALTER TABLE feed_entity ADD COLUMN origin text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE feed_entity DROP COLUMN origin;
