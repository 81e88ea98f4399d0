package demo

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/contract/outreach"
)

// placementStory is one traineeship of the demonstration: how many days its present or last period has left, and what
// has happened in it.
type placementStory struct {
	left   int    // to the last day of the present period; negative: it is over
	second bool   // it was renewed once
	said   string // who wants a renewal: t, h, c
	decide matching.Wish
	end    string                // "suspended", "early", "attested", "papers", "signing", "ready", "draft"
	after  []matching.OutcomeNow // what was answered after 1, 3 and 6 months
	failed string                // why the last step failed
}

// placementStories are in the order in which people get them; the first is the demo person's.
func placementStories() []placementStory {
	return []placementStory{
		{left: 21, said: "h"},
		{left: 45},
		{left: 3, said: "th"},
		{left: 0, said: "thc"},
		{left: 14, second: true},
		{left: -3},
		{left: 60, end: "suspended"},
		{left: 12, said: "thc", decide: matching.WishRenew},
		{left: 9, end: "signing"},
		{left: 1, end: "ready"},
		{left: 25, said: "thc"},
		{left: 44},
		{left: 32, said: "t"},
		{left: 30, said: "th"},
		{left: 29, failed: "act on the step: the records did not answer in time" + mark},
		{left: 24, said: "c"},
		{left: 20, said: "hc"},
		{left: 17},
		{left: 15, said: "thc"},
		{left: 10, said: "t"},
		{left: 7},
		{left: 6, said: "thc"},
		{left: 5, said: "th"},
		{left: 2, said: "thc"},
		{left: 1, said: "h"},
		{left: 0, said: "t"},
		{left: 8, said: "t", decide: matching.WishEnd},
		{left: 18, said: "h", decide: matching.WishHire},
		{left: 70},
		{left: 75},
		{left: 80},
		{left: 55},
		{left: 50},
		{left: 48},
		{left: 40, second: true},
		{left: 20, second: true},
		{left: 3, second: true, said: "h"},
		{left: 75, second: true},
		{left: 63, second: true},
		{left: 66},
		{left: 58},
		{left: 52},
		{left: 36, said: "th"},
		{left: 65, end: "suspended"},
		{left: -10},
		{left: 40, end: "early"},
		{left: -20, said: "t", decide: matching.WishEnd, end: "attested"},
		{left: 14, end: "papers"},
		{left: 20, end: "draft"},
		{left: -42, decide: matching.WishEnd},
		{left: -50, said: "h", decide: matching.WishHire, after: []matching.OutcomeNow{matching.NowSameEmployer}},
		{left: -115, decide: matching.WishEnd, after: []matching.OutcomeNow{matching.NowLooking}},
		{left: -130, decide: matching.WishEnd, after: []matching.OutcomeNow{matching.NowLooking, matching.NowOtherEmployer}},
		{left: -215, decide: matching.WishHire, after: []matching.OutcomeNow{matching.NowSameEmployer, matching.NowSameEmployer, matching.NowSameEmployer}},
		{left: -220, decide: matching.WishEnd, after: []matching.OutcomeNow{matching.NowLooking, matching.NowTraining, matching.NowUnknown}},
	}
}

