-- +goose Up
ALTER TABLE company ADD COLUMN tax_number text NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN name_key text NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN standing text NOT NULL DEFAULT 'confirmed';
ALTER TABLE company ADD COLUMN registered_on date;
CREATE INDEX company_tax_number ON company (tax_number);
CREATE INDEX company_name_key ON company (name_key);
CREATE INDEX company_standing ON company (standing, registered_on);

-- How many people work in the unit: the law's limit of trainees follows it.
ALTER TABLE site ADD COLUMN headcount integer;

-- What a member is called among colleagues, sealed; subjects of the identity provider say nothing to people.
ALTER TABLE membership ADD COLUMN label bytea;
ALTER TABLE membership ADD COLUMN joined_on date;
CREATE INDEX membership_company ON membership (company_id, subject);

-- A link by which a colleague joins. Only the hash of what it holds is kept.
CREATE TABLE invitation (
    hash       text PRIMARY KEY,
    company_id text NOT NULL REFERENCES company (id),
    label      bytea, -- sealed
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX invitation_company ON invitation (company_id, expires_at);

-- What a form made, by the form's own key: a double click finds it again.
CREATE TABLE form_key (
    key     text PRIMARY KEY,
    record  text NOT NULL,
    made_at timestamptz NOT NULL
);

-- +goose Down
DROP TABLE form_key;
DROP TABLE invitation;
DROP INDEX membership_company;
ALTER TABLE membership DROP COLUMN joined_on;
ALTER TABLE membership DROP COLUMN label;
ALTER TABLE site DROP COLUMN headcount;
DROP INDEX company_standing;
DROP INDEX company_name_key;
DROP INDEX company_tax_number;
ALTER TABLE company DROP COLUMN registered_on;
ALTER TABLE company DROP COLUMN standing;
ALTER TABLE company DROP COLUMN name_key;
ALTER TABLE company DROP COLUMN tax_number;
