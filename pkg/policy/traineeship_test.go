package policy_test

import (
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

func shippedRules(t *testing.T) policy.RuleSet {
	t.Helper()
	lib, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	set, err := lib.On(civil.Date{Year: 2026, Month: time.November, Day: 23})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestCeilings(t *testing.T) {
	set := shippedRules(t)
	for name, c := range map[string]struct {
		t      policy.Traineeship
		months int
		reason string
	}{
		"ordinary":     {policy.Traineeship{Type: policy.OrdinaryTraineeship}, 6, "limit-ordinary"},
		"higher level": {policy.Traineeship{Type: policy.OrdinaryTraineeship, HigherLevel: true}, 12, "limit-ordinary-higher"},
		"an opinion does not lengthen the ordinary": {policy.Traineeship{Type: policy.OrdinaryTraineeship, Opinion: true}, 6, "limit-ordinary"},
		"disadvantaged":   {policy.Traineeship{Type: policy.DisadvantagedTraineeship}, 12, "limit-disadvantaged"},
		"with an opinion": {policy.Traineeship{Type: policy.DisadvantagedTraineeship, Opinion: true}, 24, "limit-disadvantaged-opinion"},
		"disabled":        {policy.Traineeship{Type: policy.DisabledTraineeship}, 24, "limit-disabled"},
	} {
		if months, reason := set.Longest(c.t); months != c.months || reason != c.reason {
			t.Errorf("%s: %d %s, not %d %s", name, months, reason, c.months, c.reason)
		}
	}
}

func TestExtensions(t *testing.T) {
	set := shippedRules(t)
	three := policy.Traineeship{Type: policy.OrdinaryTraineeship, Months: 3, Added: 3}
	four := three
	four.Added = 4
	for name, c := range map[string]struct {
		t              policy.Traineeship
		extensions, in int
		rule, reason   string
		decision       policy.Decision
	}{
		"in time":     {three, 0, 30, "TR-04", "limit-ordinary", policy.OK},
		"late":        {three, 0, 14, "TR-06", "asked-late", policy.Warn},
		"a second":    {three, 1, 30, "TR-06", "extended-already", policy.Block},
		"after":       {three, 0, -1, "TR-06", "after-the-end", policy.Block},
		"over limits": {four, 0, 30, "TR-04", "limit-ordinary", policy.Block},
	} {
		got := set.Extension(c.t, c.extensions, c.in)[0]
		if got.Rule != c.rule || got.Reason != c.reason || got.Decision != c.decision || len(got.Sources) == 0 {
			t.Errorf("%s: %s %s %s", name, got.Rule, got.Decision, got.Reason)
		}
	}
}

func TestFirstTermsAllowancesAndSuspensions(t *testing.T) {
	set := shippedRules(t)
	first := func(kind policy.TraineeshipType, months int) policy.Decision {
		return set.Duration(policy.Traineeship{Type: kind, Added: months})[0].Decision
	}
	pay := func(kind policy.TraineeshipType, hours int, cents int64) policy.Decision {
		return set.Allowance(policy.Traineeship{Type: kind, HoursWeek: hours, AllowanceCents: cents}).Decision
	}
	for name, ok := range map[string]bool{
		"three months":               first("ordinary", 3) == policy.OK,
		"four months":                first("ordinary", 4) == policy.Warn,
		"one month":                  first("ordinary", 1) == policy.Block,
		"one month if disadvantaged": first("disadvantaged", 1) == policy.Warn,
		"seven months":               first("ordinary", 7) == policy.Block,
		"500 euro":                   pay("ordinary", 30, 50000) == policy.OK,
		"less":                       pay("ordinary", 30, 49999) == policy.Block,
		"less for short days":        pay("ordinary", 20, 35000) == policy.OK,
		"by agreement":               pay("tis", 30, 30000) == policy.OK,
		"thirty days ill":            set.Suspension(policy.Illness, 30).Decision == policy.OK,
		"a week ill":                 set.Suspension(policy.Illness, 7).Decision == policy.Block,
		"fifteen days closed":        set.Suspension(policy.Closure, 15).Decision == policy.OK,
		"no cause":                   set.Suspension("holiday", 90).Decision == policy.Block,
	} {
		if !ok {
			t.Error(name)
		}
	}
}
