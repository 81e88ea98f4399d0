package policy

import (
	"strconv"

	"cloud.google.com/go/civil"
)

// Outcome says what a person may do over an interval.
type Outcome string

// The outcomes of work access.
const (
	MayWork        Outcome = "ok"
	MayWorkLimited Outcome = "ok-limited" // up to HoursWeek
	NeedsHuman     Outcome = "human"      // a person decides
	MayNotWork     Outcome = "no"
)

func (o Outcome) known() bool { return o.rank() >= 0 }

// rank orders outcomes: where two documents cover the same day, the higher one holds.
func (o Outcome) rank() int {
	switch o {
	case MayWork:
		return 3
	case MayWorkLimited:
		return 2
	case NeedsHuman:
		return 1
	case MayNotWork:
		return 0
	default:
		return -1
	}
}

// Interval is what other services may know: from when until when, with which limit, and never why. Its rule is
// always WA-01, because a finer one would tell the person's status.
type Interval struct {
	From    civil.Date  `json:"from"`
	Until   *civil.Date `json:"until"` // the last day; nil while no end is known
	Outcome Outcome     `json:"outcome"`
	// Traineeship is the outcome for traineeships where it differs from work.
	Traineeship Outcome `json:"traineeship,omitempty"`
	Rule        string  `json:"rule"`
	// Renewable: the end of the interval is the end of a paper, not of the right.
	Renewable bool `json:"renewable"`
	HoursWeek *int `json:"hoursWeek"`
}

// covers reports whether the day lies in the interval.
func (i Interval) covers(day civil.Date) bool {
	return !day.Before(i.From) && (i.Until == nil || !day.After(*i.Until))
}

// Finding is an interval with the rule behind it. It names the person's status in its reason and inputs: it is for those
// who may read the document itself.
type Finding struct {
	Interval Interval
	Result   Result
}

// WorkAccess returns the intervals that other services may know, oldest first, without overlaps; what ended before `on`
// is left out unless nothing follows it. No documents give no intervals: nothing is known, which is not a "no".
func (s RuleSet) WorkAccess(docs []Document, on civil.Date) []Interval {
	var out []Interval
	for _, f := range s.ExplainWorkAccess(docs, on) {
		if n := len(out); n > 0 && joins(out[n-1], f.Interval) {
			out[n-1].Until = f.Interval.Until
			continue
		}
		out = append(out, f.Interval)
	}
	return out
}

// ExplainWorkAccess returns the same intervals, each with its rule, reason and inputs.
func (s RuleSet) ExplainWorkAccess(docs []Document, on civil.Date) []Finding {
	var all []Finding
	for _, d := range docs {
		all = append(all, s.judge(d, on)...)
	}
	return current(merge(all), on)
}

// judge applies the one rule that fits the document.
func (s *RuleSet) judge(d Document, on civil.Date) []Finding {
	switch d.Kind {
	case NoPermit:
		f := s.finding("WA-09", d, "no-permit", Interval{From: firstKnown(d.IssuedOn, on), Outcome: MayNotWork})
		return []Finding{f}
	case Citizen: // an identity card ends, the right does not
		return []Finding{s.permit(d, s.statuses[Citizen], Interval{
			From: firstKnown(d.IssuedOn, on), Outcome: s.statuses[Citizen].outcome, Renewable: true,
		})}
	case AsylumSeeker:
		return s.judgeAsylum(d, on)
	default:
		return s.judgePermit(d, on)
	}
}

// judgeAsylum is rule WA-02: work from the day after the waiting time, traineeship before it by a person's decision.
func (s *RuleSet) judgeAsylum(d Document, on civil.Date) []Finding {
	human := func(reason string) []Finding {
		return []Finding{s.finding("WA-02", d, reason, Interval{
			From: firstKnown(d.LodgedOn, d.IssuedOn, on), Until: optional(d.ExpiresOn), Outcome: NeedsHuman, Renewable: true,
		})}
	}
	switch {
	case d.LodgedOn.IsZero():
		return human("asylum-date-missing")
	case d.Procedure == AcceleratedProcedure, d.Procedure == BorderProcedure:
		return human("asylum-special-procedure")
	case d.Decision == AsylumRefusedAppeal:
		return human("asylum-appeal")
	case d.Decision == AsylumRefused:
		return human("asylum-refused")
	}
	lastWait := d.LodgedOn.AddDays(s.asylumWaitDays)
	findings := []Finding{s.finding("WA-02", d, "asylum-waiting", Interval{
		From: d.LodgedOn, Until: &lastWait, Outcome: MayNotWork, Traineeship: NeedsHuman, Renewable: true,
	})}
	until := optional(d.ExpiresOn)
	if asked := d.RequestedOn; !asked.IsZero() && until != nil && !asked.After(*until) {
		until = nil // a renewal asked in time carries on until it is answered
	}
	if until != nil && !until.After(lastWait) {
		return findings
	}
	return append(findings, s.finding("WA-02", d, "asylum-may-work", Interval{
		From: lastWait.AddDays(1), Until: until, Outcome: MayWork, Renewable: true,
	}))
}

