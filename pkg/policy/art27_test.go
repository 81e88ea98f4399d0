package policy_test

import (
	"testing"

	"github.com/celav/celav/pkg/policy"
)

func art27Good() (policy.Art27Person, policy.Art27Plan) {
	return policy.Art27Person{Accepted: true, Age: 18, TitleOn: day("2026-06-30")}, policy.Art27Plan{
		Region: "lombardy", Welcomes: true, Traineeship: true, Months: 6, EQF: 4, ISCO: 5120, Application: today,
		HostInOrder: policy.Yes, BoardLodging: policy.Yes, FromAllowance: policy.No,
	}
}

func TestArt27(t *testing.T) {
	for _, c := range []struct {
		name     string
		change   func(*policy.Art27Person, *policy.Art27Plan)
		rule     string
		decision policy.Decision
		reason   string
	}{
		{"all in order: an adviser still states the continuity", func(*policy.Art27Person, *policy.Art27Plan) {}, "A27-02", policy.Human, "abroad-continuity"},
		{"not welcome", func(_ *policy.Art27Person, o *policy.Art27Plan) { o.Welcomes = false }, "A27-01", policy.Block, "abroad-not-offered"},
		{"a contract only", func(_ *policy.Art27Person, o *policy.Art27Plan) { o.Traineeship = false }, "A27-01", policy.Block, "abroad-traineeship-only"},
		{"no accepted cohort", func(p *policy.Art27Person, _ *policy.Art27Plan) { p.Accepted = false }, "A27-01", policy.Human, "abroad-not-accepted"},
		{"a minor", func(p *policy.Art27Person, _ *policy.Art27Plan) { p.Age = 16 }, "A27-01", policy.Block, "abroad-too-young"},
		{"age unknown", func(p *policy.Art27Person, _ *policy.Art27Plan) { p.Age = 0 }, "A27-01", policy.Human, "abroad-age-unknown"},
		{"title unknown", func(p *policy.Art27Person, _ *policy.Art27Plan) { p.TitleOn = day("") }, "A27-01", policy.Human, "abroad-title-unknown"},
		{"title of twelve months ago", func(p *policy.Art27Person, _ *policy.Art27Plan) { p.TitleOn = day("2025-11-23") }, "A27-02", policy.Human, "abroad-continuity"},
		{"title a day too old", func(p *policy.Art27Person, _ *policy.Art27Plan) { p.TitleOn = day("2025-11-22") }, "A27-01", policy.Block, "abroad-title-old"},
		{"another region asks a person, an old title or not", func(p *policy.Art27Person, o *policy.Art27Plan) {
			p.TitleOn, o.Region = day("2020-01-01"), "piedmont"
		}, "A27-01", policy.Human, "abroad-region-unknown"},
		{"elementary work", func(_ *policy.Art27Person, o *policy.Art27Plan) { o.ISCO = 9412 }, "A27-02", policy.Block, "abroad-elementary"},
		{"domestic work", func(_ *policy.Art27Person, o *policy.Art27Plan) { o.ISCO = 5152 }, "A27-02", policy.Block, "abroad-domestic"},
		{"too short", func(_ *policy.Art27Person, o *policy.Art27Plan) { o.Months = 2 }, "A27-03", policy.Block, "abroad-too-short"},
		{"too long", func(_ *policy.Art27Person, o *policy.Art27Plan) { o.Months, o.EQF = 13, 6 }, "A27-03", policy.Block, "abroad-too-long"},
		{"a year for a diploma", func(_ *policy.Art27Person, o *policy.Art27Plan) { o.Months = 12 }, "A27-03", policy.Block, "abroad-too-long-for-level"},
		{"a year for a university title", func(_ *policy.Art27Person, o *policy.Art27Plan) { o.Months, o.EQF = 12, 6 }, "A27-02", policy.Human, "abroad-continuity"},
		{"host not in order", func(_ *policy.Art27Person, o *policy.Art27Plan) { o.HostInOrder = policy.No }, "A27-04", policy.Block, "abroad-host-not-in-order"},
		{"no board and lodging", func(_ *policy.Art27Person, o *policy.Art27Plan) { o.BoardLodging = policy.No }, "A27-05", policy.Block, "abroad-no-board"},
		{"its cost from the allowance", func(_ *policy.Art27Person, o *policy.Art27Plan) { o.FromAllowance = policy.Yes }, "A27-05", policy.Block, "abroad-board-from-allowance"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := rules(t)
			p, o := art27Good()
			c.change(&p, &o)
			got := set.Art27(p, o).Result()
			if got.Rule != c.rule || got.Decision != c.decision || got.Reason != c.reason || len(got.Sources) == 0 {
				t.Errorf("got %s %s %s, want %s %s %s", got.Rule, got.Decision, got.Reason, c.rule, c.decision, c.reason)
			}
			worst, quota := policy.OK, policy.OK
			for _, r := range set.ExplainArt27(p, o) {
				if r.Rule == "A27-11" {
					quota = r.Decision
					continue
				}
				worst = max(worst, r.Decision)
			}
			if worst != got.Decision {
				t.Errorf("the explanation's worst is %s, the verdict %s", worst, got.Decision)
			}
			if quota == policy.OK {
				t.Error("the quota is never said to be in order without a decree")
			}
		})
	}
}

func TestArt27AllocatesNothing(t *testing.T) {
	set := rules(t)
	p, o := art27Good()
	if n := testing.AllocsPerRun(100, func() { set.Art27(p, o) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// What nobody has verified is off.
func TestUnverifiedClocksAreOff(t *testing.T) {
	set := rules(t)
	p := set.Art27Parameters()
	if p.Clocks.RegionDays != 0 || p.Clocks.VisaRequestDays != 0 || p.Clocks.ConsulateDays != 90 || p.Clocks.PermitDays != 8 || p.Clocks.StartDays != 15 || p.TitleMaxMonths != 12 || p.QuotaKnown {
		t.Errorf("%+v", p)
	}
}
