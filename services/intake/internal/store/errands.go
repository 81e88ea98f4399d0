package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// ErrandState is how far another service has followed a merge.
type ErrandState string

// The states of an errand.
const (
	ErrandWaits   ErrandState = "waits"   // not told yet, or without an answer
	ErrandDone    ErrandState = "done"    // the service has followed
	ErrandRefused ErrandState = "refused" // something there stands in the way; it is asked again by and by
)

// Errand is what one service is to be told of one merge.
type Errand struct {
	Merge, Place        string
	Kept, Other         string
	KeptTeam, OtherTeam string
	Standing            bool // false: the merge was undone
	Revision            int64
	State               ErrandState
	Attempts            int
}

type errandRow struct {
	bun.BaseModel `bun:"table:merge_errand"`

	Merge    string    `bun:"merge,pk"`
	Place    string    `bun:"place,pk"`
	Standing bool      `bun:"standing"`
	Revision int64     `bun:"revision"`
	State    string    `bun:"state"`
	Attempts int       `bun:"attempts"`
	NextAt   time.Time `bun:"next_at"`
}

// Places are the services that keep records of people beside this one, by their names in the suite.
func Places() []string { return []string{"assessment", "matching"} }

func addErrands(ctx context.Context, tx bun.Tx, merge string, at time.Time) error {
	var rows []errandRow
	for _, place := range Places() {
		rows = append(rows, errandRow{Merge: merge, Place: place, Standing: true, Revision: 1, State: string(ErrandWaits), NextAt: at.UTC()})
	}
	if _, err := tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
		return fmt.Errorf("note whom to tell of a merge: %w", err)
	}
	return nil
}

// turnErrands lets the services that heard of a merge, or will, hear that it was undone.
func turnErrands(ctx context.Context, tx bun.Tx, merge string, at time.Time) error {
	_, err := tx.NewUpdate().Model((*errandRow)(nil)).Set("standing = ?", false).Set("revision = revision + 1").Set("state = ?", string(ErrandWaits)).
		Set("attempts = 0").Set("next_at = ?", at.UTC()).Where("merge = ?", merge).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note whom to tell that a merge was undone: %w", err)
	}
	return nil
}

// errands selects errands with the two files' teams, the oldest merge first: a service hears of merges in their order.
func (s *Store) errands(ctx context.Context, narrow func(*bun.SelectQuery) *bun.SelectQuery) ([]Errand, error) {
	var rows []struct {
		Merge     string `bun:"merge"`
		Place     string `bun:"place"`
		Standing  bool   `bun:"standing"`
		Revision  int64  `bun:"revision"`
		State     string `bun:"state"`
		Attempts  int    `bun:"attempts"`
		Kept      string `bun:"kept"`
		Other     string `bun:"other"`
		KeptTeam  string `bun:"kept_team"`
		OtherTeam string `bun:"other_team"`
	}
	q := s.db.NewSelect().TableExpr("merge_errand AS e").Join("JOIN merge AS m ON m.id = e.merge").
		Join("JOIN person AS k ON k.id = m.kept").Join("JOIN person AS o ON o.id = m.other").
		ColumnExpr("e.merge, e.place, e.standing, e.revision, e.state, e.attempts, m.kept, m.other, k.team AS kept_team, o.team AS other_team").
		OrderExpr("m.at, m.id, e.place")
	if err := narrow(q).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read whom to tell of merges: %w", err)
	}
	list := make([]Errand, 0, len(rows))
	for _, r := range rows {
		list = append(list, Errand{r.Merge, r.Place, r.Kept, r.Other, r.KeptTeam, r.OtherTeam, r.Standing, r.Revision, ErrandState(r.State), r.Attempts})
	}
	return list, nil
}

// ErrandsDue returns the errands to be run now.
func (s *Store) ErrandsDue(ctx context.Context, now time.Time, limit int) ([]Errand, error) {
	return s.errands(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("e.state <> ?", string(ErrandDone)).Where("e.next_at <= ?", now.UTC()).Limit(int64(limit))
	})
}

// ErrandsOf returns the errands of some merges.
func (s *Store) ErrandsOf(ctx context.Context, merges ...string) ([]Errand, error) {
	if len(merges) == 0 {
		return nil, nil
	}
	return s.errands(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("e.merge IN (?)", bun.List(merges)) })
}

// Moving reports whether something of a merge of one of these files is still on its way.
func (s *Store) Moving(ctx context.Context, people ...string) (bool, error) {
	found, err := s.errands(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("e.state <> ?", string(ErrandDone)).Where("(m.kept IN (?) OR m.other IN (?))", bun.List(people), bun.List(people)).Limit(1)
	})
	return len(found) > 0, err
}

// Ran records what came of an errand, unless the merge was undone meanwhile.
func (s *Store) Ran(ctx context.Context, e Errand, state ErrandState, next time.Time) error {
	_, err := s.db.NewUpdate().Model((*errandRow)(nil)).Set("state = ?", string(state)).Set("attempts = attempts + 1").Set("next_at = ?", next.UTC()).
		Where("merge = ?", e.Merge).Where("place = ?", e.Place).Where("revision = ?", e.Revision).Exec(ctx)
	if err != nil {
		return fmt.Errorf("record who was told of a merge: %w", err)
	}
	return nil
}

// Refused counts the merges into files of a team, of every team with "", that another service refuses to follow, and
// names the file of the oldest.
func (s *Store) Refused(ctx context.Context, team string) (count int, first string, err error) {
	found, err := s.errands(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("e.state = ?", string(ErrandRefused)).Limit(100)
		if team != "" {
			q = q.Where("k.team = ?", team)
		}
		return q
	})
	if err != nil || len(found) == 0 {
		return 0, "", err
	}
	return len(found), found[0].Kept, nil
}
