package match_test

import (
	"fmt"
	"slices"
	"testing"

	"cloud.google.com/go/civil"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

func drawSlots(t *rapid.T) []match.Slot {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) match.Slot {
		return match.Slot{
			Day:  rapid.IntRange(1, 7).Draw(t, "day"),
			From: match.TimeOfDay(30 * rapid.IntRange(0, 47).Draw(t, "from")),
			To:   match.TimeOfDay(30 * rapid.IntRange(0, 48).Draw(t, "to")),
		}
	}), 1, 5).Draw(t, "slots")
}

func drawPerson(t *rapid.T) match.Person {
	p := match.Person{
		Residence: "local", MinimumAge: 18, State: "active",
		WaitingSince: ptr(today.AddDays(-rapid.IntRange(0, 3).Draw(t, "waiting"))),
		UpdatedOn:    today.AddDays(-rapid.IntRange(0, 900).Draw(t, "updated")),
		WorkAccess:   []policy.Interval{{From: civil.Date{Year: 2020, Month: 1, Day: 1}, Outcome: policy.MayWork}},
	}
	for _, s := range rapid.SliceOfNDistinct(rapid.SampledFrom(skillNames), 0, 6, rapid.ID[string]).Draw(t, "skills") {
		p.Skills = append(p.Skills, match.PersonSkill{
			Skill: s, Level: rapid.IntRange(1, 4).Draw(t, "level"), Evidence: rapid.SampledFrom([]string{"said", "seen", "documented"}).Draw(t, "evidence"),
		})
	}
	p.Learning = rapid.SliceOfNDistinct(rapid.SampledFrom(skillNames), 0, 3, rapid.ID[string]).Draw(t, "learning")
	p.Occupations = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) match.PastOccupation {
		return match.PastOccupation{
			Occupation: rapid.SampledFrom(occupationNames).Draw(t, "occupation"),
			Held:       rapid.Bool().Draw(t, "held"), Wanted: rapid.Bool().Draw(t, "wanted"), Months: rapid.IntRange(0, 40).Draw(t, "months"),
		}
	}), 0, 3).Draw(t, "occupations")
	for _, l := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"it", "en", "ar"}), 0, 3, rapid.ID[string]).Draw(t, "languages") {
		p.Languages = append(p.Languages, match.SpokenLanguage{Language: l, Listening: match.CEFR(rapid.IntRange(0, 6).Draw(t, "listening")), Interaction: match.CEFR(rapid.IntRange(0, 6).Draw(t, "interaction"))})
	}
	if rapid.Bool().Draw(t, "available") {
		p.Availability = &match.Availability{Slots: drawSlots(t)}
	}
	if rapid.Bool().Draw(t, "located") {
		p.Reach = &match.Reach{
			Lat: 45.40 + float64(rapid.IntRange(0, 20).Draw(t, "lat"))/100, Lon: 9.10 + float64(rapid.IntRange(0, 20).Draw(t, "lon"))/100,
			MaxMinutes: ptr(rapid.IntRange(10, 90).Draw(t, "minutes")), Modes: rapid.SliceOfN(rapid.SampledFrom([]string{"walk", "bike", "transit", "car"}), 1, 3).Draw(t, "modes"),
		}
	}
	if rapid.Bool().Draw(t, "prefers") {
		p.Preferences = &match.Preferences{Kinds: rapid.SliceOfN(rapid.SampledFrom([]string{"traineeship", "contract"}), 1, 2).Draw(t, "kinds")}
	}
	if rapid.IntRange(0, 3).Draw(t, "abroad") == 0 {
		p.Residence, p.WorkAccess, p.TitleOn = "abroad", nil, ptr(today.AddDays(-rapid.IntRange(0, 500).Draw(t, "title")))
		if rapid.IntRange(0, 4).Draw(t, "accepted") > 0 {
			p.Cohort = ptr("c1")
		}
	}
	p.Constraints = rapid.SliceOfN(rapid.SampledFrom(match.PracticalCodes()), 0, 3).Draw(t, "constraints")
	if rapid.Bool().Draw(t, "licensed") {
		p.Licences = rapid.SliceOfN(rapid.SampledFrom([]string{"A", "B"}), 0, 2).Draw(t, "licences")
	}
	return p
}

