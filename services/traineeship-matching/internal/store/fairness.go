package store

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/fairness"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Fairness counts what happened to people, from the log of matches, the shortlists and the traineeships.
type Fairness struct{ db *sqldb.DB }

// NewFairness counts in records that Open and the run log have brought up to date.
func NewFairness(db *sqldb.DB) *Fairness { return &Fairness{db} }

type happened struct {
	Person string     `bun:"person"`
	Team   string     `bun:"team"`
	Times  int        `bun:"times"`
	First  civil.Date `bun:"first_day"`
}

// Happened counts, by person, what happened from one day to another, both counted, where days begin and end in a zone.
func (s *Fairness) Happened(ctx context.Context, from, to civil.Date, zone *time.Location) ([]fairness.Happening, error) {
	first, after := from.In(zone).UTC(), to.AddDays(1).In(zone).UTC()
	acts := func(a shortlist.Act) *bun.SelectQuery {
		return s.db.NewSelect().TableExpr("shortlist_event AS v").Join("JOIN shortlist_entry AS e ON e.id = v.entry").
			ColumnExpr("e.person AS person, MAX(e.team) AS team, COUNT(*) AS times").
			Where("v.act = ?", string(a)).Where("v.at >= ?", first).Where("v.at < ?", after).GroupExpr("e.person")
	}
	notYet := bun.List([]string{string(traineeship.Draft), string(traineeship.InPapers), string(traineeship.Ready)})
	queries := map[fairness.What]*bun.SelectQuery{
		fairness.Looked: s.db.NewSelect().Table("match_run").ColumnExpr("person, '' AS team, COUNT(*) AS times").
			Where("person <> ''").Where("at >= ?", first).Where("at < ?", after).GroupExpr("person"),
		fairness.Proposed:    acts(shortlist.Propose),
		fairness.Interviewed: acts(shortlist.AcceptTime),
		fairness.Started: s.db.NewSelect().Table("traineeship").ColumnExpr("person, MAX(team) AS team, COUNT(*) AS times, MIN(start) AS first_day").
			Where("start >= ?", from).Where("start <= ?", to).Where("state NOT IN (?)", notYet).GroupExpr("person"),
	}
	var out []fairness.Happening
	for what, q := range queries {
		var rows []happened
		if err := q.Scan(ctx, &rows); err != nil {
			return nil, fmt.Errorf("count what happened to people: %w", err)
		}
		for _, r := range rows {
			out = append(out, fairness.Happening{Person: r.Person, Team: r.Team, What: what, Times: r.Times, First: r.First})
		}
	}
	return out, nil
}
