package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
)

const contestTable = "shortlist_contest"

type contestRow struct {
	bun.BaseModel `bun:"table:shortlist_contest"`

	ID         string     `bun:"id,pk"`
	Version    int64      `bun:"version"`
	Entry      string     `bun:"entry"`
	Run        string     `bun:"run"`
	Person     string     `bun:"person"`
	Team       string     `bun:"team"`
	At         time.Time  `bun:"at"`
	Words      string     `bun:"words"`
	AnsweredAt *time.Time `bun:"answered_at"`
	AnsweredBy string     `bun:"answered_by"`
	Verdict    string     `bun:"verdict"`
	Answer     string     `bun:"answer"`
	ToldAt     *time.Time `bun:"told_at"`
}

// AddContest records what somebody objects to. The same id again is the same contest, which is returned as it stands.
func (s *Shortlists) AddContest(ctx context.Context, c shortlist.Contest) (shortlist.Contest, error) {
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		added, err := s.insertContest(ctx, tx, c)
		if err != nil || !added {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.ContestWrite, Kind: "contest", ID: c.ID, Person: c.Person})
	})
	if err != nil {
		return c, err
	}
	return s.Contest(ctx, c.ID)
}

func (s *Shortlists) insertContest(ctx context.Context, tx bun.Tx, c shortlist.Contest) (bool, error) {
	words, err := s.seal([]byte(c.Text), contestTable, c.ID, "words")
	if err != nil {
		return false, err
	}
	row := contestRow{ID: c.ID, Version: 1, Entry: c.Entry, Run: c.Run, Person: c.Person, Team: c.Team, At: c.At.UTC(), Words: words}
	res, err := tx.NewInsert().Model(&row).On("CONFLICT (id) DO NOTHING").Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("record a contest: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("record a contest: %w", err)
	}
	return n > 0, nil
}

// AnswerContest writes the answer, on the version that was read; the person is still to be told.
func (s *Shortlists) AnswerContest(ctx context.Context, c shortlist.Contest) error {
	words, err := s.seal([]byte(c.Answer), contestTable, c.ID, "answer")
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model((*contestRow)(nil)).Set("version = version + 1").Set("answer = ?", words).Set("verdict = ?", c.Verdict).
			Set("answered_at = ?", c.AnsweredAt.UTC()).Set("answered_by = ?", c.AnsweredBy).
			Where("id = ?", c.ID).Where("version = ?", c.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, "contest"); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.ShortlistWrite, Kind: "contest", ID: c.ID, Person: c.Person, Detail: "answer"})
	})
}

// SawContests records that contests were read.
func (s *Shortlists) SawContests(ctx context.Context, a identity.Action, contests ...shortlist.Contest) error {
	var seen []audit.Entry
	for _, c := range contests {
		seen = append(seen, audit.Entry{Action: a, Kind: "contest", ID: c.ID, Person: c.Person, Detail: "read"})
	}
	if len(seen) == 0 {
		return nil
	}
	return s.audit.Seen(ctx, seen...)
}

// Contest reads one contest.
func (s *Shortlists) Contest(ctx context.Context, id string) (shortlist.Contest, error) {
	var r contestRow
	if err := s.db.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx); err != nil {
		return shortlist.Contest{}, sqldb.Fault(err, "contest")
	}
	return s.contest(r)
}

// Contests reads the contests of some entries, the oldest first.
func (s *Shortlists) Contests(ctx context.Context, entries ...string) ([]shortlist.Contest, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	return s.contests(ctx, s.db.NewSelect().Where("entry IN (?)", bun.List(entries)))
}

// ContestsOfRun reads the contests of a run and of entries that were decided on it, the oldest first.
func (s *Shortlists) ContestsOfRun(ctx context.Context, run string, entries []string) ([]shortlist.Contest, error) {
	return s.contests(ctx, s.db.NewSelect().Where("run = ? OR (entry <> '' AND entry IN (?))", run, bun.List(append(entries, ""))))
}

// ContestsOfPerson reads the contests of runs of a person, the oldest first; those of entries come with the entries.
func (s *Shortlists) ContestsOfPerson(ctx context.Context, person string) ([]shortlist.Contest, error) {
	return s.contests(ctx, s.db.NewSelect().Where("person = ?", person).Where("entry = ''"))
}

// OpenContests reads the contests that a team (every team, if empty) has not answered, the oldest first.
func (s *Shortlists) OpenContests(ctx context.Context, team string) ([]shortlist.Contest, error) {
	q := s.db.NewSelect().Where("answered_at IS NULL")
	if team != "" {
		q = q.Where("team = ?", team)
	}
	return s.contests(ctx, q)
}

// UntoldContests reads contests whose person has not been told of the answer.
func (s *Shortlists) UntoldContests(ctx context.Context) ([]shortlist.Contest, error) {
	return s.contests(ctx, s.db.NewSelect().Where("answered_at IS NOT NULL").Where("told_at IS NULL"))
}

// ToldContest says that the person was told of the answer.
func (s *Shortlists) ToldContest(ctx context.Context, id string, now time.Time) error {
	if _, err := s.db.NewUpdate().Model((*contestRow)(nil)).Set("told_at = ?", now.UTC()).Where("id = ?", id).Exec(ctx); err != nil {
		return fmt.Errorf("note that a person was told of an answer: %w", err)
	}
	return nil
}

func (s *Shortlists) contests(ctx context.Context, q *bun.SelectQuery) ([]shortlist.Contest, error) {
	var rows []contestRow
	if err := q.Model(&rows).OrderExpr("at, id").Limit(MostEntries).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read contests: %w", err)
	}
	out := make([]shortlist.Contest, 0, len(rows))
	for _, r := range rows {
		c, err := s.contest(r)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func (s *Shortlists) contest(r contestRow) (shortlist.Contest, error) {
	c := shortlist.Contest{
		ID: r.ID, Version: r.Version, Entry: r.Entry, Run: r.Run, Person: r.Person, Team: r.Team, At: r.At.UTC(), AnsweredAt: r.AnsweredAt,
		AnsweredBy: r.AnsweredBy, Verdict: shortlist.Verdict(r.Verdict),
	}
	text, err := s.open(r.Words, contestTable, r.ID, "words")
	if err != nil {
		return c, err
	}
	c.Text = string(text)
	if r.Answer != "" {
		answer, err := s.open(r.Answer, contestTable, r.ID, "answer")
		if err != nil {
			return c, err
		}
		c.Answer = string(answer)
	}
	return c, nil
}
