// Package bookkeeping is what is done with the grants: attendance entered, amounts confirmed and approved, handed to the
// paying office, and looked ahead at. Each use case asks the policy whether the caller may.
package bookkeeping

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Names says how to call people and openings.
type Names interface {
	Names(ctx context.Context, w naming.Wanted) naming.Names
}

// Teams says to which team a person belongs now.
type Teams interface{ TeamOf(person string) string }

// Desk is where the ledger is kept.
type Desk struct {
	Ledger       *store.Ledger
	Traineeships *records.Store
	Rules        policy.Library
	Teams        Teams
	Names        Names
	Now          func() time.Time
	Zone         *time.Location
	NewID        func() string
}

// Today is the day in the city.
func (d *Desk) Today() civil.Date { return civil.DateOf(d.Now().In(d.Zone)) }

// LastMonth is the month before this one: the last that is over.
func (d *Desk) LastMonth() ledger.Month { return ledger.MonthOf(d.Today()).Add(-1) }

func caller(ctx context.Context) identity.Principal {
	p, _ := identity.From(ctx)
	return p
}

// Reference is how the paying office knows a traineeship: the same each time, and nobody's name.
func Reference(traineeship string) string {
	sum := sha256.Sum256([]byte("grant/" + traineeship))
	return "B-" + base32.StdEncoding.EncodeToString(sum[:10])
}

// Account is one month of a term, as it is shown.
type Account struct {
	store.BookTerm
	Portion ledger.Portion
	Head    store.Head
	State   ledger.State
	// Moved: the traineeship's dates or hours have changed since the hours were entered.
	Moved bool
}

// accounts are the months of a term that are over by a day, and those in which something was entered.
func accounts(b store.BookTerm, by civil.Date) []Account {
	var out []Account
	for m := ledger.MonthOf(b.Start); !m.First().After(by) && !m.First().After(b.Stay().To); m = m.Add(1) {
		h, entered := b.Heads[m.String()]
		p, ok := b.Stay().In(m)
		if !entered && (!ok || p.Planned == 0 || p.To.After(by) || b.TermState == string(traineeship.Planned)) {
			continue
		}
		p.Month = m
		a := Account{BookTerm: b, Portion: p, Head: h, State: ledger.Missing}
		if entered {
			a.State = ledger.State(h.State)
			a.Moved = h.Planned != p.Planned || h.BaseCents != p.BaseCents
		}
		out = append(out, a)
	}
	return out
}

// File is a traineeship's grants.
type File struct {
	*traineeship.Traineeship
	Accounts []Account
	Names    naming.Names
	Staff    bool
	Host     bool
}

// Held reports whether an account is of a renewal whose addendum is not signed: it is not approved before.
func (f *File) Held(a Account) bool { return f.Unsigned(a.Number) != nil }

// Of shows the grants of a traineeship, and the audit says so.
func (d *Desk) Of(ctx context.Context, id, language string) (File, error) {
	t, err := d.load(ctx, id, identity.GrantRead)
	if err != nil {
		return File{}, err
	}
	f := File{Traineeship: t, Staff: identity.Check(caller(ctx), identity.GrantConfirm, d.owner(t)) == nil}
	f.Host = !f.Staff && caller(ctx).Company != "" && caller(ctx).Company == t.CompanyID
	book, err := d.Ledger.Book(ctx, store.Scope{Traineeship: id}, t.Start)
	if err != nil {
		return File{}, err
	}
	for _, b := range book {
		f.Accounts = append(f.Accounts, accounts(b, d.Today())...)
	}
	if f.Staff {
		f.Names = d.Names.Names(ctx, naming.Wanted{People: []string{t.PersonID}, Language: language})
	}
	return f, d.Ledger.Saw(ctx, trace(identity.GrantRead, t, ""))
}

// Month shows one month of one term with its lines.
func (d *Desk) Month(ctx context.Context, id string, term int, m ledger.Month, language string) (File, Account, *ledger.Account, error) {
	f, err := d.Of(ctx, id, language)
	if err != nil {
		return f, Account{}, nil, err
	}
	for _, a := range f.Accounts {
		if a.Number == term && a.Portion.Month == m {
			lines, err := d.Ledger.Account(ctx, key(a))
			return f, a, lines, err
		}
	}
	return f, Account{}, nil, fault.New(fault.NotFound, "There is no such month in this traineeship, or it is not over yet.")
}

func key(a Account) store.AccountKey {
	return store.AccountKey{Traineeship: a.Traineeship, Term: a.Term, Month: a.Portion.Month}
}