// inventTraineeships draws traineeships in every state, and some hires.
func inventTraineeships(o Options, city *City) matching.TraineeshipBatch {
	out := matching.TraineeshipBatch{Demo: true, Items: []matching.PastTraineeship{}}
	people := placed(city)
	own, others := hostingOpenings(o, city)
	if len(others) == 0 {
		return out
	}
	for n, story := range placementStories() {
		if n >= len(people) {
			break
		}
		d := roll(o.Seed, "traineeship", n)
		from := others[len(others)-1-n%len(others)]
		if len(own) > 0 && n < 10 && n%2 == 0 { // the demo employer has some in each state
			from = own[n/2%len(own)]
		}
		out.Items = append(out.Items, story.past(o, d, idOf(o.Seed, "traineeship", n), people[n], from))
	}
	hires := []matching.PastHire{}
	for n, kind := range []matching.HireKind{matching.FixedTerm, matching.OpenEnded, matching.Apprenticeship, matching.Domestic, matching.FixedTerm, matching.OpenEnded} {
		at := len(people) - 1 - n
		if at < len(out.Items) {
			break
		}
		d := roll(o.Seed, "hire", n)
		h := matching.HireRecord{
			PersonId: people[at].Id, Kind: kind, Start: d.day(o.Today, -90, -2), HoursWeek: d.between(20, 40), Employer: ptr("Famiglia o ditta inventata" + mark),
		}
		if kind == matching.FixedTerm {
			h.End = ptr(h.Start.AddDays(d.between(90, 300)))
		}
		hires = append(hires, matching.PastHire{Id: idOf(o.Seed, "hire", n), Team: people[at].Team, Hire: h})
	}
	out.Hires = &hires
	return out
}

// placed are the people in the order in which they get traineeships: mostly the first team's, the demo person first.
// Hires are dealt from its end, so two of the first team stand there too.
func placed(city *City) []intake.BatchPerson {
	var first, rest []intake.BatchPerson
	for _, p := range city.People {
		if p.Team == "equipe-1" {
			first = append(first, p)
		} else {
			rest = append(rest, p)
		}
	}
	early := min(len(first), 12)
	late := min(len(first), early+2)
	out := append([]intake.BatchPerson{}, first[:early]...)
	return append(append(out, rest...), first[early:late]...)
}

// hostingOpenings are the openings for traineeships: those of the demo employer that nobody can be proposed for now, and others'.
func hostingOpenings(o Options, city *City) (own, others []outreach.BatchOpening) {
	for _, x := range city.Openings {
		switch {
		case x.Terms.Kind == outreach.Contract || x.State == outreach.StateDraft: // nobody outside has heard of a draft
		case x.CompanyId != idOf(o.Seed, "company", 0):
			others = append(others, x)
		default:
			own = append(own, x)
		}
	}
	return own, others
}

// monthsBefore is the day so many months before.
func monthsBefore(d civil.Date, months int) civil.Date {
	return civil.DateOf(time.Date(d.Year, d.Month-time.Month(months), d.Day, 0, 0, 0, 0, time.UTC))
}

