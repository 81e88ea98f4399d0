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

// Ledger keeps the accounts of the grants. Lines are only added.
type Ledger struct {
	db    *sqldb.DB
	audit *audit.Recorder
}

// NewLedger keeps accounts in records that Open has brought up to date.
func NewLedger(db *sqldb.DB, recorder *audit.Recorder) *Ledger { return &Ledger{db, recorder} }

// AccountKey says which account: a month of a term.
type AccountKey struct {
	Traineeship, Term string
	Month             ledger.Month
}

type lineRow struct {
	bun.BaseModel `bun:"table:grant_line"`

	ID          string    `bun:"id,pk"`
	Traineeship string    `bun:"traineeship"`
	Term        string    `bun:"term"`
	Month       string    `bun:"month"`
	Number      int       `bun:"number"`
	Kind        string    `bun:"kind"`
	By          string    `bun:"by_subject"`
	Role        string    `bun:"role"`
	At          time.Time `bun:"at"`
	Minutes     int       `bun:"minutes"`
	Planned     int       `bun:"planned"`
	Suspended   int       `bun:"suspended"`
	Thirtieths  int       `bun:"thirtieths"`
	BaseCents   int64     `bun:"base_cents"`
	Decision    string    `bun:"decision"`
	DueCents    int64     `bun:"due_cents"`
	Cents       int64     `bun:"cents"`
	Rule        string    `bun:"rule"`
	Version     string    `bun:"version"`
	Reason      string    `bun:"reason"`
}

// Head is where an account stands.
type Head struct {
	bun.BaseModel `bun:"table:grant_month,alias:g"`

	Term          string    `bun:"term,pk"`
	Month         string    `bun:"month,pk"`
	Traineeship   string    `bun:"traineeship"`
	State         string    `bun:"state"`
	Lines         int       `bun:"lines"`
	Minutes       int       `bun:"minutes"`
	Planned       int       `bun:"planned"`
	BaseCents     int64     `bun:"base_cents"`
	DueCents      int64     `bun:"due_cents"`
	ApprovedCents int64     `bun:"approved_cents"`
	ExportedCents int64     `bun:"exported_cents"`
	Since         time.Time `bun:"since"`
}

// Account reads an account whole; one in which nothing was entered is empty.
func (s *Ledger) Account(ctx context.Context, k AccountKey) (*ledger.Account, error) {
	return readAccount(ctx, s.db.DB, k)
}

func readAccount(ctx context.Context, db bun.IDB, k AccountKey) (*ledger.Account, error) {
	var rows []lineRow
	if err := db.NewSelect().Model(&rows).Where("term = ?", k.Term).Where("month = ?", k.Month.String()).OrderExpr("number").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read an account: %w", err)
	}
	a := &ledger.Account{}
	for _, r := range rows {
		a.Lines = append(a.Lines, ledger.Line{
			ID: r.ID, Number: r.Number, Kind: ledger.Kind(r.Kind), By: r.By, Role: r.Role, At: r.At.UTC(), Minutes: r.Minutes, Planned: r.Planned,
			Suspended: r.Suspended, Thirtieths: r.Thirtieths, BaseCents: r.BaseCents, Decision: r.Decision, DueCents: r.DueCents, Cents: r.Cents,
			Rule: r.Rule, Version: r.Version, Reason: r.Reason,
		})
	}
	return a, nil
}

// Add reads an account, lets fn add lines, and writes those, in one transaction. Lines is how many the caller saw, -1 for
// whatever there is: another number is a Conflict, as is somebody else's line at the same time.
func (s *Ledger) Add(ctx context.Context, k AccountKey, lines int, entry audit.Entry, fn func(a *ledger.Account) error) (*ledger.Account, error) {
	var out *ledger.Account
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		a, err := readAccount(ctx, tx, k)
		if err != nil {
			return err
		}
		had := len(a.Lines)
		if lines >= 0 && lines != had {
			return ledgerChanged()
		}
		if err := fn(a); err != nil {
			return err
		}
		out = a
		if len(a.Lines) == had {
			return nil
		}
		if err := writeLines(ctx, tx, k, a, had); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, entry)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func writeLines(ctx context.Context, tx bun.Tx, k AccountKey, a *ledger.Account, had int) error {
	for _, l := range a.Lines[had:] { // one after the other: each is held against those before it
		row := lineRow{
			ID: l.ID, Traineeship: k.Traineeship, Term: k.Term, Month: k.Month.String(), Number: l.Number, Kind: string(l.Kind), By: l.By, Role: l.Role,
			At: l.At.UTC(), Minutes: l.Minutes, Planned: l.Planned, Suspended: l.Suspended, Thirtieths: l.Thirtieths, BaseCents: l.BaseCents,
			Decision: l.Decision, DueCents: l.DueCents, Cents: l.Cents, Rule: l.Rule, Version: l.Version, Reason: l.Reason,
		}
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			if sqldb.IsUnique(err) {
				return ledgerChanged()
			}
			return fmt.Errorf("write a line: %w", err)
		}
	}
	head := Head{
		Term: k.Term, Month: k.Month.String(), Traineeship: k.Traineeship, State: string(a.State()), Lines: len(a.Lines), DueCents: a.Due(),
		ApprovedCents: a.Approved(), Since: a.Lines[len(a.Lines)-1].At.UTC(),
	}
	if l := a.Entered(); l != nil {
		head.Minutes, head.Planned, head.BaseCents = l.Minutes, l.Planned, l.BaseCents
	}
	q := tx.NewInsert().Model(&head).On("CONFLICT (term, month) DO UPDATE")
	for _, c := range []string{"state", "lines", "minutes", "planned", "base_cents", "due_cents", "approved_cents", "since"} {
		q = q.Set("? = EXCLUDED.?", bun.Ident(c), bun.Ident(c))
	}
	if _, err := q.Exec(ctx); err != nil {
		return fmt.Errorf("write where an account stands: %w", err)
	}
	return nil
}

func ledgerChanged() error {
	return fault.New(fault.Conflict, "Somebody else changed this entry in the meantime.")
}

// Saw records a reading in the audit.
func (s *Ledger) Saw(ctx context.Context, entries ...audit.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	return s.audit.Seen(ctx, entries...)
}
