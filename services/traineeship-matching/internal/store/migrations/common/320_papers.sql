-- +goose Up
-- A paper's version: the facts it was made from and the document as it was made, both sealed, and the document's hash.
CREATE TABLE paper_version (
    id          text PRIMARY KEY,
    traineeship text NOT NULL REFERENCES traineeship (id) ON DELETE CASCADE,
    kind        text NOT NULL,
    about       text NOT NULL DEFAULT '', -- of an addendum: its decision
    number      integer NOT NULL,
    content     text NOT NULL, -- sealed
    body        text NOT NULL, -- sealed
    hash        text NOT NULL,
    terms       text NOT NULL,
    made_at     timestamptz NOT NULL,
    made_by     text NOT NULL,
    demo        boolean NOT NULL,
    UNIQUE (traineeship, kind, about, number)
);

-- Who signed which document, once each.
CREATE TABLE paper_signature (
    id         text PRIMARY KEY,
    version    text NOT NULL REFERENCES paper_version (id) ON DELETE CASCADE,
    party      text NOT NULL,
    by_subject text NOT NULL,
    signer     text NOT NULL, -- sealed
    at         timestamptz NOT NULL,
    hash       text NOT NULL,
    link       text NOT NULL,
    UNIQUE (version, party)
);

-- A link to read and sign one version as one party; what stands in the link itself is not kept.
CREATE TABLE paper_link (
    id         text PRIMARY KEY,
    version    text NOT NULL REFERENCES paper_version (id) ON DELETE CASCADE,
    party      text NOT NULL,
    hash       text NOT NULL UNIQUE,
    made_at    timestamptz NOT NULL,
    made_by    text NOT NULL,
    sent       boolean NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    uses       integer NOT NULL DEFAULT 0,
    last_used  timestamptz
);
CREATE INDEX paper_link_version ON paper_link (version);

-- +goose Down
DROP TABLE paper_link;
DROP TABLE paper_signature;
DROP TABLE paper_version;
