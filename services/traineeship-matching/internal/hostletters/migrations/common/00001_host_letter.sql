-- +goose Up
-- What an employer is still to be told about somebody on a shortlist. Ids and codes only; the words are written when it
-- is sent.
CREATE TABLE host_letter (
    id       text PRIMARY KEY, -- also the message's: the same again is the same message
    entry    text NOT NULL,
    company  text NOT NULL,
    kind     text NOT NULL,
    code     text NOT NULL,    -- how the employer calls the person; empty: it is about several
    answer   text NOT NULL,    -- the colleague to ask; empty: the service
    made_at  timestamptz NOT NULL,
    next_at  timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    sent_at  timestamptz
);
CREATE INDEX host_letter_waiting ON host_letter (next_at, id) WHERE sent_at IS NULL;
CREATE INDEX host_letter_entry ON host_letter (entry);

-- +goose Down
DROP TABLE host_letter;
