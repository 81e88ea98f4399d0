-- +goose Up
CREATE TABLE taxonomy_import (
    id            text PRIMARY KEY,
    state         text NOT NULL,
    version       text NOT NULL,
    digest        text NOT NULL, -- of names, sizes and sums of all files: the same files continue the same import
    created_at    timestamptz NOT NULL,
    started_at    timestamptz,
    finished_at   timestamptz,
    claimed_until timestamptz, -- by the process that works on it; when it has passed, another one may take over
    file          text NOT NULL DEFAULT '',
    bytes_read    bigint NOT NULL DEFAULT 0,
    bytes_total   bigint NOT NULL,
    failure       text NOT NULL DEFAULT '',
    report        text NOT NULL DEFAULT ''
);
CREATE INDEX taxonomy_import_state ON taxonomy_import (state);

CREATE TABLE import_file (
    import_id text NOT NULL REFERENCES taxonomy_import (id) ON DELETE CASCADE,
    name      text NOT NULL,
    size      bigint NOT NULL,
    sha256    text NOT NULL,
    received  bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (import_id, name)
);

-- The files' content, dropped when the import has ended. In the records, because any process of the service may
-- receive a part and any other may read the files.
CREATE TABLE import_part (
    import_id text NOT NULL REFERENCES taxonomy_import (id) ON DELETE CASCADE,
    name      text NOT NULL,
    position  bigint NOT NULL,
    size      bigint NOT NULL,
    data      bytea NOT NULL,
    PRIMARY KEY (import_id, name, position)
);

-- +goose Down
DROP TABLE import_part;
DROP TABLE import_file;
DROP TABLE taxonomy_import;