// Act is something that is done to an account.
type Act struct {
	Kind    ledger.Kind
	Lines   int // how many the caller saw
	Minutes int
	Verdict ledger.Verdict
	Reason  string
}

func action(k ledger.Kind) (identity.Action, bool) {
	switch k {
	case ledger.Attendance:
		return identity.GrantEnter, true
	case ledger.Confirmation:
		return identity.GrantConfirm, true
	case ledger.Approval, ledger.Return:
		return identity.GrantApprove, true
	default:
		return "", false
	}
}

// Do adds a line to an account.
func (d *Desk) Do(ctx context.Context, id string, term int, m ledger.Month, in Act) error {
	a, ok := action(in.Kind)
	if !ok {
		var bad fault.Violations
		bad.Add("/act", "unknown", "There is no such act.")
		return bad.Err()
	}
	t, err := d.load(ctx, id, a)
	if err != nil {
		return err
	}
	f, account, _, err := d.Month(ctx, id, term, m, "it")
	if err != nil {
		return err
	}
	if f.Host && account.State != ledger.Missing && account.State != ledger.Returned && account.State != ledger.Approve && account.State != ledger.Confirm {
		return fault.New(fault.Precondition, "This month is approved: CeLav corrects it.")
	}
	if f.Held(account) && (in.Kind == ledger.Approval || in.Kind == ledger.Confirmation) {
		return fault.New(fault.Precondition, "The addendum of the renewal is not signed by all three: nothing is paid for its days before (TR-06).")
	}
	role := "counsellor"
	switch {
	case f.Host:
		role = "host"
	case caller(ctx).Has(identity.Coordinator):
		role = "coordinator"
	}
	moment := ledger.Moment{Now: records.Stamp(d.Now()), By: caller(ctx).Subject, Role: role, ID: d.NewID()}
	_, err = d.Ledger.Add(ctx, key(account), in.Lines, trace(a, t, string(in.Kind)+" "+m.String()), func(x *ledger.Account) error {
		return d.apply(x, moment, account.Portion, in)
	})
	return err
}

func (d *Desk) apply(x *ledger.Account, m ledger.Moment, p ledger.Portion, in Act) error {
	switch in.Kind {
	case ledger.Attendance:
		rules, err := d.Rules.On(p.From)
		if err != nil {
			return err
		}
		return x.Enter(m, rules, p, in.Minutes)
	case ledger.Confirmation:
		return x.Confirm(m, in.Verdict)
	case ledger.Approval:
		return x.Approve(m)
	default:
		return x.SendBack(m, in.Reason)
	}
}

// May reports whether the caller may add such a line now: what a page offers.
func (d *Desk) May(ctx context.Context, f File, a Account, lines *ledger.Account, k ledger.Kind) bool {
	act, ok := action(k)
	if !ok || identity.Check(caller(ctx), act, d.owner(f.Traineeship)) != nil {
		return false
	}
	switch k {
	case ledger.Attendance:
		return a.Portion.Planned > 0 && (!f.Host || a.State != ledger.Approved)
	case ledger.Confirmation:
		return a.State == ledger.Confirm && !f.Held(a)
	case ledger.Approval:
		return a.State == ledger.Approve && !f.Held(a) && !lines.Touched(caller(ctx).Subject)
	default:
		return a.State == ledger.Approve || a.State == ledger.Confirm
	}
}

// Own reports whether the caller entered or confirmed what waits for approval.
func (d *Desk) Own(ctx context.Context, lines *ledger.Account) bool {
	return lines.State() == ledger.Approve && lines.Touched(caller(ctx).Subject)
}

func (d *Desk) owner(t *traineeship.Traineeship) identity.Owner {
	o := identity.Owner{Team: t.Team, Company: t.CompanyID, Person: t.PersonID}
	if team := d.Teams.TeamOf(t.PersonID); team != "" {
		o.Team = team
	}
	return o
}

func (d *Desk) load(ctx context.Context, id string, a identity.Action) (*traineeship.Traineeship, error) {
	if err := identity.May(caller(ctx), a); err != nil {
		return nil, err
	}
	t, err := d.Traineeships.Read(ctx, id)
	if err != nil {
		return nil, err
	}
	return t, identity.Check(caller(ctx), a, d.owner(t))
}

func trace(a identity.Action, t *traineeship.Traineeship, detail string) audit.Entry {
	return audit.Entry{Action: a, Kind: "grant", ID: t.ID, Person: t.PersonID, Detail: detail}
}
