package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
)

// Export is what was handed to the paying office at one time.
type Export struct {
	bun.BaseModel `bun:"table:grant_export"`

	ID     string    `bun:"id,pk"`
	Month  string    `bun:"month"`
	Number int       `bun:"number"` // of the month, from 1
	Rows   int       `bun:"rows"`
	Cents  int64     `bun:"cents"`
	MadeAt time.Time `bun:"made_at"`
	MadeBy string    `bun:"made_by"`
}

// ExportRow is one amount of an export.
type ExportRow struct {
	bun.BaseModel `bun:"table:grant_export_row"`

	Export      string `bun:"export,pk"`
	Number      int    `bun:"number,pk"`
	Traineeship string `bun:"traineeship"`
	Reference   string `bun:"reference"`
	Term        string `bun:"term"`
	TermNumber  int    `bun:"term_number"`
	Month       string `bun:"month"`
	Kind        string `bun:"kind"`
	Cents       int64  `bun:"cents"`
	Rule        string `bun:"rule"`
	Version     string `bun:"version"`
}

// mostRows bounds one export; what is left comes with the next.
const mostRows = 5000

// Unpaid says how many amounts of a month or earlier are approved and in no export, and their sum.
func (s *Ledger) Unpaid(ctx context.Context, m ledger.Month) (rows int, cents int64, err error) {
	var out struct {
		Rows  int   `bun:"rows"`
		Cents int64 `bun:"cents"`
	}
	err = s.db.NewSelect().Model((*Head)(nil)).ColumnExpr("COUNT(*) AS rows, COALESCE(SUM(approved_cents - exported_cents), 0) AS cents").
		Where("approved_cents <> exported_cents").Where("month <= ?", m.String()).Scan(ctx, &out)
	if err != nil {
		return 0, 0, fmt.Errorf("sum up what is unpaid: %w", err)
	}
	return out.Rows, out.Cents, nil
}

// Export writes down what is approved, of a month or earlier, and in no export yet. Nothing is in two exports.
func (s *Ledger) Export(ctx context.Context, m ledger.Month, e Export, reference func(traineeship string) string, entry audit.Entry) (Export, error) {
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var heads []struct {
			Head       `bun:",extend"`
			TermNumber int    `bun:"term_number"`
			Rule       string `bun:"rule"`
			Version    string `bun:"version"`
		}
		approved := "FROM grant_line l WHERE l.term = g.term AND l.month = g.month AND l.kind = 'approval' ORDER BY l.number DESC LIMIT 1"
		err := tx.NewSelect().Model(&heads).ColumnExpr("g.*").
			ColumnExpr("COALESCE((SELECT x.number FROM term x WHERE x.id = g.term), 0) AS term_number").
			ColumnExpr("(SELECT l.rule "+approved+") AS rule").ColumnExpr("(SELECT l.version "+approved+") AS version").
			Where("g.approved_cents <> g.exported_cents").Where("g.month <= ?", m.String()).OrderExpr("g.month, g.traineeship, g.term").Limit(mostRows).Scan(ctx)
		if err != nil {
			return fmt.Errorf("read what is unpaid: %w", err)
		}
		if len(heads) == 0 {
			return fault.New(fault.Precondition, "Nothing is approved that is not exported yet.")
		}
		before, err := tx.NewSelect().Model((*Export)(nil)).Where("month = ?", m.String()).Count(ctx)
		if err != nil {
			return fmt.Errorf("count exports: %w", err)
		}
		e.Month, e.Number, e.Rows, e.Cents = m.String(), int(before)+1, len(heads), 0
		rows := make([]ExportRow, 0, len(heads))
		for i, h := range heads {
			kind := "payment"
			if h.ExportedCents != 0 || h.ApprovedCents < 0 {
				kind = "correction"
			}
			cents := h.ApprovedCents - h.ExportedCents
			e.Cents += cents
			rows = append(rows, ExportRow{
				Export: e.ID, Number: i + 1, Traineeship: h.Traineeship, Reference: reference(h.Traineeship), Term: h.Term, TermNumber: h.TermNumber,
				Month: h.Month, Kind: kind, Cents: cents, Rule: h.Rule, Version: h.Version,
			})
			res, err := tx.NewUpdate().Model((*Head)(nil)).Set("exported_cents = ?", h.ApprovedCents).Where("term = ?", h.Term).Where("month = ?", h.Month).
				Where("approved_cents = ?", h.ApprovedCents).Where("exported_cents = ?", h.ExportedCents).Exec(ctx)
			if err := sqldb.Versioned(res, err, "export"); err != nil {
				return err
			}
		}
		if _, err := tx.NewInsert().Model(&e).Exec(ctx); err != nil {
			return sqldb.Fault(err, "export")
		}
		if _, err := tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return sqldb.Fault(err, "export")
		}
		return s.audit.Record(ctx, tx, entry)
	})
	return e, err
}

// Exports lists the exports, the newest first.
func (s *Ledger) Exports(ctx context.Context, most int) ([]Export, error) {
	var out []Export
	if err := s.db.NewSelect().Model(&out).OrderExpr("made_at DESC, id DESC").Limit(int64(most)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("list exports: %w", err)
	}
	return out, nil
}

// ReadExport reads one export with its rows.
func (s *Ledger) ReadExport(ctx context.Context, id string) (Export, []ExportRow, error) {
	var e Export
	if err := s.db.NewSelect().Model(&e).Where("id = ?", id).Scan(ctx); err != nil {
		return e, nil, sqldb.Fault(err, "export")
	}
	var rows []ExportRow
	if err := s.db.NewSelect().Model(&rows).Where("export = ?", id).OrderExpr("number").Scan(ctx); err != nil {
		return e, nil, fmt.Errorf("read an export: %w", err)
	}
	return e, rows, nil
}
