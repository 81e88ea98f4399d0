-- +goose Up
-- Searches that staff keep. The name and what is looked for are sealed: either may name somebody.
CREATE TABLE saved_search (
    id        text PRIMARY KEY,
    version   bigint NOT NULL,
    owner     text NOT NULL,
    kind      text NOT NULL,
    words     text NOT NULL,             -- sealed: name and query
    made_at   timestamptz NOT NULL,
    ran_at    timestamptz NOT NULL,
    before_at timestamptz,
    seen      text NOT NULL DEFAULT '[]', -- ids that it found when it was run last
    before    text NOT NULL DEFAULT '[]', -- ids that it found before that
    demo      boolean NOT NULL DEFAULT false
);
CREATE INDEX saved_search_of ON saved_search (owner, id);

-- +goose Down
DROP TABLE saved_search;
