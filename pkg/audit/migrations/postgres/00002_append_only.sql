-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit record is never changed or removed'; END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_event_kept BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_link_kept BEFORE UPDATE OR DELETE ON audit_link FOR EACH ROW EXECUTE FUNCTION audit_refuse();

-- +goose Down
DROP TRIGGER audit_event_kept ON audit_event;
DROP TRIGGER audit_link_kept ON audit_link;
DROP FUNCTION audit_refuse();