func drawOpening(t *rapid.T) match.Opening {
	o := match.Opening{
		Kind: rapid.SampledFrom([]string{"traineeship", "contract", "both"}).Draw(t, "kind"), Live: rapid.IntRange(0, 9).Draw(t, "live") > 0,
		Start: ptr(today.AddDays(rapid.IntRange(-10, 60).Draw(t, "start"))), Months: ptr(3), MinimumAge: 16,
		Seats: 2, SeatsTaken: rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "taken"),
		PublishedOn: ptr(today.AddDays(-rapid.IntRange(0, 3).Draw(t, "published"))),
	}
	skills := rapid.SliceOfNDistinct(rapid.SampledFrom(skillNames), 0, 8, rapid.ID[string]).Draw(t, "asked")
	cut := rapid.IntRange(0, len(skills)).Draw(t, "cut")
	ask := func(ids []string) (out []match.OpeningSkill) {
		for _, id := range ids {
			s := match.OpeningSkill{Skill: id, Weight: rapid.IntRange(1, 3).Draw(t, "weight")}
			if rapid.Bool().Draw(t, "levelled") {
				s.Level = ptr(rapid.IntRange(1, 4).Draw(t, "level"))
			}
			out = append(out, s)
		}
		return out
	}
	o.NeededAtStart, o.Optional = ask(skills[:cut]), ask(skills[cut:])
	o.WelcomesArt27 = rapid.Bool().Draw(t, "welcomes")
	o.Site.Region = rapid.SampledFrom([]string{"lombardy", "piedmont"}).Draw(t, "region")
	o.Months = rapid.SampledFrom([]*int{nil, ptr(2), ptr(3), ptr(6), ptr(9), ptr(13)}).Draw(t, "months")
	o.EducationEQF = rapid.SampledFrom([]*int{nil, ptr(4), ptr(6)}).Draw(t, "eqf")
	o.BoardAndLodging = rapid.SampledFrom([]string{"", "host", "partner"}).Draw(t, "board")
	o.LearnedHere = rapid.SliceOfNDistinct(rapid.SampledFrom(skillNames), 0, 4, rapid.ID[string]).Draw(t, "learned")
	o.Occupation = rapid.SampledFrom(occupationNames).Draw(t, "occupation")
	for _, r := range relations() {
		if r.ID == o.Occupation {
			o.ISCO = r.ISCO
		}
	}
	for _, l := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"it", "en"}), 0, 2, rapid.ID[string]).Draw(t, "languages") {
		o.Languages = append(o.Languages, match.RequiredLanguage{Language: l, Level: match.CEFR(rapid.IntRange(1, 6).Draw(t, "level"))})
	}
	if rapid.Bool().Draw(t, "shifts") {
		o.Slots = drawSlots(t)
	}
	if rapid.Bool().Draw(t, "sited") {
		o.Site = match.Site{Region: o.Site.Region, Lat: ptr(45.40 + float64(rapid.IntRange(0, 20).Draw(t, "lat"))/100), Lon: ptr(9.10 + float64(rapid.IntRange(0, 20).Draw(t, "lon"))/100)}
	}
	o.Accommodations = rapid.SliceOfN(rapid.SampledFrom(match.PracticalCodes()), 0, 4).Draw(t, "accommodations")
	o.Licences = rapid.SliceOfN(rapid.SampledFrom([]string{"A", "B"}), 0, 1).Draw(t, "licences")
	return o
}

func drawPeople(t *rapid.T) []match.Person {
	people := rapid.SliceOfN(rapid.Custom(drawPerson), 1, 12).Draw(t, "people")
	for i := range people {
		people[i].ID = fmt.Sprintf("p%02d", i)
	}
	return people
}

func drawOpenings(t *rapid.T) []match.Opening {
	openings := rapid.SliceOfN(rapid.Custom(drawOpening), 1, 12).Draw(t, "openings")
	for i := range openings {
		openings[i].ID = fmt.Sprintf("o%02d", i)
	}
	return openings
}

func plain(t testing.TB) oracle {
	o := oracle{w: shipped(t), relations: map[string]match.Relation{}, on: today}
	for _, r := range relations() {
		o.relations[r.ID] = r
	}
	return o
}

