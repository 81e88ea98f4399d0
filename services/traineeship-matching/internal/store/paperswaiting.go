package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Unsigned narrows whose unsigned papers are counted; empty fields narrow nothing.
type Unsigned struct{ Team, Company, Person string }

// Waiting counts the newest versions that a party has not signed, and says when the first was made.
func (s *Papers) Waiting(ctx context.Context, of Unsigned, p traineeship.Party) (n int, since civil.Date, err error) {
	all, err := s.Unsigned(ctx, of, p, mostWaiting)
	if err == nil && len(all) > 0 {
		since = civil.DateOf(all[0].MadeAt)
	}
	return len(all), since, err
}

// Unsigned lists the newest versions that a party has not signed, the oldest first, without what they say.
func (s *Papers) Unsigned(ctx context.Context, of Unsigned, p traineeship.Party, most int) ([]papers.Version, error) {
	var kinds []string
	for _, k := range papers.SignedBy(p) {
		kinds = append(kinds, string(k))
	}
	if len(kinds) == 0 {
		return nil, nil
	}
	var rows []paperRow
	q := s.db.NewSelect().Model(&rows).Column("v.id", "v.traineeship", "v.kind", "v.made_at").Join("JOIN traineeship AS t ON t.id = v.traineeship").
		Where("v.kind IN (?)", bun.List(kinds)).
		Where("NOT EXISTS (SELECT 1 FROM paper_version w WHERE w.traineeship = v.traineeship AND w.kind = v.kind AND w.about = v.about AND w.number > v.number)").
		Where("NOT EXISTS (SELECT 1 FROM paper_signature s WHERE s.version = v.id AND s.party = ?)", string(p))
	if err := narrowTo(q, of).OrderExpr("v.made_at, v.id").Limit(int64(most)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("look for unsigned papers: %w", err)
	}
	out := make([]papers.Version, 0, len(rows))
	for _, r := range rows {
		out = append(out, papers.Version{ID: r.ID, Traineeship: r.Traineeship, Kind: papers.Kind(r.Kind), MadeAt: r.MadeAt.UTC(), Newest: true})
	}
	return out, nil
}

// mostWaiting bounds how many unsigned papers are counted.
const mostWaiting = 500

// Unmade lists the papers that are due and nobody has made: the addendum of a renewal in force, and the attestation after
// the end. MadeAt is since when it is due.
func (s *Papers) Unmade(ctx context.Context, of Unsigned, most int) ([]papers.Version, error) {
	var rows []struct {
		Traineeship string    `bun:"traineeship"`
		Since       time.Time `bun:"since"`
	}
	q := s.db.NewSelect().TableExpr("term_decision AS d").ColumnExpr("d.traineeship, d.at AS since").
		Join("JOIN traineeship AS t ON t.id = d.traineeship").
		Where("d.outcome = ?", string(traineeship.Renew)).Where("d.revoked_at IS NULL").Where("t.state IN ('running', 'suspended')").
		Where("NOT EXISTS (SELECT 1 FROM paper_version v WHERE v.traineeship = d.traineeship AND v.about = d.id)")
	if err := narrowTo(q, of).OrderExpr("d.at, d.id").Limit(int64(most)).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("look for renewals without an addendum: %w", err)
	}
	var out []papers.Version
	for _, r := range rows {
		out = append(out, papers.Version{Traineeship: r.Traineeship, Kind: papers.Addendum, MadeAt: r.Since.UTC()})
	}
	var ended []struct {
		ID      string     `bun:"id"`
		EndedOn civil.Date `bun:"ended_on"`
	}
	q = s.db.NewSelect().TableExpr("traineeship AS t").Column("t.id", "t.ended_on").Where("t.state = 'ended'").
		Where("NOT EXISTS (SELECT 1 FROM paper_version v WHERE v.traineeship = t.id AND v.kind = ?)", string(papers.Attestation))
	if err := narrowTo(q, of).OrderExpr("t.ended_on, t.id").Limit(int64(most)).Scan(ctx, &ended); err != nil {
		return nil, fmt.Errorf("look for ends without an attestation: %w", err)
	}
	for _, r := range ended {
		out = append(out, papers.Version{Traineeship: r.ID, Kind: papers.Attestation, MadeAt: r.EndedOn.In(time.UTC)})
	}
	slices.SortStableFunc(out, func(a, b papers.Version) int { return a.MadeAt.Compare(b.MadeAt) })
	return out[:min(len(out), most)], nil
}

func narrowTo(q *bun.SelectQuery, of Unsigned) *bun.SelectQuery {
	for _, c := range []struct{ column, value string }{{"team", of.Team}, {"company", of.Company}, {"person", of.Person}} {
		if c.value != "" {
			q = q.Where("t.? = ?", bun.Ident(c.column), c.value)
		}
	}
	return q
}
