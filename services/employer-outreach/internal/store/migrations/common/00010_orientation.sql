-- +goose Up
-- What the orientation desk searches by, taken from an opening's terms when they are written. searched is false
-- for openings from before: they are read again once, at the start.
ALTER TABLE opening ADD COLUMN kind text NOT NULL DEFAULT '';
ALTER TABLE opening ADD COLUMN isco text NOT NULL DEFAULT '';
ALTER TABLE opening ADD COLUMN words text NOT NULL DEFAULT '';
ALTER TABLE opening ADD COLUMN searched boolean NOT NULL DEFAULT false;
CREATE INDEX opening_searched ON opening (searched, id);

CREATE TABLE opening_skill (
    opening_id text NOT NULL REFERENCES opening (id) ON DELETE CASCADE,
    skill      text NOT NULL,
    need       text NOT NULL, -- start, useful, learned
    PRIMARY KEY (opening_id, skill, need)
);
CREATE INDEX opening_skill_skill ON opening_skill (skill, need);

CREATE TABLE opening_language (
    opening_id text NOT NULL REFERENCES opening (id) ON DELETE CASCADE,
    language   text NOT NULL,
    level      text NOT NULL,
    PRIMARY KEY (opening_id, language)
);

-- +goose Down
DROP TABLE opening_language;
DROP TABLE opening_skill;
DROP INDEX opening_searched;
ALTER TABLE opening DROP COLUMN searched;
ALTER TABLE opening DROP COLUMN words;
ALTER TABLE opening DROP COLUMN isco;
ALTER TABLE opening DROP COLUMN kind;
