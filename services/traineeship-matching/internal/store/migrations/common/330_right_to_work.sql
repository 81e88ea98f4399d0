-- +goose Up
-- What is written down of a running traineeship's right to work: what is to be done, from which day, since when that is
-- known. It is drawn from intervals that name no paper and no status.
ALTER TABLE traineeship ADD COLUMN access_mark text NOT NULL DEFAULT '';
ALTER TABLE traineeship ADD COLUMN access_day date;
ALTER TABLE traineeship ADD COLUMN access_since date;
CREATE INDEX traineeship_access ON traineeship (access_day, id) WHERE access_mark <> '';

-- +goose Down
DROP INDEX traineeship_access;
ALTER TABLE traineeship DROP COLUMN access_since;
ALTER TABLE traineeship DROP COLUMN access_day;
ALTER TABLE traineeship DROP COLUMN access_mark;
