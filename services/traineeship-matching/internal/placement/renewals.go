package placement

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Renewal is an open term that nobody has decided, with all that the decision needs.
type Renewal struct {
	*traineeship.Traineeship
	DecideBy civil.Date
	// Late: the day by which to decide has passed. Urgent: so little is left that the coordinator takes it up.
	Late, Urgent bool
	Ceiling      traineeship.Ceiling
	// Next is the term that a renewal would plan, Cost what it would cost at full pay, Access whether the person may work
	// all through it.
	Next   traineeship.Term
	Cost   int64 // cents
	Access policy.Result
	Silent []traineeship.Party
	Papers []traineeship.PaperKind // that are still owed
	Asked  map[records.Target]records.Outgoing
}

// Stops are the rules that forbid a renewal: nobody can pass over them.
func (r Renewal) Stops() []policy.Result {
	var out []policy.Result
	for _, x := range r.Ceiling.Results {
		if x.Decision == policy.Block {
			out = append(out, x)
		}
	}
	if r.Access.Decision == policy.Block {
		out = append(out, r.Access)
	}
	return out
}

// RenewalQuery narrows the list of renewals.
type RenewalQuery struct {
	Team     string // "" for all that the caller may see
	Weeks    int    // how many weeks ahead the decision falls due, this one included
	Cursor   string
	Limit    int
	Language string
}

// RenewalPage is a part of the list of renewals, those first that end first.
type RenewalPage struct {
	Items []Renewal
	Next  string
	Names naming.Names
}

// Renewals shows which terms wait for a decision: a team's to its counsellors, all to coordinators. The audit says of
// everybody on the list that it was read.
func (d *Desk) Renewals(ctx context.Context, q RenewalQuery) (RenewalPage, error) {
	l, err := d.undecided(ctx, q.Team)
	if err != nil {
		return RenewalPage{}, err
	}
	set, err := d.Rules.On(d.Today())
	if err != nil {
		return RenewalPage{}, err
	}
	sunday := ledger.Monday(d.Today()).AddDays(7*q.Weeks - 1)
	l.To, l.Cursor, l.Limit = sunday.AddDays(set.WakeDays().Decision), q.Cursor, q.Limit
	page, err := d.page(ctx, l, q.Language)
	if err != nil {
		return RenewalPage{}, err
	}
	out := RenewalPage{Next: page.Next, Names: page.Names}
	if out.Items, err = d.renewals(ctx, page.Items); err != nil {
		return RenewalPage{}, err
	}
	return out, d.saw(ctx, page.Items)
}

// undecided narrows to open terms that nobody has decided and that the caller may see.
func (d *Desk) undecided(ctx context.Context, team string) (records.Listing, error) {
	p := caller(ctx)
	if err := identity.May(p, identity.RenewalList); err != nil {
		return records.Listing{}, err
	}
	l := scope(p, identity.RenewalList)
	if team != "" {
		l.Nothing = l.Nothing || l.Team != "" && l.Team != team
		l.Team = team
	}
	l.States, l.Open = []traineeship.State{traineeship.Running, traineeship.Suspended}, true
	return l, nil
}

func (d *Desk) saw(ctx context.Context, all []*traineeship.Traineeship) error {
	if len(all) == 0 {
		return nil
	}
	seen := make([]audit.Entry, 0, len(all))
	for _, t := range all {
		seen = append(seen, trace(identity.RenewalList, t, "list"))
	}
	return d.Store.Saw(ctx, seen...)
}

func (d *Desk) renewals(ctx context.Context, all []*traineeship.Traineeship) ([]Renewal, error) {
	ids := make([]string, 0, len(all))
	for _, t := range all {
		ids = append(ids, t.ID)
	}
	asked, err := d.Store.LastAsked(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Renewal, 0, len(all))
	for _, t := range all {
		r, err := d.renewal(ctx, t)
		if err != nil {
			return nil, err
		}
		r.Asked = asked[t.ID]
		out = append(out, r)
	}
	return out, nil
}

// renewal weighs what a decision on the open term needs.
func (d *Desk) renewal(ctx context.Context, t *traineeship.Traineeship) (Renewal, error) {
	m, err := d.moment(ctx, t.Start)
	if err != nil {
		return Renewal{}, err
	}
	r := Renewal{Traineeship: t, Ceiling: t.Ceiling(m), Silent: t.Silent(), Papers: t.Absent()}
	open := t.OpenTerm()
	if open == nil {
		return r, nil
	}
	r.DecideBy = open.PlannedEnd.AddDays(-m.Rules.WakeDays().Decision)
	r.Late = r.DecideBy.Before(m.Today())
	r.Urgent = open.PlannedEnd.DaysSince(m.Today()) <= m.Rules.AskDays()
	r.Next, _ = t.Next(m)
	stay := ledger.Stay{Span: ledger.Span{From: r.Next.Start, To: r.Next.PlannedEnd}, HoursWeek: t.HoursWeek, AllowanceCents: t.AllowanceCents}
	r.Cost = stay.Total()
	r.Access = t.Clock(m, d.access(t)).Renewal.Result
	return r, nil
}
