-- +goose Up
-- Who is on the shortlist of which opening. Ids, codes and times in the clear; all words are sealed.
CREATE TABLE shortlist_entry (
    id           text PRIMARY KEY,
    version      bigint NOT NULL,
    opening      text NOT NULL,
    person       text NOT NULL,
    company      text NOT NULL,
    team         text NOT NULL,
    state        text NOT NULL,
    since        timestamp NOT NULL,
    waits        text NOT NULL,           -- who is to act: desk, host, person; empty: nobody
    due          text NOT NULL DEFAULT '', -- the day after which the clock acts; empty: never
    notify       text NOT NULL DEFAULT '', -- what the person is still to be told
    made         timestamp NOT NULL,
    facts        text NOT NULL,           -- JSON of codes, ids and times
    words        text NOT NULL,           -- sealed: notes, the explanation, name and contact once released
    last_request text NOT NULL DEFAULT '', -- a hash: the same request again is the same act
    demo         boolean NOT NULL DEFAULT false,
    UNIQUE (opening, person)
);
CREATE INDEX shortlist_entry_person ON shortlist_entry (person);
CREATE INDEX shortlist_entry_company ON shortlist_entry (company, since);
CREATE INDEX shortlist_entry_team ON shortlist_entry (team, waits, since);
CREATE INDEX shortlist_entry_due ON shortlist_entry (due);

-- Every act, for good.
CREATE TABLE shortlist_event (
    id         text PRIMARY KEY,
    entry      text NOT NULL,
    at         timestamp NOT NULL,
    subject    text NOT NULL,
    party      text NOT NULL,
    act        text NOT NULL,
    from_state text NOT NULL,
    to_state   text NOT NULL,
    reason     text NOT NULL DEFAULT '',
    next_step  text NOT NULL DEFAULT '',
    run        text NOT NULL DEFAULT ''
);
CREATE INDEX shortlist_event_entry ON shortlist_event (entry, at);

-- Every look of an employer at somebody by name; the person reads it.
CREATE TABLE shortlist_view (
    id      text PRIMARY KEY,
    entry   text NOT NULL,
    person  text NOT NULL,
    company text NOT NULL,
    subject text NOT NULL,
    at      timestamp NOT NULL
);
CREATE INDEX shortlist_view_person ON shortlist_view (person, at);

-- What a person objects to, and the answer; both sealed.
CREATE TABLE shortlist_contest (
    id          text PRIMARY KEY,
    version     bigint NOT NULL,
    entry       text NOT NULL,
    person      text NOT NULL,
    at          timestamp NOT NULL,
    words       text NOT NULL,
    answered_at timestamp,
    answered_by text NOT NULL DEFAULT '',
    answer      text NOT NULL DEFAULT ''
);
CREATE INDEX shortlist_contest_entry ON shortlist_contest (entry);

-- +goose Down
DROP TABLE shortlist_contest;
DROP TABLE shortlist_view;
DROP TABLE shortlist_event;
DROP TABLE shortlist_entry;
