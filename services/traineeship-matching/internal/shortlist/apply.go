package shortlist

import (
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// The times of consent, in days: a question lapses, and a name is not shown for ever.
const (
	AskDays  = 14
	GiveDays = 90
	// MostTimes is how many times an employer may propose at once.
	MostTimes  = 3
	noteLength = 1000
)

// Change is an act with what it says.
type Change struct {
	Act      Act
	By       Party
	Reason   string
	NextStep string
	Note     string
	How      string // of a consent
	Name     string // of a consent: who the employer will see
	Contact  string // of a consent: empty means through CeLav
	Times    []time.Time
	Time     *time.Time // the one accepted
	Record   string     // of Place
	// Of a decision:
	Decision *Decision
	Company  string
	Why      Why
	Blind    Blind
	// MayOverride: the decider has the role that may set a block aside.
	MayOverride bool
	// HardBlocks are constraints that block by a rule that nobody may set aside.
	HardBlocks []string
}

// Apply returns the entry after a change, or what is wrong with it. Nothing is changed in e.
func (e Entry) Apply(c Change, now time.Time, today civil.Date) (Entry, error) {
	t, ok := Find(e.State, c.Act, c.By)
	if !ok {
		return e, fault.New(fault.Precondition, "This cannot be done now: the entry is %s.", e.State)
	}
	var bad fault.Violations
	if len(c.Note) > noteLength {
		bad.Add("/note", "too-long", "At most %d characters.", noteLength)
	}
	if codes := reasonsOf(c.Act); codes != nil && !known(codes, c.Reason) {
		bad.Add("/reason", "required", "Say why.")
	}
	if (c.Act == Decline || c.Act == ReportNoShow) && !known(NextSteps(), c.NextStep) {
		bad.Add("/nextStep", "required", "Say what follows for the person.")
	}
	next := e
	next.Facts.Times = slices.Clone(e.Facts.Times)
	next.State = t.To
	if t.To != e.State {
		next.Since = now
	}
	switch c.Act {
	case Propose, Hold, Pass:
		next.decide(c, &bad)
	case AskRelease, Present:
		round := 1
		if e.Facts.Asked != nil {
			round = e.Facts.Asked.Round + 1
		}
		next.Facts.Asked = &Asked{By: c.By, At: now, Until: today.AddDays(AskDays), Round: round}
	case Consent:
		if !known(Ways(), c.How) || c.By == Desk && c.How == "signed-in" {
			bad.Add("/how", "required", "Say how consent was given.")
		}
		next.Facts.Given = &Given{By: c.By, How: c.How, At: now, Until: today.AddDays(GiveDays)}
		next.Words.Name, next.Words.Contact = c.Name, c.Contact
		if len(c.Contact) > 200 {
			bad.Add("/contact", "too-long", "At most 200 characters.")
		}
	case Refuse, Lapse, WithdrawConsent, Withdraw:
		next.hide()
		next.Facts.Reason = c.Reason
	case ProposeTimes:
		next.Facts.Booked, next.Facts.Times = nil, checkTimes(c.Times, now, &bad)
	case AcceptTime:
		next.accept(c, now, &bad)
	case AskOtherTimes:
		next.Facts.Booked = nil
	case AgreeTrainee, AgreeHire, Decline, ReportNoShow:
		next.outcome(e.State, c, now)
	case Place:
		next.Facts.Record = c.Record
	}
	if c.Note != "" {
		switch c.By {
		case Host:
			next.Words.HostNote = c.Note
		case Desk:
			next.Words.Note = c.Note
		}
	}
	if err := bad.Err(); err != nil {
		return e, err
	}
	return next, nil
}

// hide forgets who the person is: only what a consent allowed may be kept, as long as it holds.
func (e *Entry) hide() {
	e.Words.Name, e.Words.Contact, e.Facts.Given, e.Facts.Booked, e.Facts.Times = "", "", nil, nil, nil
}

func (e *Entry) decide(c Change, bad *fault.Violations) {
	if c.Decision == nil {
		bad.Add("/decision", "required", "A decision rests on a match.")
		return
	}
	d := *c.Decision
	e.Facts.Reason, e.Facts.NextStep = c.Reason, ""
	if c.Act == Propose {
		e.hide()
		e.Facts.Host, e.Facts.Desk, e.Facts.Asked = nil, nil, nil
		e.Facts.Reason = ""
		switch {
		case len(c.HardBlocks) > 0:
			bad.Add("/override", "hard-block", "A rule of law stands in the way; nobody may set it aside.")
		case len(d.Blocks) > 0 && !c.MayOverride:
			bad.Add("/override", "blocked", "A constraint stands in the way; only a coordinator may set it aside.")
		case len(d.Blocks) > 0 && !known(OverrideReasons(), d.Override):
			bad.Add("/override", "required", "Say why the constraint does not stand.")
		}
		if d.Higher > 0 && !known(SkipReasons(), d.SkipReason) {
			bad.Add("/skipReason", "required", "Others stand higher and nothing was decided about them: say why this person comes first.")
		}
		e.Words.Blind = c.Blind
	}
	if len(d.Blocks) == 0 {
		d.Override = ""
	}
	if d.Higher == 0 || c.Act != Propose {
		d.SkipReason = ""
	}
	e.Facts.Decision, e.Words.Why, e.Words.Company = d, c.Why, c.Company
}

// checkTimes takes one to three times that lie ahead, in order, each once.
func checkTimes(times []time.Time, now time.Time, bad *fault.Violations) []time.Time {
	times = slices.Clone(times)
	slices.SortFunc(times, time.Time.Compare)
	times = slices.CompactFunc(times, time.Time.Equal)
	switch {
	case len(times) == 0:
		bad.Add("/times/0", "required", "Propose at least one time.")
	case len(times) > MostTimes:
		bad.Add("/times/0", "too-many", "Propose at most %d times.", MostTimes)
	case !times[0].After(now):
		bad.Add("/times/0", "past", "A time lies in the past.")
	case times[len(times)-1].After(now.AddDate(0, 3, 0)):
		bad.Add("/times/0", "too-far-ahead", "Propose times within three months.")
	}
	for i := range times {
		times[i] = times[i].UTC()
	}
	return times
}

func (e *Entry) accept(c Change, now time.Time, bad *fault.Violations) {
	for _, t := range e.Facts.Times {
		if c.Time != nil && t.Equal(*c.Time) {
			if !t.After(now) {
				bad.Add("/time", "past", "This time has passed: ask for other times.")
			}
			at := t
			e.Facts.Booked = &at
			return
		}
	}
	bad.Add("/time", "required", "Choose one of the times proposed.")
}

// outcome records one side's word. CeLav's counts where the two differ; both stay on record.
func (e *Entry) outcome(from State, c Change, now time.Time) {
	what := map[Act]string{AgreeTrainee: "traineeship", AgreeHire: "hire", Decline: "no", ReportNoShow: "no-show"}[c.Act]
	o := &Outcome{What: what, Reason: c.Reason, NextStep: c.NextStep, At: now}
	if c.By == Host {
		e.Facts.Host = o
		if e.Facts.Desk != nil {
			e.State, o = from, e.Facts.Desk
		}
	} else {
		e.Facts.Desk = o
	}
	e.Facts.Reason, e.Facts.NextStep = o.Reason, o.NextStep
	if e.State == NotChosen {
		e.Words.Name, e.Words.Contact = "", "" // the employer has no more use for them
	}
}

// Agreed says what was agreed: "traineeship", "hire" or nothing.
func (f Facts) Agreed() string {
	for _, o := range []*Outcome{f.Desk, f.Host} {
		if o != nil && (o.What == "traineeship" || o.What == "hire") {
			return o.What
		}
	}
	return ""
}
