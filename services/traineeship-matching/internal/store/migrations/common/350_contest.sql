-- +goose Up
-- A contest is of an entry of a shortlist, or of a run: then the entry is empty. Its answer has a verdict, and the person is
-- told of it.
ALTER TABLE shortlist_contest ADD COLUMN run text NOT NULL DEFAULT '';
ALTER TABLE shortlist_contest ADD COLUMN team text NOT NULL DEFAULT ''; -- who answers
ALTER TABLE shortlist_contest ADD COLUMN verdict text NOT NULL DEFAULT '';
ALTER TABLE shortlist_contest ADD COLUMN told_at timestamp;
UPDATE shortlist_contest SET told_at = answered_at,
    team = COALESCE((SELECT e.team FROM shortlist_entry e WHERE e.id = shortlist_contest.entry), '');
CREATE INDEX shortlist_contest_run ON shortlist_contest (run);
CREATE INDEX shortlist_contest_open ON shortlist_contest (team, at) WHERE answered_at IS NULL;

-- +goose Down
DROP INDEX shortlist_contest_open;
DROP INDEX shortlist_contest_run;
ALTER TABLE shortlist_contest DROP COLUMN told_at;
ALTER TABLE shortlist_contest DROP COLUMN verdict;
ALTER TABLE shortlist_contest DROP COLUMN team;
ALTER TABLE shortlist_contest DROP COLUMN run;
