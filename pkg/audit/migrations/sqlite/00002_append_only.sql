-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER audit_event_kept BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_event_stays BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit events are never removed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_link_kept BEFORE UPDATE ON audit_link BEGIN SELECT RAISE(ABORT, 'audit links are never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_link_stays BEFORE DELETE ON audit_link BEGIN SELECT RAISE(ABORT, 'audit links are never removed'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER audit_event_kept;
DROP TRIGGER audit_event_stays;
DROP TRIGGER audit_link_kept;
DROP TRIGGER audit_link_stays;
