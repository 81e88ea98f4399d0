package registration

import (
	"context"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
)

// MaxPlanMonths bounds a plan.
const MaxPlanMonths = 24

// Planned is what somebody would do, from a day on.
type Planned struct {
	Start     civil.Date // zero: today
	Months    int
	HoursWeek int // 0: not known
	Contract  bool
}

// Plan returns the plan as the rules take it, moved on by whole terms of it.
func (p Planned) Plan(terms int) policy.Plan {
	start := p.Start.AddMonths(terms * p.Months)
	return policy.Plan{
		Traineeship: !p.Contract, Contract: p.Contract, HoursWeek: p.HoursWeek,
		Start: start, End: p.Start.AddMonths((terms + 1) * p.Months).AddDays(-1),
	}
}

// EmployerView tells what an employer may know of a person (rule WA-11), and the audit says that it was told. Whoever
// asks for an employer has checked that the person's details were released to them.
func (d *Desk) EmployerView(ctx context.Context, id string, p Planned) (policy.View, error) {
	if _, err := d.load(ctx, id, identity.EmployerView); err != nil {
		return policy.View{}, err
	}
	if p.Start.IsZero() {
		p.Start = d.Today()
	}
	if p.Months < 1 || p.Months > MaxPlanMonths {
		return policy.View{}, fault.New(fault.Invalid, "A plan has 1 to %d months.", MaxPlanMonths)
	}
	set, intervals, err := d.intervals(ctx, id)
	if err != nil {
		return policy.View{}, err
	}
	return set.EmployerView(intervals, p.Plan(0)), d.store.Saw(ctx, trace(identity.EmployerView, id))
}

func (d *Desk) intervals(ctx context.Context, id string) (policy.RuleSet, []policy.Interval, error) {
	set, err := d.ruleSet()
	if err != nil {
		return set, nil, err
	}
	file, _, err := d.store.WorkFile(ctx, id)
	if err != nil {
		return set, nil, err
	}
	return set, set.WorkAccess(file.Documents, d.Today()), nil
}

// Judge says what the rules answer to a plan, term by term, for the pages of the file.
func (d *Desk) Judge(w WorkAccess, p Planned, terms int) ([]policy.Result, error) {
	set, err := d.ruleSet()
	if err != nil {
		return nil, err
	}
	intervals := set.WorkAccess(w.File.Documents, d.Today())
	out := make([]policy.Result, 0, terms)
	for n := range terms {
		out = append(out, set.ExplainAccess(intervals, p.Plan(n)))
	}
	return out, nil
}

// Employer is what an employer would be told of a traineeship of three months from today, for the file's own page.
func (d *Desk) Employer(w WorkAccess) (policy.View, error) {
	set, err := d.ruleSet()
	if err != nil {
		return policy.View{}, err
	}
	return set.EmployerView(set.WorkAccess(w.File.Documents, d.Today()), Planned{Start: d.Today(), Months: 3}.Plan(0)), nil
}