// same fails unless a list is what the oracle says, in order.
func same(t *rapid.T, standing match.Standing, got match.List, want []opinion, id func(match.Explanation) string) {
	if got.Count != len(want) || len(got.Items) != len(want) || got.More {
		t.Fatalf("%s: %d of %d, the oracle has %d", standing, len(got.Items), got.Count, len(want))
	}
	for i, w := range want {
		g := got.Items[i]
		if id(g) != w.id || int(g.Total) != w.total || int(g.Completeness) != w.completeness || g.Standing != standing {
			t.Fatalf("%s, place %d: %s %s total %d completeness %d, the oracle says %+v", standing, i, id(g), g.Standing, g.Total, g.Completeness, w)
		}
	}
}

// The snapshot ranks as the oracle does, in both directions, whatever the order in which documents came.
func TestSnapshotAgreesWithTheOracle(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	judge := plain(t)
	rapid.Check(t, func(rt *rapid.T) {
		people, openings := drawPeople(rt), drawOpenings(rt)
		s := snapshot(t, taxonomy, rapid.Permutation(people).Draw(rt, "order of people"), rapid.Permutation(openings).Draw(rt, "order of openings"))
		query := match.Query{On: today, Limit: 50}

		ranking, err := s.RankOpenings(people[0], query)
		if err != nil {
			rt.Fatal(err)
		}
		var opinions []opinion
		for _, o := range openings {
			x := judge.judge(people[0], o)
			x.id, x.wait = o.ID, *o.PublishedOn
			opinions = append(opinions, x)
		}
		eligible, notEnough, blocked := judge.rank(opinions)
		opening := func(e match.Explanation) string { return e.Opening }
		same(rt, match.Eligible, ranking.Lists[match.Eligible], eligible, opening)
		same(rt, match.NotEnough, ranking.Lists[match.NotEnough], notEnough, opening)
		same(rt, match.Blocked, ranking.Lists[match.Blocked], blocked, opening)

		if ranking, err = s.RankPeople(openings[0], query); err != nil {
			rt.Fatal(err)
		}
		opinions = nil
		for _, p := range people {
			x := judge.judge(p, openings[0])
			x.id, x.wait = p.ID, *p.WaitingSince
			opinions = append(opinions, x)
		}
		eligible, notEnough, blocked = judge.rank(opinions)
		person := func(e match.Explanation) string { return e.Person }
		same(rt, match.Eligible, ranking.Lists[match.Eligible], eligible, person)
		same(rt, match.NotEnough, ranking.Lists[match.NotEnough], notEnough, person)
		same(rt, match.Blocked, ranking.Lists[match.Blocked], blocked, person)
	})
}

// Adding a skill that is needed at start, or knowing one better, never lowers; so removing one never raises.
func TestNeededSkillsNeverLower(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	rapid.Check(t, func(rt *rapid.T) {
		p, o := drawPerson(rt), drawOpening(rt)
		p.ID, o.ID = "p", "o"
		if len(o.NeededAtStart) == 0 {
			return
		}
		needed := rapid.SampledFrom(o.NeededAtStart).Draw(rt, "needed").Skill
		more := p
		more.Skills = slices.Clone(p.Skills)
		if i := slices.IndexFunc(more.Skills, func(s match.PersonSkill) bool { return s.Skill == needed }); i >= 0 {
			more.Skills[i].Level = rapid.IntRange(more.Skills[i].Level, 4).Draw(rt, "better")
		} else {
			more.Skills = append(more.Skills, match.PersonSkill{Skill: needed, Level: rapid.IntRange(1, 4).Draw(rt, "new"), Evidence: "said"})
		}
		before := judged(rt, t, taxonomy, p, o)
		after := judged(rt, t, taxonomy, more, o)
		if after.Standing > before.Standing && before.Standing != match.NotEnough {
			rt.Fatalf("%s turns into %s", before.Standing, after.Standing)
		}
		if before.Total > after.Total {
			rt.Fatalf("%d falls to %d", before.Total, after.Total)
		}
		if before.Completeness > after.Completeness {
			rt.Fatalf("completeness %d falls to %d", before.Completeness, after.Completeness)
		}
	})
}

func judged(rt *rapid.T, t testing.TB, taxonomy *match.Taxonomy, p match.Person, o match.Opening) match.Explanation {
	s := snapshot(t, taxonomy, []match.Person{p}, []match.Opening{o})
	e, _, ok, err := s.Explain(p.ID, o.ID, today)
	if err != nil || !ok {
		rt.Fatal(ok, err)
	}
	return e
}

