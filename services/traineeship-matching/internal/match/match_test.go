package match_test

import (
	"testing"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

func explain(t testing.TB, p match.Person, o match.Opening) match.Explanation {
	t.Helper()
	s := snapshot(t, match.NewTaxonomy("test 1", relations()), []match.Person{p}, []match.Opening{o})
	e, versions, ok, err := s.Explain(p.ID, o.ID, today)
	if err != nil || !ok {
		t.Fatalf("explain: %v, %v", ok, err)
	}
	if versions.Rules == "" || versions.Weights == "" || versions.Taxonomy != "test 1" {
		t.Fatalf("versions: %+v", versions)
	}
	return e
}

// A whole pair, worked out by hand.
func TestAPair(t *testing.T) {
	e := explain(t, waiter(), place())
	if e.Standing != match.Eligible || e.Completeness != 100 || e.Capped {
		t.Fatalf("standing %s, completeness %d", e.Standing, e.Completeness)
	}
	got := map[string]int32{}
	for _, p := range e.Parts {
		got[p.Part.String()] = p.Value
	}
	want := map[string]int32{
		"essential":  10000,
		"optional":   4000, // serving and washing up are siblings
		"learning":   10000,
		"experience": 10000,
		"language":   8000, // B1 where A2 is needed
		"schedule":   10000,
		"commute":    7334, // 18 minutes of 67.5
		"preference": 10000,
		"freshness":  10000,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	// 44x100 + 6x40 + 10x100 + 12x100 + 6x80 + 8x100 + 8x73.34 + 4x100 + 2x100, out of 100
	if e.Total != 9306 {
		t.Errorf("total %d", e.Total)
	}
	for _, c := range e.Gate {
		if c.Decision != policy.OK {
			t.Errorf("%s: %s %s", c.Constraint, c.Decision, c.Reason)
		}
	}
	if e.PersonVersion != 3 || e.OpeningVersion != 5 {
		t.Errorf("versions %d, %d", e.PersonVersion, e.OpeningVersion)
	}
}

func TestGate(t *testing.T) {
	for _, c := range []struct {
		name       string
		change     func(*match.Person, *match.Opening)
		constraint match.Constraint
		decision   policy.Decision
		reason     string
	}{
		{"paper ends inside and can be renewed: warns", func(p *match.Person, _ *match.Opening) {
			p.WorkAccess[0].Until = ptr(civil.Date{Year: 2027, Month: 1, Day: 10})
		}, match.WorkAccess, policy.Warn, "ends-inside-renewable"},
		{"no permit", func(p *match.Person, _ *match.Opening) { p.WorkAccess[0].Outcome = policy.MayNotWork }, match.WorkAccess, policy.Block, "no-access"},
		{"nothing recorded about access", func(p *match.Person, _ *match.Opening) { p.WorkAccess = nil }, match.WorkAccess, policy.Human, "access-unknown"},
		{"abroad", abroad, match.WorkAccess, policy.Human, "abroad-continuity"},
		{"abroad, where nobody from abroad is taken", func(p *match.Person, o *match.Opening) {
			abroad(p, o)
			o.WelcomesArt27 = false
		}, match.WorkAccess, policy.Block, "abroad-not-offered"},
		{"abroad, whose title is old", func(p *match.Person, o *match.Opening) {
			abroad(p, o)
			p.TitleOn = ptr(civil.Date{Year: 2025, Month: 1, Day: 1})
		}, match.WorkAccess, policy.Block, "abroad-title-old"},
		{"abroad, in a region whose rules nobody has written", func(p *match.Person, o *match.Opening) {
			abroad(p, o)
			o.Site.Region = "piedmont"
		}, match.WorkAccess, policy.Human, "abroad-region-unknown"},
		{"abroad, for longer than the level of the work allows", func(p *match.Person, o *match.Opening) {
			abroad(p, o)
			o.Months, o.EducationEQF, p.Education = ptr(9), ptr(4), &match.Education{EQF: ptr(4)}
		}, match.WorkAccess, policy.Block, "abroad-too-long-for-level"},
		{"abroad, in no cohort that was accepted", func(p *match.Person, o *match.Opening) {
			abroad(p, o)
			p.Cohort = nil
		}, match.WorkAccess, policy.Human, "abroad-not-accepted"},
		{"abroad, for a contract", func(p *match.Person, o *match.Opening) {
			abroad(p, o)
			o.Kind = "contract"
		}, match.WorkAccess, policy.Block, "abroad-traineeship-only"},
		{"too young", func(p *match.Person, _ *match.Opening) { p.MinimumAge = 15 }, match.Age, policy.Block, "too-young"},
		{"minor", func(p *match.Person, _ *match.Opening) { p.MinimumAge = 16 }, match.Age, policy.Human, "minor"},
		{"age unknown", func(p *match.Person, _ *match.Opening) { p.MinimumAge = 0 }, match.Age, policy.Human, "age-unknown"},
		{"licence missing", func(_ *match.Person, o *match.Opening) { o.Licences = []string{"B"} }, match.Licence, policy.Block, "licence-missing"},
		{"licence held", func(p *match.Person, o *match.Opening) {
			p.Licences, o.Licences = []string{"A", "B"}, []string{"B"}
		}, match.Licence, policy.OK, "licence-held"},
		{"licence never asked about", func(p *match.Person, o *match.Opening) { p.Licences, o.Licences = nil, []string{"B"} }, match.Licence, policy.Human, "licence-unknown"},
		{"education below", func(_ *match.Person, o *match.Opening) { o.EducationEQF = ptr(4) }, match.EducationLevel, policy.Block, "education-below"},
		{"education unknown", func(p *match.Person, o *match.Opening) { p.Education, o.EducationEQF = nil, ptr(4) }, match.EducationLevel, policy.Human, "education-unknown"},
		{"language below", func(_ *match.Person, o *match.Opening) { o.Languages[0].Level = 4 }, match.LanguageLevel, policy.Block, "language-below"},
		{"language unknown", func(_ *match.Person, o *match.Opening) { o.Languages[0].Language = "en" }, match.LanguageLevel, policy.Human, "language-unknown"},
		{"too many hours", func(p *match.Person, _ *match.Opening) { p.Availability.MaxHoursWeek = ptr(20) }, match.Hours, policy.Block, "too-many-hours"},
		{"free too late", func(p *match.Person, _ *match.Opening) { p.Availability.From = ptr(today.AddDays(90)) }, match.Hours, policy.Block, "free-too-late"},
		{"free a little later", func(p *match.Person, _ *match.Opening) { p.Availability.From = ptr(today.AddDays(40)) }, match.Hours, policy.Warn, "free-later"},
		{"no night shift", func(p *match.Person, o *match.Opening) {
			p.Preferences.NightShifts, o.Slots = ptr("no"), []match.Slot{{Day: 1, From: 20 * 60, To: 2 * 60}}
		}, match.Hours, policy.Block, "no-nights"},
		{"no weekends", func(p *match.Person, o *match.Opening) {
			p.Preferences.Weekend, o.Slots = ptr("no"), []match.Slot{{Day: 6, From: 8 * 60, To: 9 * 60}}
		}, match.Hours, policy.Block, "no-weekends"},
		{"practical: a shift at night", func(p *match.Person, o *match.Opening) {
			p.Constraints, o.Slots = []string{"no-night"}, []match.Slot{{Day: 1, From: 20 * 60, To: 2 * 60}}
		}, match.Practical, policy.Block, "night-shift"},
		{"practical: no shift at night", func(p *match.Person, _ *match.Opening) { p.Constraints = []string{"no-night"} }, match.Practical, policy.OK, "practical-met"},
		{"practical: shifts are not said", func(p *match.Person, o *match.Opening) {
			p.Constraints, o.Slots = []string{"no-night"}, nil
		}, match.Practical, policy.Human, "shifts-not-said"},
		{"practical: shifts are not said, and the site rules nights out", func(p *match.Person, o *match.Opening) {
			p.Constraints, o.Slots, o.Accommodations = []string{"no-night"}, nil, []string{"no-night"}
		}, match.Practical, policy.OK, "practical-met"},
		{"practical: the site does not say", func(p *match.Person, o *match.Opening) {
			p.Constraints, o.Accommodations = []string{"no-lifting"}, []string{"quiet"}
		}, match.Practical, policy.Human, "site-does-not-say"},
		{"practical: the site offers it", func(p *match.Person, o *match.Opening) {
			p.Constraints, o.Accommodations = []string{"no-lifting", "quiet"}, []string{"quiet", "no-lifting"}
		}, match.Practical, policy.OK, "practical-met"},
		{"practical: to agree", func(p *match.Person, _ *match.Opening) { p.Constraints = []string{"quiet"} }, match.Practical, policy.Warn, "to-agree-with-site"},
		{"practical: by public transport at night", func(p *match.Person, o *match.Opening) {
			p.Constraints, o.Slots = []string{"transit-only"}, []match.Slot{{Day: 1, From: 20 * 60, To: 2 * 60}}
			p.Availability.Slots = o.Slots
		}, match.Practical, policy.Warn, "few-trains-at-night"},
		{"other shifts", func(_ *match.Person, o *match.Opening) { o.Slots = []match.Slot{{Day: 1, From: 15 * 60, To: 19 * 60}} }, match.Hours, policy.Block, "shifts-not-covered"},
		{"one day in three missing", func(_ *match.Person, o *match.Opening) {
			o.Slots = []match.Slot{mornings[0], mornings[1], {Day: 6, From: 8 * 60, To: 14 * 60}}
		}, match.Hours, policy.Warn, "shifts-partly"},
		{"availability unknown", func(p *match.Person, _ *match.Opening) { p.Availability = nil }, match.Hours, policy.Warn, "availability-unknown"},
		{"too far", func(_ *match.Person, o *match.Opening) { o.Site.Lat = ptr(45.70) }, match.Distance, policy.Block, "too-far"},
		{"rather far", func(_ *match.Person, o *match.Opening) { o.Site.Lat = ptr(45.56) }, match.Distance, policy.Warn, "rather-far"},
		{"place unknown", func(p *match.Person, _ *match.Opening) { p.Reach = nil }, match.Distance, policy.Warn, "distance-unknown"},
		{"no seat", func(_ *match.Person, o *match.Opening) { o.SeatsTaken = 2 }, match.Seat, policy.Block, "no-seat"},
		{"host is full by law", func(_ *match.Person, o *match.Opening) { o.SeatsTaken, o.SeatLimit = 1, ptr(1) }, match.Seat, policy.Block, "host-full"},
		{"not live", func(_ *match.Person, o *match.Opening) { o.Live = false }, match.Live, policy.Block, "not-live"},
		{"closed", func(_ *match.Person, o *match.Opening) { o.ClosesOn = ptr(today.AddDays(-1)) }, match.Live, policy.Block, "closed"},
		{"person closed", func(p *match.Person, _ *match.Opening) { p.State = "closed" }, match.Live, policy.Block, "person-closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, o := waiter(), place()
			c.change(&p, &o)
			e := explain(t, p, o)
			check := e.Gate[c.constraint]
			if check.Decision != c.decision || check.Reason != c.reason {
				t.Errorf("%s: got %s %s, want %s %s", c.constraint, check.Decision, check.Reason, c.decision, c.reason)
			}
			if blocked := e.Standing == match.Blocked; blocked != (c.decision == policy.Block) {
				t.Errorf("standing %s", e.Standing)
			}
		})
	}
}

// A part without data drops out; the total is that of the rest; completeness says so.
func TestMissingDataIsNeutral(t *testing.T) {
	p, o := waiter(), place()
	o.Optional, o.Site = nil, match.Site{}
	o.Languages[0].Level = 1 // B1 where A1 is needed: everything known is perfect
	e := explain(t, p, o)
	if e.Total != 10000 || e.Completeness != 92 {
		t.Errorf("total %d, completeness %d", e.Total, e.Completeness)
	}
	if diff := cmp.Diff([]string{"opening.site"}, e.Ask); diff != "" {
		t.Error(diff)
	}
}

func TestNotEnoughData(t *testing.T) {
	p := waiter()
	p.Skills, p.Occupations, p.Learning = nil, nil, nil
	e := explain(t, p, place())
	if e.Standing != match.NotEnough || e.Total != 0 {
		t.Fatalf("standing %s, total %d", e.Standing, e.Total)
	}
	if diff := cmp.Diff([]string{"person.skills", "person.learning", "person.experience"}, e.Ask); diff != "" {
		t.Error(diff)
	}
}

// Nothing makes up for missing must-haves.
func TestCeiling(t *testing.T) {
	p := waiter()
	p.Skills = []match.PersonSkill{{Skill: "s/floors", Level: 4, Evidence: "seen"}}
	e := explain(t, p, place())
	if !e.Capped || e.Total != 2500 {
		t.Errorf("capped %v, total %d", e.Capped, e.Total)
	}
}

func TestNearSkillsCountInPart(t *testing.T) {
	for _, c := range []struct {
		have, need string
		nearness   match.Nearness
		credit     int32
	}{
		{"s/cook", "s/cook", match.Same, 10000},
		{"s/cook-fish", "s/cook", match.Narrower, 9000},
		{"s/cook", "s/cook-fish", match.Broader, 6000},
		{"s/serve", "s/cook", match.Sibling, 4000},
		{"s/windows", "s/ladder", match.Related, 5000},
		{"s/ladder", "s/windows", match.Related, 5000},
		{"s/greet", "s/cook", match.Far, 0},
	} {
		p, o := waiter(), place()
		p.Skills = []match.PersonSkill{{Skill: c.have, Level: 4, Evidence: "documented"}}
		o.NeededAtStart = []match.OpeningSkill{{Skill: c.need, Level: ptr(4), Weight: 1}}
		s := explain(t, p, o).Parts[match.Essential].Skills[0]
		if s.Nearness != c.nearness || s.Credit != c.credit {
			t.Errorf("%s for %s: %s %d, want %s %d", c.have, c.need, s.Nearness, s.Credit, c.nearness, c.credit)
		}
	}
}

func TestWhatWouldMakeItAMatch(t *testing.T) {
	p, o := waiter(), place()
	o.Licences = []string{"B"}
	p.Skills = []match.PersonSkill{{Skill: "s/serve", Level: 1, Evidence: "said"}}
	e := explain(t, p, o)
	if len(e.Improvements) < 3 {
		t.Fatalf("%+v", e.Improvements)
	}
	if first := e.Improvements[0]; first.Kind != "licence" || !first.Lifts {
		t.Errorf("first %+v", first)
	}
	if second := e.Improvements[1]; second.Kind != "skill" || second.Value != "s/serve" || second.Gain <= 0 {
		t.Errorf("second %+v", second)
	}
}

func TestRead(t *testing.T) {
	p, err := match.ReadPerson(
		[]byte(`{"personId":"p1","team":"equipe-1","residence":"local","minimumAge":18,"availability":{"from":"2026-12-01","maxHoursWeek":30,"slots":[{"day":1,"from":"08:00","to":"14:00"}]},
			"reach":{"lat":45.48,"lon":9.21,"maxMinutes":45,"modes":["transit"]},"workAccess":[{"from":"2026-01-10","until":null,"outcome":"ok","rule":"WA-01","renewable":true,"hoursWeek":null}],"waitingSince":"2026-10-01","state":"active"}`),
		[]byte(`{"personId":"p1","taxonomyVersion":"celav 1","updatedAt":"2026-11-01T10:00:00Z","skills":[{"skill":"s/serve","level":3,"evidence":"seen","confirmedOn":"2026-11-01"}],
			"languages":[{"language":"it","listening":"B1","reading":null,"interaction":"A2"}],"education":null,"licences":["B"],"learning":[],"preferences":null}`))
	if err != nil {
		t.Fatal(err)
	}
	if p.Languages[0].AtWork() != 2 || p.UpdatedOn.String() != "2026-11-01" || p.Availability.Slots[0].To != 14*60 || len(p.WorkAccess) != 1 {
		t.Errorf("%+v", p)
	}
	if _, err := match.ReadPerson([]byte(`{"personId":"p1"}`), []byte(`{"personId":"p2"}`)); err == nil {
		t.Error("two people in one document")
	}
	for _, bad := range []string{`{`, `{"availability":{"slots":[{"from":"25:00"}]}}`, `{"languages":[{"listening":"Z9"}]}`} {
		if _, err := match.ReadPerson([]byte(bad), nil); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
	if _, err := match.ReadOpening([]byte(`{"id":"o1","start":"2026-02-30"}`)); err == nil {
		t.Error("a date that does not exist was read")
	}
}

// abroad makes a pair of somebody of an accepted cohort with a host that welcomes them. No paper of work access is asked.
func abroad(p *match.Person, o *match.Opening) {
	p.Residence, p.Cohort, p.TitleOn, p.WorkAccess = "abroad", ptr("c1"), ptr(civil.Date{Year: 2026, Month: 6, Day: 30}), nil
	o.WelcomesArt27, o.BoardAndLodging, o.Site.Region = true, "host", "lombardy"
}

// Somebody from abroad is explained by all the rules on Art. 27, with the quota that nobody has verified.
func TestEveryRuleOnPeopleFromAbroadIsShown(t *testing.T) {
	p, o := waiter(), place()
	abroad(&p, &o)
	s := snapshot(t, match.NewTaxonomy("test", relations()), []match.Person{p}, []match.Opening{o})
	e, _, found, err := s.Explain(p.ID, o.ID, today)
	if err != nil || !found {
		t.Fatal(err, found)
	}
	var rules []string
	for _, r := range e.Gate[match.WorkAccess].Rules {
		rules = append(rules, r.Rule)
		if r.Rule == "A27-11" && r.Decision == policy.OK {
			t.Error("the quota is said to be in order")
		}
	}
	if len(rules) != 7 || e.Gate[match.WorkAccess].Rule == nil || e.Standing != match.Eligible {
		t.Errorf("%v, %s", rules, e.Standing)
	}
}
