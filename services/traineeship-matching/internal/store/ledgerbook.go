package store

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
)

// Scope narrows what is read. Empty fields narrow nothing, but Nothing narrows to nothing.
type Scope struct {
	Team, Company, Traineeship string
	Nothing                    bool
}

// BookTerm is what the ledger looks at of a term.
type BookTerm struct {
	bun.BaseModel `bun:"table:term,alias:x"`

	Term           string      `bun:"term"`
	Number         int         `bun:"number"`
	Start          civil.Date  `bun:"start"`
	PlannedEnd     civil.Date  `bun:"planned_end"`
	ActualEnd      *civil.Date `bun:"actual_end"`
	Months         int         `bun:"months"`
	TermState      string      `bun:"term_state"`
	Decided        bool        `bun:"decided"`
	Traineeship    string      `bun:"traineeship"`
	State          string      `bun:"state"`
	Type           string      `bun:"type"`
	Person         string      `bun:"person"`
	Opening        string      `bun:"opening"`
	HoursWeek      int         `bun:"hours_week"`
	AllowanceCents int64       `bun:"allowance_cents"`
	HigherLevel    bool        `bun:"higher_level"`
	Opinion        bool        `bun:"opinion"`

	Away  []ledger.Span   `bun:"-"`
	Heads map[string]Head `bun:"-"` // by month
}

// Stay is the term as the ledger counts it.
func (b BookTerm) Stay() ledger.Stay {
	to := b.PlannedEnd
	if b.ActualEnd != nil && b.ActualEnd.Before(to) {
		to = *b.ActualEnd
	}
	return ledger.Stay{Span: ledger.Span{From: b.Start, To: to}, HoursWeek: b.HoursWeek, AllowanceCents: b.AllowanceCents, Away: b.Away}
}

// Book reads the terms that end on a day or later, with their suspensions and accounts.
func (s *Ledger) Book(ctx context.Context, scope Scope, from civil.Date) ([]BookTerm, error) {
	if scope.Nothing {
		return nil, nil
	}
	var out []BookTerm
	q := s.narrow(s.db.NewSelect().Model(&out), scope).
		ColumnExpr("x.id AS term, x.number, x.start, x.planned_end, x.actual_end, x.months, x.state AS term_state").
		ColumnExpr("EXISTS (SELECT 1 FROM term_decision d WHERE d.term = x.id AND d.revoked_at IS NULL) AS decided").
		ColumnExpr("t.id AS traineeship, t.state, t.type, t.person, t.opening, t.hours_week, t.allowance_cents, t.higher_level, t.opinion").
		Where("x.planned_end >= ?", from).OrderExpr("x.start, x.id")
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the terms of the ledger: %w", err)
	}
	var away []struct {
		Traineeship string     `bun:"traineeship"`
		From        civil.Date `bun:"from_day"`
		Until       civil.Date `bun:"until_day"`
	}
	if err := s.inBook(s.db.NewSelect().Table("suspension"), scope, from).Column("traineeship", "from_day", "until_day").Scan(ctx, &away); err != nil {
		return nil, fmt.Errorf("read the suspensions of the ledger: %w", err)
	}
	var heads []Head
	if err := s.inBook(s.db.NewSelect().Model(&heads), scope, from).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read where accounts stand: %w", err)
	}
	spans, byTerm := map[string][]ledger.Span{}, map[string]map[string]Head{}
	for _, a := range away {
		spans[a.Traineeship] = append(spans[a.Traineeship], ledger.Span{From: a.From, To: a.Until})
	}
	for _, h := range heads {
		if byTerm[h.Term] == nil {
			byTerm[h.Term] = map[string]Head{}
		}
		byTerm[h.Term][h.Month] = h
	}
	for i := range out {
		out[i].Away, out[i].Heads = spans[out[i].Traineeship], byTerm[out[i].Term]
	}
	return out, nil
}

func (s *Ledger) narrow(q *bun.SelectQuery, scope Scope) *bun.SelectQuery {
	q = q.Join("JOIN traineeship AS t ON t.id = x.traineeship")
	for _, c := range []struct{ column, value string }{{"team", scope.Team}, {"company", scope.Company}, {"id", scope.Traineeship}} {
		if c.value != "" {
			q = q.Where("t.? = ?", bun.Ident(c.column), c.value)
		}
	}
	return q
}

// inBook narrows what belongs to traineeships to those of the book.
func (s *Ledger) inBook(q *bun.SelectQuery, scope Scope, from civil.Date) *bun.SelectQuery {
	of := s.narrow(s.db.NewSelect().TableExpr("term AS x"), scope).ColumnExpr("x.traineeship").Where("x.planned_end >= ?", from)
	return q.Where("traineeship IN (?)", of)
}
