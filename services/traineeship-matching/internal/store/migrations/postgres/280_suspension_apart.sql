-- +goose Up
-- Suspensions of one traineeship never overlap, and none ends before it begins. Writers of one traineeship queue on its
-- row, so that none checks before another's suspension is there.
-- +goose StatementBegin
CREATE FUNCTION suspension_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM traineeship WHERE id = NEW.traineeship FOR UPDATE;
    IF NEW.until_day < NEW.from_day OR EXISTS (SELECT 1 FROM suspension s WHERE s.traineeship = NEW.traineeship AND s.id <> NEW.id
        AND s.from_day <= NEW.until_day AND s.until_day >= NEW.from_day) THEN
        RAISE EXCEPTION 'suspensions overlap' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER suspension_apart BEFORE INSERT OR UPDATE ON suspension FOR EACH ROW EXECUTE FUNCTION suspension_apart();

-- +goose Down
DROP TRIGGER suspension_apart ON suspension;
DROP FUNCTION suspension_apart;
