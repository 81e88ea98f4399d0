-- +goose Up
CREATE TABLE profile (
    person           text PRIMARY KEY,
    version          bigint NOT NULL,
    taxonomy_version text NOT NULL,
    updated_at       timestamptz NOT NULL,
    content          text NOT NULL -- JSON: read and written whole
);

-- +goose Down
DROP TABLE profile;