func (s placementStory) past(o Options, d dice, id string, p intake.BatchPerson, from outreach.BatchOpening) matching.PastTraineeship {
	start, months := monthsBefore(o.Today.AddDays(s.left+1), 3), 3
	if s.second {
		start = monthsBefore(start, 3)
	}
	before := s.end == "papers" || s.end == "signing" || s.end == "ready" || s.end == "draft"
	if before {
		start = o.Today.AddDays(s.left)
	}
	out := matching.PastTraineeship{Id: id, Team: p.Team, Acts: []matching.PastAct{}, Opening: matching.TraineeshipOpening{
		PersonId: p.Id, OpeningId: ptr(from.Id), CompanyId: ptr(from.CompanyId), TraineeName: ptr(p.Name), Type: matching.Ordinary, Start: start, Months: months,
		HoursWeek: d.between(20, 36), HostTutor: d.name(d.origin()) + mark, CityTutor: ptr("demo-counsellor-1"), AllowanceCents: 50_000,
	}}
	if d.chance(30) {
		out.Opening.Type = matching.Disadvantaged
	}
	act := func(day civil.Date, a matching.TraineeshipAct) {
		if day.After(o.Today) {
			day = o.Today
		}
		a.Version = 1
		out.Acts = append(out.Acts, matching.PastAct{Day: day, Role: matching.PastActRoleCounsellor, Act: a})
	}
	if s.end == "draft" {
		out.Opening.Draft = ptr(true)
		return out
	}
	for n, paper := range []string{"agreement", "project", "accident", "liability", "declarations", "communication"} {
		if s.end == "papers" && n%2 == 1 || s.end == "signing" && paper == "communication" || (s.end == "signing" || s.end == "ready") && n < 2 {
			continue // those two are signed here: see inventPapers
		}
		on := start.AddDays(-8 + n)
		if before {
			on = o.Today.AddDays(-1)
		}
		act(on, matching.TraineeshipAct{Act: matching.TraineeshipActActPaper, Paper: ptr(paper), On: ptr(on), Reference: ptr(fmt.Sprintf("DEMO-%05d", d.IntN(100000)))})
	}
	if before {
		return out
	}
	act(start, matching.TraineeshipAct{Act: matching.TraineeshipActActStart})
	if s.second {
		day := o.Today.AddDays(s.left - 90 - 25)
		say(act, day, "thc")
		act(day, matching.TraineeshipAct{Act: matching.TraineeshipActActDecide, Wish: ptr(matching.WishRenew), Reason: ptr("goals-open")})
		report(act, d, day.AddDays(2), 2)
	}
	day := o.Today.AddDays(min(s.left, 0) - 2)
	say(act, day, s.said)
	if s.decide != "" {
		reasons := map[matching.Wish]string{matching.WishRenew: "towards-hire", matching.WishEnd: "goals-reached", matching.WishHire: "offered-by-host"}
		act(day, matching.TraineeshipAct{Act: matching.TraineeshipActActDecide, Wish: ptr(s.decide), Reason: ptr(reasons[s.decide])})
	}
	switch s.end {
	case "suspended":
		act(o.Today.AddDays(-5), matching.TraineeshipAct{Act: matching.TraineeshipActActSuspend, Cause: ptr(matching.Illness), From: ptr(o.Today.AddDays(-5)), Until: ptr(o.Today.AddDays(35))})
	case "early":
		act(o.Today.AddDays(-2), matching.TraineeshipAct{Act: matching.TraineeshipActActEndEarly, On: ptr(o.Today.AddDays(-2)), Reason: ptr("hired")})
	case "attested":
		act(o.Today.AddDays(-5), matching.TraineeshipAct{Act: matching.TraineeshipActActAttest, On: ptr(o.Today.AddDays(-5))})
	}
	if s.left < -15 {
		report(act, d, o.Today.AddDays(s.left+3), 1)
	}
	for n, now := range s.after {
		months := []int{1, 3, 6}[n]
		act(o.Today.AddDays(s.left+31*months+6), matching.TraineeshipAct{Act: matching.TraineeshipActActFollow, Months: ptr(months), Now: ptr(now)})
	}
	if s.failed != "" {
		out.Failure = ptr(s.failed)
	}
	return out
}

// report says that so many duties were done on a day.
func report(act func(civil.Date, matching.TraineeshipAct), d dice, day civil.Date, n int) {
	for range n {
		act(day, matching.TraineeshipAct{Act: matching.TraineeshipActActReport, On: ptr(day), Reference: ptr(fmt.Sprintf("DEMO-%05d", d.IntN(100000)))})
	}
}

// say lets parties wish for a renewal.
func say(act func(civil.Date, matching.TraineeshipAct), day civil.Date, who string) {
	parties := map[rune]matching.TermParty{'t': matching.TermPartyTrainee, 'h': matching.TermPartyHost, 'c': matching.TermPartyCounsellor}
	for _, letter := range who {
		act(day, matching.TraineeshipAct{Act: matching.TraineeshipActActAnswer, Party: ptr(parties[letter]), Wish: ptr(matching.WishRenew)})
	}
}

func (l *loader) traineeships(ctx context.Context, batch matching.TraineeshipBatch, count *Count) error {
	done, err := patiently(ctx, func(ctx context.Context) (Count, error) {
		r, err := answer[matching.TraineeshipBatchResult](l.matching.LoadTraineeships(ctx, batch))
		return Count{r.Created, r.Updated}, err
	})
	if err != nil {
		return fmt.Errorf("load traineeships: %w", err)
	}
	*count = done
	return nil
}
