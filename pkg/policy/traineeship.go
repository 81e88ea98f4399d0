package policy

import (
	"slices"
	"strconv"

	"cloud.google.com/go/civil"
)

// Traineeship is what the rules on duration, extension and allowance look at.
type Traineeship struct {
	Type TraineeshipType
	// Months are the net months of the terms so far, without suspensions; Added those that are asked for.
	Months, Added int
	// HigherLevel: every competence of the project is of EQF 4 or above. Opinion: a competent third party agreed to more.
	HigherLevel, Opinion bool
	HoursWeek            int
	AllowanceCents       int64
}

// Pattern is rule TR-05: how many months a first term has, how often it is renewed, for how many months.
func (s *RuleSet) Pattern() (months, renewals, renewalMonths int) {
	return s.traineeship.months, s.traineeship.renewals, s.traineeship.renewal
}

// ChangeDays is rule TR-16: within how many days an extension or an end is communicated.
func (s *RuleSet) ChangeDays() int { return s.traineeship.changeDays }

// FollowUpMonths is rule TR-20: how many months after the end is asked what became of the person.
func (s *RuleSet) FollowUpMonths() []int { return slices.Clone(s.traineeship.followUpMonths) }

// AskDays is rule TR-06: how many days before the end an extension is to be asked for.
func (s *RuleSet) AskDays() int { return s.traineeship.askDays }

// WakeDays are the days before a term's end on which its parties hear of it.
func (s *RuleSet) WakeDays() WakeDays { return s.traineeship.wake }

// LastCommunicationDay is rule TR-15: the last day on which a start may be communicated.
func (s *RuleSet) LastCommunicationDay(start civil.Date) civil.Date {
	return start.AddDays(-s.traineeship.communicationDays)
}

// Rule returns a rule's text without a decision on a case: what a checklist shows of the rule behind an item. It
// reports false for a rule that the set does not have.
func (s *RuleSet) Rule(id string) (Result, bool) {
	r, ok := s.rules[id]
	if !ok {
		return Result{}, false
	}
	return *r, true
}

// Longest is rule TR-04's ceiling in months, and the reason code of the case that applies.
func (s *RuleSet) Longest(t Traineeship) (months int, reason string) {
	l := s.traineeship.longest[t.Type]
	switch {
	case t.HigherLevel && l.Higher > 0:
		return l.Higher, "limit-" + string(t.Type) + "-higher"
	case t.Opinion && l.Opinion > 0:
		return l.Opinion, "limit-" + string(t.Type) + "-opinion"
	default:
		return l.Limit, "limit-" + string(t.Type)
	}
}

// Duration judges the months of a first term (TR-03, TR-04, TR-05). The worst stands first.
func (s *RuleSet) Duration(t Traineeship) []Result {
	limit, reason := s.Longest(t)
	in := []Input{{"months", strconv.Itoa(t.Added)}, {"limit", strconv.Itoa(limit)}, {"type", string(t.Type)}}
	var out []Result
	add := func(rule string, d Decision, reason string) {
		r := s.result(rule, d, reason)
		r.Inputs = in
		out = append(out, r)
	}
	if t.Months+t.Added > limit {
		add("TR-04", Block, reason)
	}
	if t.Added < s.traineeship.shortest[t.Type] {
		add("TR-03", Block, "too-short")
	}
	if t.Added != s.traineeship.months {
		add("TR-05", Warn, "other-than-usual")
	}
	if len(out) == 0 {
		add("TR-04", OK, reason)
	}
	slices.SortStableFunc(out, func(a, b Result) int { return int(b.Decision) - int(a.Decision) })
	return out
}

// Extension judges one more term (TR-04, TR-06): extensions are those that there were, the days those that are left.
func (s *RuleSet) Extension(t Traineeship, extensions, daysLeft int) []Result {
	limit, reason := s.Longest(t)
	in := []Input{
		{"months", strconv.Itoa(t.Months)},
		{"added", strconv.Itoa(t.Added)},
		{"limit", strconv.Itoa(limit)},
		{"extensions", strconv.Itoa(extensions)},
		{"most", strconv.Itoa(s.traineeship.extensions)},
		{"type", string(t.Type)},
	}
	var out []Result
	add := func(rule string, d Decision, reason string) {
		r := s.result(rule, d, reason)
		r.Inputs = in
		out = append(out, r)
	}
	if extensions >= s.traineeship.extensions {
		add("TR-06", Block, "extended-already")
	}
	if daysLeft < 0 {
		add("TR-06", Block, "after-the-end")
	}
	if t.Months+t.Added > limit {
		add("TR-04", Block, reason)
	}
	if daysLeft >= 0 && daysLeft < s.traineeship.askDays {
		add("TR-06", Warn, "asked-late")
	}
	if len(out) == 0 || out[0].Decision != Block {
		add("TR-04", OK, reason)
	}
	return out
}

// Allowance judges the amount a month (TR-07). Where the person is disadvantaged the agreement sets it.
func (s *RuleSet) Allowance(t Traineeship) Result {
	least := s.traineeship.ordinaryCents
	if t.HoursWeek > 0 && t.HoursWeek <= 5*s.traineeship.shortHours {
		least = s.traineeship.shortCents
	}
	r := s.result("TR-07", OK, "allowance-enough")
	switch {
	case t.Type != OrdinaryTraineeship:
		r = s.result("TR-07", OK, "allowance-by-agreement")
	case t.AllowanceCents < least:
		r = s.result("TR-07", Block, "allowance-low")
	}
	r.Inputs = []Input{{"cents", strconv.FormatInt(t.AllowanceCents, 10)}, {"least", strconv.FormatInt(least, 10)}}
	return r
}

// Cause is why a traineeship is suspended.
type Cause string

// The causes that rule TR-18 allows.
const (
	Maternity Cause = "maternity"
	Accident  Cause = "accident"
	Illness   Cause = "illness"
	Closure   Cause = "closure" // of the company
)

// Causes returns every cause, in the order in which forms offer them.
func Causes() []Cause { return []Cause{Illness, Accident, Maternity, Closure} }

// Suspension judges a suspension by its cause and days (TR-18).
func (s *RuleSet) Suspension(c Cause, days int) Result {
	least := s.traineeship.personalDays
	if c == Closure {
		least = s.traineeship.closureDays
	}
	r := s.result("TR-18", OK, "suspension-allowed")
	switch {
	case !slices.Contains(Causes(), c):
		r = s.result("TR-18", Block, "suspension-cause")
	case days < least:
		r = s.result("TR-18", Block, "suspension-short")
	}
	r.Inputs = []Input{{"days", strconv.Itoa(days)}, {"least", strconv.Itoa(least)}}
	return r
}
