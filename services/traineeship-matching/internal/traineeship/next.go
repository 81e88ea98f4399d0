package traineeship

// Next is the term that a renewal of the open one would plan; false when none runs.
func (t *Traineeship) Next(m Moment) (Term, bool) {
	open := t.OpenTerm()
	if open == nil {
		return Term{}, false
	}
	_, _, added := m.Rules.Pattern()
	start := open.PlannedEnd.AddDays(1)
	return Term{Number: open.Number + 1, Start: start, PlannedEnd: lastDay(start, added), Months: added, State: Planned}, true
}

// Silent are the parties other than the City that have said nothing of the open term: those who can be reminded.
func (t *Traineeship) Silent() []Party {
	open := t.OpenTerm()
	if open == nil {
		return nil
	}
	var out []Party
	for _, p := range []Party{Trainee, Host} {
		if t.OpinionOf(open.ID, p) == nil {
			out = append(out, p)
		}
	}
	return out
}

// Absent are the papers of the start that nobody has brought since: what was passed over is still owed.
func (t *Traineeship) Absent() []PaperKind {
	var out []PaperKind
	for _, k := range BroughtPapers() {
		if p := t.paper(k); p == nil || !p.On.IsValid() {
			out = append(out, k)
		}
	}
	return out
}
