-- +goose Up
-- A version and a signature are never changed: they go only with the whole traineeship.
-- +goose StatementBegin
CREATE FUNCTION paper_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a version of a paper and a signature are never changed'; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION paper_signature_hash() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NEW.hash <> (SELECT v.hash FROM paper_version v WHERE v.id = NEW.version) THEN
        RAISE EXCEPTION 'another document was signed';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER paper_version_kept BEFORE UPDATE ON paper_version FOR EACH ROW EXECUTE FUNCTION paper_refuse();
CREATE TRIGGER paper_signature_kept BEFORE UPDATE ON paper_signature FOR EACH ROW EXECUTE FUNCTION paper_refuse();
CREATE TRIGGER paper_signature_hash BEFORE INSERT ON paper_signature FOR EACH ROW EXECUTE FUNCTION paper_signature_hash();

-- +goose Down
DROP TRIGGER paper_signature_hash ON paper_signature;
DROP TRIGGER paper_signature_kept ON paper_signature;
DROP TRIGGER paper_version_kept ON paper_version;
DROP FUNCTION paper_signature_hash;
DROP FUNCTION paper_refuse;
