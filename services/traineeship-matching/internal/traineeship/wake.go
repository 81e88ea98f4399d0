package traineeship

import "cloud.google.com/go/civil"

// Message is a letter to be written: to whom, which one, about which day. It names nobody.
type Message struct {
	To   Party // Trainee, Host or, for the colleague who follows, Counsellor
	Kind string
	Day  civil.Date
}

// Wake is what a wake-up did.
type Wake struct {
	// Changed is false when the wake-up was stale, early or a repetition: then nothing happened.
	Changed  bool
	Messages []Message
	// SeatsChanged: the host's place may be free again.
	SeatsChanged bool
}

// Wake acts on a step that is due. Of several due at once on the ladder only the latest acts; the rest become superseded.
// A wake-up of another version, before its time, or for a step that is over changes nothing.
func (t *Traineeship) Wake(m Moment, step string, version int64) Wake {
	var s *Step
	for i := range t.Steps {
		if t.Steps[i].ID == step {
			s = &t.Steps[i]
		}
	}
	if s == nil || s.State != StepOpen || s.Version != version || s.DueAt.After(m.Now) {
		return Wake{}
	}
	if onLadder(s.Kind) {
		latest := s
		for i := range t.Steps {
			other := &t.Steps[i]
			if other.TermID == s.TermID && other.State == StepOpen && onLadder(other.Kind) && !other.DueAt.After(m.Now) && other.comesAfter(latest) {
				latest = other
			}
		}
		for i := range t.Steps {
			other := &t.Steps[i]
			if other != latest && other.TermID == s.TermID && other.State == StepOpen && onLadder(other.Kind) && !other.DueAt.After(m.Now) {
				other.State, other.ActedAt = StepSuperseded, m.Now
			}
		}
		if latest != s {
			return Wake{Changed: true}
		}
	}
	s.State, s.ActedAt = StepDone, m.Now
	term := t.Term(s.TermID)
	out := Wake{Changed: true}
	switch s.Kind {
	case StepEvaluation, StepDecision, StepReminder, StepEscalation:
		out.Messages = t.asking(term, s.Kind)
	case StepDaily:
		out.Messages = t.asking(term, s.Kind)
		if next := m.Today().AddDays(1); !next.After(term.PlannedEnd) {
			t.addStep(m, term.ID, StepDaily, m.at(next, morning))
		}
	case StepPapers:
		out.Messages = t.Owed(term.ID)
	case StepAccess:
		out.Messages = t.warn(m)
	case StepFollowUp:
		out.Messages = t.ask(m, s)
	case StepResume:
		// A refusal means that it was resumed by hand before: nothing is left to do.
		if t.Resume(m, civil.Date{}) == nil {
			out.Messages = both("resumed", t.OpenTerm().PlannedEnd)
		}
	case StepEnd:
		// After an outage the end may wake before the end of a suspension that lies before it.
		if t.State == Suspended {
			_ = t.Resume(m, civil.Date{}) // a refusal leaves the end as it is
		}
		out.Messages = t.close(m, term)
		out.SeatsChanged = t.State == Ended
	}
	return out
}

// asking writes to the parties that have not answered, and to the counsellor: they are asked, told that the decision is due,
// and reminded. An escalation goes to the coordination too: whoever should decide may be away.
func (t *Traineeship) asking(term *Term, k StepKind) []Message {
	kind := "evaluation-reminder"
	switch k {
	case StepEvaluation:
		kind = "evaluation-asked"
	case StepDecision:
		kind = "decision-due"
	}
	var out []Message
	for _, p := range []Party{Trainee, Host} {
		if t.OpinionOf(term.ID, p) == nil {
			out = append(out, Message{p, kind, term.PlannedEnd})
		}
	}
	out = append(out, Message{Counsellor, kind, term.PlannedEnd}) // who decides, whoever has answered
	if k == StepEscalation {
		out = append(out, Message{Coordinator, "escalated", term.PlannedEnd})
	}
	return out
}

// close ends a term whose last day is over, by what was decided. Without a decision it ends as undecided: silence never
// approves.
func (t *Traineeship) close(m Moment, term *Term) []Message {
	d := t.DecisionOn(term.ID)
	term.State, term.ActualEnd = Closed, term.PlannedEnd
	if d != nil && d.Outcome == Renew {
		term.Outcome = Renewed
		if next := t.after(term); next != nil {
			next.State = Open
			t.plan(m, next)
			return both("term-began", next.PlannedEnd)
		}
	}
	kind := "term-ended"
	switch {
	case d == nil:
		term.Outcome, kind = Undecided, "term-undecided"
	case d.Outcome == Hire:
		term.Outcome = Converted
	default:
		term.Outcome = Finished
	}
	t.State, t.EndedOn, t.Outcome = Ended, term.PlannedEnd, term.Outcome
	t.cancelSteps(m, term.ID)
	t.unwatch(m)
	t.owe(m, term.ID, term.Outcome, term.PlannedEnd)
	t.planFollowUps(m, term.ID)
	out := append(both(kind, term.PlannedEnd), Message{Counsellor, kind, term.PlannedEnd})
	if d == nil {
		out = append(out, Message{Coordinator, "escalated-undecided", term.PlannedEnd})
	}
	return append(out, t.Owed(term.ID)...)
}

func both(kind string, day civil.Date) []Message {
	return []Message{{Trainee, kind, day}, {Host, kind, day}}
}

// after is the term that follows.
func (t *Traineeship) after(term *Term) *Term {
	for i := range t.Terms {
		if t.Terms[i].Number == term.Number+1 {
			return &t.Terms[i]
		}
	}
	return nil
}

// comesAfter reports whether a step stands higher on the ladder than another: the end highest, whatever the days say.
func (s *Step) comesAfter(other *Step) bool {
	if s.Kind == StepEnd || other.Kind == StepEnd {
		return s.Kind == StepEnd && other.Kind != StepEnd
	}
	return s.DueAt.After(other.DueAt)
}
