-- +goose Up
-- A version and a signature are never changed: they go only with the whole traineeship.
-- +goose StatementBegin
CREATE TRIGGER paper_version_update BEFORE UPDATE ON paper_version BEGIN SELECT RAISE(ABORT, 'a version of a paper is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER paper_signature_update BEFORE UPDATE ON paper_signature BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER paper_signature_hash BEFORE INSERT ON paper_signature WHEN NEW.hash <> (SELECT v.hash FROM paper_version v WHERE v.id = NEW.version)
BEGIN SELECT RAISE(ABORT, 'another document was signed'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER paper_version_update;
DROP TRIGGER paper_signature_update;
DROP TRIGGER paper_signature_hash;