// Whatever an explanation shows as found is in the person's document, and whatever it asks for is in the opening's.
func TestEvidenceIsInTheDocuments(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	rapid.Check(t, func(rt *rapid.T) {
		p, o := drawPerson(rt), drawOpening(rt)
		p.ID, o.ID = "p", "o"
		e := judged(rt, t, taxonomy, p, o)
		for _, part := range e.Parts {
			for _, s := range part.Skills {
				list := o.NeededAtStart
				if part.Part == match.Optional {
					list = o.Optional
				}
				if !slices.ContainsFunc(list, func(x match.OpeningSkill) bool { return x.Skill == s.Skill }) {
					rt.Fatalf("%s is not asked for in %s", s.Skill, part.Part)
				}
				if s.Credit == 0 && s.Found == "" {
					continue
				}
				if !slices.ContainsFunc(p.Skills, func(x match.PersonSkill) bool {
					return x.Skill == s.Found && x.Level == s.Level && x.Evidence == s.Evidence
				}) {
					rt.Fatalf("the person does not have %+v", s)
				}
			}
			if part.State != "scored" && part.Value != 0 {
				rt.Fatalf("%s has a value and no data", part.Part)
			}
		}
		blocks := slices.ContainsFunc(e.Gate, func(c match.Check) bool { return c.Decision == policy.Block })
		if blocks != (e.Standing == match.Blocked) {
			rt.Fatalf("standing %s with blocks %v", e.Standing, blocks)
		}
		for _, i := range e.Improvements {
			if i.Gain < 0 || i.Gain == 0 && i.Kind == "skill" {
				rt.Fatalf("%+v improves nothing", i)
			}
		}
	})
}

// A practical constraint never makes a match easier, and what the site offers more never makes it harder.
func TestPracticalConstraints(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	decision := func(e match.Explanation) policy.Decision {
		for _, c := range e.Gate {
			if c.Constraint == match.Practical {
				return c.Decision
			}
		}
		return policy.Block
	}
	rapid.Check(t, func(rt *rapid.T) {
		p, o := drawPerson(rt), drawOpening(rt)
		p.ID, o.ID = "p", "o"
		now := judged(rt, t, taxonomy, p, o)
		code := rapid.SampledFrom(match.PracticalCodes()).Draw(rt, "code")
		needs, offers := p, o
		needs.Constraints = append(slices.Clone(p.Constraints), code)
		offers.Accommodations = append(slices.Clone(o.Accommodations), code)
		if more := judged(rt, t, taxonomy, needs, o); decision(more) < decision(now) || more.Total != now.Total {
			rt.Fatalf("with %s: %s after %s, total %d after %d", code, decision(more), decision(now), more.Total, now.Total)
		}
		if easier := judged(rt, t, taxonomy, p, offers); decision(easier) > decision(now) || easier.Total != now.Total {
			rt.Fatalf("offering %s: %s after %s", code, decision(easier), decision(now))
		}
	})
}

// Pages of a ranking are the ranking, cut.
func TestPagesJoin(t *testing.T) {
	taxonomy := match.NewTaxonomy("test", relations())
	rapid.Check(t, func(rt *rapid.T) {
		p, openings := drawPerson(rt), drawOpenings(rt)
		s := snapshot(t, taxonomy, nil, openings)
		whole, err := s.RankOpenings(p, match.Query{On: today, Limit: 50})
		if err != nil {
			rt.Fatal(err)
		}
		size := rapid.IntRange(1, 4).Draw(rt, "size")
		for standing := range whole.Lists {
			var after *match.Position
			var ids []string
			for {
				q := match.Query{On: today, Limit: size}
				q.After[standing] = after
				page, err := s.RankOpenings(p, q)
				if err != nil {
					rt.Fatal(err)
				}
				list := page.Lists[standing]
				for _, e := range list.Items {
					ids = append(ids, e.Opening)
				}
				if !list.More {
					break
				}
				after = &list.Items[len(list.Items)-1].Position
			}
			var want []string
			for _, e := range whole.Lists[standing].Items {
				want = append(want, e.Opening)
			}
			if !slices.Equal(ids, want) {
				rt.Fatalf("pages give %v, the whole is %v", ids, want)
			}
		}
	})
}
