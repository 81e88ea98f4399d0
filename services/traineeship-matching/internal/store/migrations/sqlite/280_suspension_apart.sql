-- +goose Up
-- Suspensions of one traineeship never overlap, and none ends before it begins.
-- +goose StatementBegin
CREATE TRIGGER suspension_apart_insert BEFORE INSERT ON suspension
WHEN NEW.until_day < NEW.from_day OR EXISTS (SELECT 1 FROM suspension s WHERE s.traineeship = NEW.traineeship AND s.id <> NEW.id
    AND s.from_day <= NEW.until_day AND s.until_day >= NEW.from_day)
BEGIN SELECT RAISE(ABORT, 'suspensions overlap'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER suspension_apart_update BEFORE UPDATE ON suspension
WHEN NEW.until_day < NEW.from_day OR EXISTS (SELECT 1 FROM suspension s WHERE s.traineeship = NEW.traineeship AND s.id <> NEW.id
    AND s.from_day <= NEW.until_day AND s.until_day >= NEW.from_day)
BEGIN SELECT RAISE(ABORT, 'suspensions overlap'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER suspension_apart_update;
DROP TRIGGER suspension_apart_insert;
