-- +goose Up
-- What was written stays; and who entered or confirmed an amount never approves it.
-- +goose StatementBegin
CREATE FUNCTION grant_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the grant ledger is never changed or removed'; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION grant_ledger_four_eyes() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.kind = 'approval' AND EXISTS (SELECT 1 FROM grant_line x WHERE x.term = NEW.term AND x.month = NEW.month AND x.kind IN ('attendance', 'confirmation') AND x.by_subject = NEW.by_subject) THEN
        RAISE EXCEPTION 'a second person approves';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER grant_line_kept BEFORE UPDATE OR DELETE ON grant_line FOR EACH ROW EXECUTE FUNCTION grant_ledger_refuse();
CREATE TRIGGER grant_export_kept BEFORE UPDATE OR DELETE ON grant_export FOR EACH ROW EXECUTE FUNCTION grant_ledger_refuse();
CREATE TRIGGER grant_export_row_kept BEFORE UPDATE OR DELETE ON grant_export_row FOR EACH ROW EXECUTE FUNCTION grant_ledger_refuse();
CREATE TRIGGER grant_line_four_eyes BEFORE INSERT ON grant_line FOR EACH ROW EXECUTE FUNCTION grant_ledger_four_eyes();

-- +goose Down
DROP TRIGGER grant_line_four_eyes ON grant_line;
DROP TRIGGER grant_line_kept ON grant_line;
DROP TRIGGER grant_export_kept ON grant_export;
DROP TRIGGER grant_export_row_kept ON grant_export_row;
DROP FUNCTION grant_ledger_four_eyes;
DROP FUNCTION grant_ledger_refuse;
