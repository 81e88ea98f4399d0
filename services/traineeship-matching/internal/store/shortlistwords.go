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

// View is one look of an employer at somebody by name.
type View struct {
	bun.BaseModel `bun:"table:shortlist_view"`

	ID      string    `bun:"id,pk"`
	Entry   string    `bun:"entry"`
	Person  string    `bun:"person"`
	Company string    `bun:"company"`
	Subject string    `bun:"subject"`
	At      time.Time `bun:"at"`
}

// Viewed records a look, in the audit too. What is shown is shown only once this has returned.
func (s *Shortlists) Viewed(ctx context.Context, v View) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(&v).Exec(ctx); err != nil {
			return fmt.Errorf("record a look at a person: %w", err)
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.ShortlistHost, Kind: "shortlist", ID: v.Entry, Person: v.Person, Detail: "seen by name"})
	})
}

// Views reads the looks at a person, the newest first.
func (s *Shortlists) Views(ctx context.Context, person string) ([]View, error) {
	var rows []View
	if err := s.db.NewSelect().Model(&rows).Where("person = ?", person).OrderExpr("at DESC, id").Limit(MostEntries).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the looks at a person: %w", err)
	}
	return rows, nil
}

const contestTable = "shortlist_contest"

type contestRow struct {
	bun.BaseModel `bun:"table:shortlist_contest"`

	ID         string     `bun:"id,pk"`
	Version    int64      `bun:"version"`
	Entry      string     `bun:"entry"`
	Person     string     `bun:"person"`
	At         time.Time  `bun:"at"`
	Words      string     `bun:"words"`
	AnsweredAt *time.Time `bun:"answered_at"`
	AnsweredBy string     `bun:"answered_by"`
	Answer     string     `bun:"answer"`
}

// AddContest records what somebody objects to. The same id again is the same contest.
func (s *Shortlists) AddContest(ctx context.Context, c shortlist.Contest) error {
	words, err := s.seal([]byte(c.Text), contestTable, c.ID, "words")
	if err != nil {
		return err
	}
	row := contestRow{ID: c.ID, Version: 1, Entry: c.Entry, Person: c.Person, At: c.At.UTC(), Words: words}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewInsert().Model(&row).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("record a contest: %w", err)
		}
		if n, err := res.RowsAffected(); err == nil && n == 0 {
			return nil
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.ContestWrite, Kind: "contest", ID: c.ID, Person: c.Person})
	})
}

// AnswerContest writes the answer, on the version that was read.
func (s *Shortlists) AnswerContest(ctx context.Context, c shortlist.Contest) error {
	words, err := s.seal([]byte(c.Answer), contestTable, c.ID, "answer")
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewUpdate().Model((*contestRow)(nil)).Set("version = version + 1").Set("answer = ?", words).
			Set("answered_at = ?", c.AnsweredAt.UTC()).Set("answered_by = ?", c.AnsweredBy).
			Where("id = ?", c.ID).Where("version = ?", c.Version).Exec(ctx)
		if err := sqldb.Versioned(res, err, "contest"); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.ShortlistWrite, Kind: "contest", ID: c.ID, Person: c.Person, Detail: "answer"})
	})
}

// Contest reads one contest.
func (s *Shortlists) Contest(ctx context.Context, id string) (shortlist.Contest, error) {
	var r contestRow
	if err := s.db.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx); err != nil {
		return shortlist.Contest{}, sqldb.Fault(err, "contest")
	}
	return s.contest(r)
}

// Contests reads the contests of some entries, the oldest first; all is false: only those without an answer.
func (s *Shortlists) Contests(ctx context.Context, all bool, entries ...string) ([]shortlist.Contest, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	var rows []contestRow
	q := s.db.NewSelect().Model(&rows).Where("entry IN (?)", bun.List(entries)).OrderExpr("at, id").Limit(MostEntries)
	if !all {
		q = q.Where("answered_at IS NULL")
	}
	if err := q.Scan(ctx); err != nil {
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

// OpenContests reads the entries of a team (every team's, if empty) with a contest that nobody has answered.
func (s *Shortlists) OpenContests(ctx context.Context, team string) ([]shortlist.Entry, error) {
	var rows []entryRow
	q := s.db.NewSelect().Model(&rows).Where("id IN (SELECT entry FROM shortlist_contest WHERE answered_at IS NULL)").OrderExpr("since, id").Limit(MostEntries)
	if team != "" {
		q = q.Where("team = ?", team)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read entries that are contested: %w", err)
	}
	return s.entries(rows)
}

func (s *Shortlists) contest(r contestRow) (shortlist.Contest, error) {
	c := shortlist.Contest{ID: r.ID, Version: r.Version, Entry: r.Entry, Person: r.Person, At: r.At.UTC(), AnsweredAt: r.AnsweredAt, AnsweredBy: r.AnsweredBy}
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

// Load writes entries as they are, with the events and contests that come along, replacing those with the same id: for a
// demonstration.
func (s *Shortlists) Load(ctx context.Context, entries []shortlist.Entry, contests []shortlist.Contest, views []View, also func(ctx context.Context, tx bun.Tx) error) (created, updated int, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		created, updated = 0, 0
		for _, e := range entries {
			e.Version = max(e.Version, 1)
			r, err := s.row(e)
			if err != nil {
				return err
			}
			res, err := tx.NewDelete().Model((*entryRow)(nil)).Where("id = ? OR (opening = ? AND person = ?)", e.ID, e.Opening, e.Person).Exec(ctx)
			if err != nil {
				return fmt.Errorf("replace an entry: %w", err)
			}
			if n, err := res.RowsAffected(); err == nil && n > 0 {
				updated++
			} else {
				created++
			}
			if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
				return sqldb.Fault(err, "entry of a shortlist")
			}
		}
		for _, c := range contests {
			words, err := s.seal([]byte(c.Text), contestTable, c.ID, "words")
			if err != nil {
				return err
			}
			row := contestRow{ID: c.ID, Version: 1, Entry: c.Entry, Person: c.Person, At: c.At.UTC(), Words: words}
			if _, err := tx.NewInsert().Model(&row).On("CONFLICT (id) DO NOTHING").Exec(ctx); err != nil {
				return fmt.Errorf("load a contest: %w", err)
			}
		}
		for _, v := range views {
			if _, err := tx.NewInsert().Model(&v).On("CONFLICT (id) DO NOTHING").Exec(ctx); err != nil {
				return fmt.Errorf("load a look: %w", err)
			}
		}
		if err := also(ctx, tx); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Entry{Action: identity.BatchLoad, Kind: "shortlist", Detail: fmt.Sprintf("batch of %d", len(entries))})
	})
	return created, updated, err
}
