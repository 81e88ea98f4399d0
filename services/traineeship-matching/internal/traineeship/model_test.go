package traineeship_test

import (
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// reference is how a traineeship is expected to go, written without looking at how it is done: the state by name, the last
// day of the open term, and what was decided about it.
type reference struct {
	state    string
	outcome  string
	term     int
	end      civil.Date
	decided  traineeship.Wish
	consents map[traineeship.Party]traineeship.Wish
	from     civil.Date // of the suspension
	until    civil.Date
	free     civil.Date // no suspension may begin before
	noticed  bool
	owed     bool // the addendum of a renewal
}

type modelled struct {
	t    *traineeship.Traineeship
	ref  reference
	day  civil.Date
	hour int
	zone *time.Location
	set  policy.RuleSet
}

func (m *modelled) moment(role traineeship.Party) traineeship.Moment {
	return traineeship.Moment{
		Now: time.Date(m.day.Year, m.day.Month, m.day.Day, m.hour, 0, 0, 0, m.zone).UTC(), Zone: m.zone, Rules: m.set, By: "someone", Role: role,
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
	}
}

// agree fails when an act went otherwise than expected.
func agree(rt *rapid.T, what string, err error, expected bool) {
	rt.Helper()
	if (err == nil) != expected {
		rt.Fatalf("%s: %v, though it should be possible: %t", what, err, expected)
	}
}

func (m *modelled) live() bool { return m.ref.state == "running" || m.ref.state == "suspended" }

// over reports whether the open term's last day is over.
func (m *modelled) over() bool { return m.day.After(m.ref.end) }

func (m *modelled) answer(rt *rapid.T) {
	p := rapid.SampledFrom(traineeship.Parties()).Draw(rt, "party")
	w := rapid.SampledFrom(traineeship.Wishes()).Draw(rt, "wish")
	can := m.live() && m.ref.decided == ""
	agree(rt, "answer", m.t.Speak(m.moment(traineeship.Counsellor), p, w, false), can)
	if can {
		m.ref.consents[p] = w
	}
}

func (m *modelled) decide(rt *rapid.T) {
	w := rapid.SampledFrom(traineeship.Wishes()).Draw(rt, "outcome")
	role := rapid.SampledFrom([]traineeship.Party{traineeship.Counsellor, traineeship.Coordinator}).Draw(rt, "role")
	override := rapid.SampledFrom([]string{"", "Agreed by telephone."}).Draw(rt, "override")
	can := m.live() && m.ref.decided == "" && !m.over()
	if w == traineeship.Renew {
		all := len(m.ref.consents) == 3
		for _, said := range m.ref.consents {
			all = all && said == traineeship.Renew
		}
		// One renewal and no more, whoever asks; without all three only a coordinator, with a reason.
		can = can && m.ref.term == 1 && (all || role == traineeship.Coordinator && override != "")
	}
	reason := traineeship.Reasons(w)[0]
	agree(rt, "decide "+string(w), m.t.Decide(m.moment(role), traineeship.Verdict{Outcome: w, Reason: reason, Override: override}), can)
	if can {
		m.ref.decided, m.ref.owed = w, w == traineeship.Renew || m.ref.owed
	}
}

func (m *modelled) revoke(rt *rapid.T) {
	can := m.live() && m.ref.decided != "" && !m.over()
	agree(rt, "revoke", m.t.Revoke(m.moment(traineeship.Coordinator), "A mistake."), can)
	if can {
		// What was signed already stays signed; what was not is owed no more.
		m.ref.owed = m.ref.owed && m.ref.term == 2
		m.ref.decided = ""
	}
}

func (m *modelled) suspend(rt *rapid.T) {
	cause := rapid.SampledFrom(traineeship.Parties()).Draw(rt, "who") // only to choose between two causes
	c, least := policy.Illness, 30
	if cause == traineeship.Host {
		c, least = policy.Closure, 15
	}
	from := m.day.AddDays(-rapid.IntRange(-2, 12).Draw(rt, "since"))
	days := rapid.IntRange(10, 60).Draw(rt, "days")
	until := from.AddDays(days - 1)
	can := m.ref.state == "running" && !from.After(m.day) && !from.Before(m.t.OpenTerm().Start) && !from.After(m.ref.end) && !from.Before(m.ref.free) &&
		!until.Before(m.day) && days >= least && !m.over()
	agree(rt, "suspend", m.t.Suspend(m.moment(traineeship.Counsellor), c, from, until), can)
	if can {
		m.ref.state, m.ref.from, m.ref.until = "suspended", from, until
		m.ref.end = m.ref.end.AddDays(days)
	}
}

func (m *modelled) resume(rt *rapid.T) {
	last := m.day.AddDays(-rapid.IntRange(-1, 5).Draw(rt, "last"))
	can := m.ref.state == "suspended" && !last.Before(m.ref.from) && !last.After(m.ref.until) && !last.After(m.day)
	agree(rt, "resume", m.t.Resume(m.moment(traineeship.Counsellor), last), can)
	if can {
		m.ref.state = "running"
		m.ref.end = m.ref.end.AddDays(-m.ref.until.DaysSince(last))
		m.ref.free = last.AddDays(1)
	}
}

func (m *modelled) endEarly(rt *rapid.T) {
	on := m.day.AddDays(-rapid.IntRange(-1, 10).Draw(rt, "on"))
	can := m.live() && !on.After(m.day) && !on.Before(m.t.OpenTerm().Start) && !on.After(m.ref.end)
	agree(rt, "end early", m.t.EndEarly(m.moment(traineeship.Counsellor), on, traineeship.EarlyReasons()[0]), can)
	if can {
		m.ref.state, m.ref.outcome, m.ref.noticed = "ended", "early", true
	}
}

func (m *modelled) acknowledge(rt *rapid.T) {
	can := m.ref.state == "ended" && m.ref.outcome == "undecided" && !m.ref.noticed
	agree(rt, "acknowledge", m.t.Acknowledge(m.moment(traineeship.Coordinator)), can)
	m.ref.noticed = m.ref.noticed || can
}

// sign signs the addendum of a renewal.
func (m *modelled) sign(rt *rapid.T) {
	id := "none"
	for _, d := range m.t.Duties {
		if d.Kind == traineeship.DutyAddendum && d.Open() {
			id = d.ID
		}
	}
	agree(rt, "sign", m.t.Report(m.moment(traineeship.Counsellor), id, m.day, ""), m.ref.owed)
	m.ref.owed = false
}

func (m *modelled) attest(rt *rapid.T) {
	signed := rapid.Bool().Draw(rt, "signed")
	around := traineeship.Surroundings{}
	if signed {
		around.Signed = map[traineeship.PaperKind]traineeship.Standing{traineeship.PaperAttestation: {SignedOn: m.day}}
	}
	can := m.ref.state == "ended" && signed && (m.ref.term != 2 || !m.ref.owed)
	agree(rt, "attest", m.t.Attest(m.moment(traineeship.Counsellor), around, m.day), can)
	if can {
		m.ref.state = "attested"
	}
}

// pass lets days go by, and wakes what is due in any order, some of it twice, some of it by a stale version.
func (m *modelled) pass(rt *rapid.T) {
	m.day, m.hour = m.day.AddDays(rapid.IntRange(0, 25).Draw(rt, "days")), rapid.IntRange(0, 23).Draw(rt, "hour")
	if rapid.Bool().Draw(rt, "asleep") {
		return
	}
	m.wakeAll(rt)
}

func (m *modelled) wakeAll(rt *rapid.T) {
	now := m.moment(traineeship.ByClock)
	for range 50 {
		var due []traineeship.Step
		for _, s := range m.t.Steps {
			if s.State == traineeship.StepOpen && !s.DueAt.After(now.Now) {
				due = append(due, s)
			}
		}
		if len(due) == 0 {
			break
		}
		s := rapid.SampledFrom(due).Draw(rt, "step")
		if m.t.Wake(now, s.ID, s.Version+1).Changed || m.t.Wake(now, s.ID, s.Version-1).Changed {
			rt.Fatal("a wake-up of another version changed something")
		}
		m.t.Wake(now, s.ID, s.Version)
	}
	for _, s := range m.t.Steps {
		if s.State == traineeship.StepOpen && !s.DueAt.After(now.Now) {
			rt.Fatalf("%s stays due", s.Kind)
		}
		if s.State == traineeship.StepOpen && m.t.Wake(now, s.ID, s.Version).Changed || s.State != traineeship.StepOpen && m.t.Wake(now, s.ID, s.Version).Changed {
			rt.Fatalf("%s acted early or twice", s.Kind)
		}
	}
	// What the days do by themselves: a suspension is over, then a term.
	if m.ref.state == "suspended" && m.day.After(m.ref.until) {
		m.ref.state, m.ref.free = "running", m.ref.until.AddDays(1)
	}
	for m.live() && m.over() {
		m.ref.noticed = true
		switch m.ref.decided {
		case traineeship.Renew:
			first := m.ref.end.AddDays(1)
			m.ref.term, m.ref.decided, m.ref.consents = 2, "", map[traineeship.Party]traineeship.Wish{}
			m.ref.end = months(first, 3)
			continue
		case traineeship.Hire:
			m.ref.outcome = "converted"
		case traineeship.End:
			m.ref.outcome = "ended"
		default:
			m.ref.outcome, m.ref.noticed = "undecided", false
		}
		m.ref.state = "ended"
	}
}

// months is the last day of so many months from a day on.
func months(first civil.Date, n int) civil.Date {
	target := time.Date(first.Year, first.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := target.AddDate(0, 1, -1).Day()
	if first.Day > last {
		return civil.DateOf(target.AddDate(0, 1, -1))
	}
	return civil.Date{Year: target.Year(), Month: target.Month(), Day: first.Day}.AddDays(-1)
}

// check compares the traineeship with the reference after every act.
func (m *modelled) check(rt *rapid.T) {
	if got := string(m.t.State); got != m.ref.state {
		rt.Fatalf("it is %s, expected %s", got, m.ref.state)
	}
	if m.ref.state == "ended" && (string(m.t.Outcome) != m.ref.outcome || m.t.Unnoticed() == m.ref.noticed) {
		rt.Fatalf("it ended %s (unnoticed: %t), expected %s", m.t.Outcome, m.t.Unnoticed(), m.ref.outcome)
	}
	open, ends := 0, 0
	for _, x := range m.t.Terms {
		if x.State == traineeship.Open {
			open++
		}
	}
	for _, s := range m.t.Steps {
		if s.State == traineeship.StepOpen && s.Kind == traineeship.StepEnd {
			ends++
		}
		if (s.State == traineeship.StepDone || s.State == traineeship.StepSuperseded) && s.ActedAt.Before(s.DueAt) {
			rt.Fatalf("%s acted before its time", s.Kind)
		}
	}
	inForce := map[string]int{}
	for _, d := range m.t.Decisions {
		if d.RevokedAt.IsZero() {
			inForce[d.TermID]++
		}
	}
	for term, n := range inForce {
		if n > 1 {
			rt.Fatalf("term %s is decided %d times", term, n)
		}
	}
	for i, a := range m.t.Suspensions {
		if a.Until.Before(a.From) || i > 0 && !a.From.After(m.t.Suspensions[i-1].Until) {
			rt.Fatalf("suspensions overlap: %+v", m.t.Suspensions)
		}
		if !m.live() && !a.Over {
			rt.Fatal("a suspension goes on after the end")
		}
	}
	if !m.live() {
		if open != 0 || ends != 0 {
			rt.Fatalf("it is over with %d open terms and %d ends", open, ends)
		}
		return
	}
	if open != 1 || ends != 1 {
		rt.Fatalf("%d open terms, %d ends to come", open, ends)
	}
	term := m.t.OpenTerm()
	if term.Number != m.ref.term || term.PlannedEnd != m.ref.end || (m.t.DecisionOn(term.ID) != nil) != (m.ref.decided != "") {
		rt.Fatalf("term %d to %s, expected %d to %s", term.Number, term.PlannedEnd, m.ref.term, m.ref.end)
	}
}

// Whatever people do and whenever they are woken, the table of states goes as the reference says.
func TestTheStatesGoAsTheReferenceSays(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	start := civil.Date{Year: 2026, Month: time.September, Day: 1}
	set, err := lib.On(start)
	if err != nil {
		t.Fatal(err)
	}
	around := traineeship.Surroundings{Access: []policy.Interval{{From: start, Outcome: policy.MayWork}}, Known: true, SeatLimit: -1, Trainees: -1}
	rapid.Check(t, func(rt *rapid.T) {
		m := &modelled{day: start.AddDays(-5), hour: 12, zone: zone, set: set}
		x, err := traineeship.OpenNew(m.moment(traineeship.Counsellor), traineeship.Opening{
			PersonID: "p", CompanyID: "c", Type: policy.OrdinaryTraineeship, Start: start, Months: 3, HoursWeek: 30, HostTutor: "Rita Prova", AllowanceCents: 50000,
		})
		if err != nil {
			rt.Fatal(err)
		}
		m.t = x
		// Without a paper nothing starts, and no hard one can be passed over.
		for _, k := range traineeship.BroughtPapers() {
			m.day = start
			agree(rt, "begin", x.Begin(m.moment(traineeship.Coordinator), around), false)
			m.day = start.AddDays(-5)
			hard := k != traineeship.PaperDeclarations
			if hard {
				agree(rt, "pass over a hard paper", x.Waive(m.moment(traineeship.Coordinator), around, k, "No time."), false)
			}
			agree(rt, "paper", x.SetPaper(m.moment(traineeship.Counsellor), around, k, m.day, "1"), true)
		}
		agree(rt, "begin too early", x.Begin(m.moment(traineeship.Coordinator), around), false)
		m.day, m.hour = start, 8
		agree(rt, "begin", x.Begin(m.moment(traineeship.Counsellor), around), true)
		m.ref = reference{state: "running", term: 1, end: months(start, 3), consents: map[traineeship.Party]traineeship.Wish{}}
		rt.Repeat(map[string]func(*rapid.T){
			"": m.check, "answer": m.answer, "decide": m.decide, "revoke": m.revoke, "suspend": m.suspend, "resume": m.resume,
			"end early": m.endEarly, "acknowledge": m.acknowledge, "attest": m.attest, "sign": m.sign, "days pass": m.pass, "more days pass": m.pass,
		})
	})
}
