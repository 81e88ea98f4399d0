-- +goose Up
-- What was written stays; and who entered or confirmed an amount never approves it.
-- +goose StatementBegin
CREATE TRIGGER grant_line_update BEFORE UPDATE ON grant_line BEGIN SELECT RAISE(ABORT, 'the grant ledger is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER grant_line_delete BEFORE DELETE ON grant_line BEGIN SELECT RAISE(ABORT, 'the grant ledger is never removed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER grant_export_update BEFORE UPDATE ON grant_export BEGIN SELECT RAISE(ABORT, 'the grant ledger is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER grant_export_delete BEFORE DELETE ON grant_export BEGIN SELECT RAISE(ABORT, 'the grant ledger is never removed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER grant_export_row_update BEFORE UPDATE ON grant_export_row BEGIN SELECT RAISE(ABORT, 'the grant ledger is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER grant_export_row_delete BEFORE DELETE ON grant_export_row BEGIN SELECT RAISE(ABORT, 'the grant ledger is never removed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER grant_line_four_eyes BEFORE INSERT ON grant_line WHEN NEW.kind = 'approval' AND EXISTS (SELECT 1 FROM grant_line x WHERE x.term = NEW.term AND x.month = NEW.month AND x.kind IN ('attendance', 'confirmation') AND x.by_subject = NEW.by_subject)
BEGIN SELECT RAISE(ABORT, 'a second person approves'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER grant_line_update;
DROP TRIGGER grant_line_delete;
DROP TRIGGER grant_export_update;
DROP TRIGGER grant_export_delete;
DROP TRIGGER grant_export_row_update;
DROP TRIGGER grant_export_row_delete;
DROP TRIGGER grant_line_four_eyes;