// judgePermit applies the table of WA-01, and WA-03 to what is asked for and not yet answered.
func (s *RuleSet) judgePermit(d Document, on civil.Date) []Finding {
	row, ok := s.statuses[d.Kind]
	if !ok {
		row = status{outcome: NeedsHuman, confidence: Memory, sources: s.brief.mayWork.Sources}
	}
	base := Interval{From: firstKnown(d.IssuedOn, d.RequestedOn, on), Outcome: row.outcome, Renewable: row.renewable}
	if row.outcome == MayWorkLimited {
		base.HoursWeek = &s.studyHoursWeek
	}
	pending := func(from civil.Date, reason string, inTime bool) Finding {
		i := base
		i.From, i.Until, i.Renewable = from, nil, true
		if !inTime && i.Outcome.rank() > NeedsHuman.rank() { // asking late gives nothing that the paper does not
			i.Outcome, i.HoursWeek = NeedsHuman, nil
		}
		return s.finding("WA-03", d, reason, i)
	}
	if d.IssuedOn.IsZero() && !d.RequestedOn.IsZero() {
		if d.Kind == TemporaryProtection { // may work from the receipt on, by its own row
			return s.endTemporaryProtection(d, []Finding{s.permit(d, row, base)}, on)
		}
		switch {
		case d.EnteredOn.IsZero():
			return []Finding{pending(d.RequestedOn, "first-issue-entry-missing", false)}
		case d.RequestedOn.DaysSince(d.EnteredOn) > s.firstRequestDays:
			return []Finding{pending(d.RequestedOn, "first-issue-late", false)}
		default:
			return []Finding{pending(d.RequestedOn, "first-issue-pending", true)}
		}
	}
	base.Until = optional(d.ExpiresOn)
	findings := []Finding{s.permit(d, row, base)}
	if !d.RequestedOn.IsZero() && !d.ExpiresOn.IsZero() {
		after := d.ExpiresOn.AddDays(1)
		if d.RequestedOn.After(d.ExpiresOn) {
			findings = append(findings, pending(d.RequestedOn, "renewal-late", false))
		} else {
			findings = append(findings, pending(after, "renewal-pending", true))
		}
	}
	if d.Kind == TemporaryProtection {
		return s.endTemporaryProtection(d, findings, on)
	}
	return findings
}

// permit is WA-01's finding, with the confidence and sources of the table's row.
func (s *RuleSet) permit(d Document, row status, i Interval) Finding {
	f := s.finding("WA-01", d, "permit-"+string(d.Kind), i)
	f.Result.Confidence, f.Result.Sources = row.confidence, row.sources
	return f
}

// endTemporaryProtection cuts what goes on after the last day of temporary protection: nothing is known about it yet,
// whether or not the paper that holds now reaches so far. Of a paper that has ended its end says more.
func (s *RuleSet) endTemporaryProtection(d Document, findings []Finding, on civil.Date) []Finding {
	last := s.temporaryProtectionUntil
	if n := len(findings); n > 0 && findings[n-1].Interval.Until != nil && findings[n-1].Interval.Until.Before(on) {
		return findings
	}
	out := findings[:0]
	for _, f := range findings {
		if f.Interval.From.After(last) {
			continue
		}
		if f.Interval.Until == nil || f.Interval.Until.After(last) {
			f.Interval.Until = &last
		}
		out = append(out, f)
	}
	return append(out, s.finding("WA-01", d, "temporary-protection-end", Interval{
		From: last.AddDays(1), Outcome: NeedsHuman, Renewable: false,
	}))
}

// finding joins an interval with the rule's answer and the dates that it was drawn from.
func (s *RuleSet) finding(id string, d Document, reason string, i Interval) Finding {
	i.Rule = "WA-01"
	decision := OK
	switch i.Outcome {
	case MayWorkLimited:
		decision = Warn
	case NeedsHuman:
		decision = Human
	case MayNotWork:
		decision = Block
	}
	r := s.result(id, decision, reason)
	r.Inputs = append(r.Inputs, Input{"document", string(d.Kind)})
	for _, x := range []struct {
		name string
		day  civil.Date
	}{
		{"issuedOn", d.IssuedOn},
		{"expiresOn", d.ExpiresOn},
		{"lodgedOn", d.LodgedOn},
		{"requestedOn", d.RequestedOn},
		{"enteredOn", d.EnteredOn},
	} {
		if !x.day.IsZero() {
			r.Inputs = append(r.Inputs, Input{x.name, x.day.String()})
		}
	}
	if d.Procedure != "" {
		r.Inputs = append(r.Inputs, Input{"procedure", string(d.Procedure)})
	}
	if d.Decision != "" {
		r.Inputs = append(r.Inputs, Input{"decision", string(d.Decision)})
	}
	if i.HoursWeek != nil {
		r.Inputs = append(r.Inputs, Input{"hoursWeek", strconv.Itoa(*i.HoursWeek)})
	}
	return Finding{i, r}
}

func firstKnown(days ...civil.Date) civil.Date {
	for _, d := range days {
		if !d.IsZero() {
			return d
		}
	}
	return civil.Date{}
}

func optional(d civil.Date) *civil.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}
