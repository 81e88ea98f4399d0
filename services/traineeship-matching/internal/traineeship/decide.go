package traineeship

import (
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
)

// Speak records what a party says of the open term. The wish to renew is that party's consent.
func (t *Traineeship) Speak(m Moment, p Party, w Wish, recorded bool) error {
	if err := t.may(ActAnswer); err != nil {
		return err
	}
	var bad fault.Violations
	if !slices.Contains(Parties(), p) {
		bad.Add("/party", "unknown", "There is no such party.")
	}
	if !slices.Contains(Wishes(), w) {
		bad.Add("/wish", "required", "Choose an answer.")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	term := t.OpenTerm()
	if t.DecisionOn(term.ID) != nil {
		return fault.New(fault.Precondition, "This term is decided.")
	}
	o := t.OpinionOf(term.ID, p)
	if o == nil {
		t.Answers = append(t.Answers, Opinion{TermID: term.ID, Party: p})
		o = &t.Answers[len(t.Answers)-1]
	}
	o.Wish, o.On, o.By, o.Recorded = w, m.Today(), m.By, recorded
	t.request(m, term)
	return nil
}

// request makes the renewal request follow what the parties say.
func (t *Traineeship) request(m Moment, term *Term) {
	open := t.OpenRequest(term.ID)
	if open != nil {
		for p := range open.Consents {
			if o := t.OpinionOf(term.ID, p); o == nil || o.Wish != Renew {
				open.State = Withdrawn
				open = nil
				break
			}
		}
	}
	for _, p := range Parties() {
		o := t.OpinionOf(term.ID, p)
		if o == nil || o.Wish != Renew {
			continue
		}
		if open == nil {
			limit, why := m.Rules.Longest(t.facts(0))
			rule, _ := m.Rules.Rule("TR-04")
			t.Requests = append(t.Requests, Request{
				ID: m.NewID(), TermID: term.ID, State: Asked, AskedBy: p, AskedOn: m.Today(), Consents: map[Party]civil.Date{}, Limit: limit, Why: why, Rules: rule.Version,
			})
			open = &t.Requests[len(t.Requests)-1]
		}
		open.Consents[p] = o.On
	}
	if open != nil && len(open.Consents) == len(Parties()) {
		open.State = Consented
	}
}

// Ceiling says how many months more the rules allow after the open term, and why.
type Ceiling struct {
	Limit, Months, Added int
	Results              []policy.Result
	Blocked              bool
	// Missing are the parties that have not consented.
	Missing []Party
}

// Ceiling computes what a renewal of the open term would meet.
func (t *Traineeship) Ceiling(m Moment) Ceiling {
	term := t.OpenTerm()
	_, _, added := m.Rules.Pattern()
	c := Ceiling{Added: added}
	if term == nil {
		return c
	}
	// A term that a decision has planned already is not asked for twice.
	facts := t.facts(added)
	facts.Months = 0
	for _, x := range t.Terms {
		if x.Number <= term.Number {
			facts.Months += x.Months
		}
	}
	c.Limit, _ = m.Rules.Longest(facts)
	c.Months = facts.Months
	c.Results = m.Rules.Extension(facts, term.Number-1, term.PlannedEnd.DaysSince(m.Today()))
	c.Blocked = c.Results[0].Decision == policy.Block
	for _, p := range Parties() {
		if o := t.OpinionOf(term.ID, p); o == nil || o.Wish != Renew {
			c.Missing = append(c.Missing, p)
		}
	}
	return c
}

// Verdict is what somebody decides.
type Verdict struct {
	Outcome Wish
	Reason  string // code
	// Override is a coordinator's reason for a renewal without all consents, or though a right to work is to be judged.
	Override string
	// Access decides over the right to work in the months that a renewal adds; the zero value stands in no way.
	Access policy.Stretch
	Key    string
}

// Reasons are the codes of a decision's reason, by outcome.
func Reasons(w Wish) []string {
	switch w {
	case Renew:
		return []string{"goals-open", "towards-hire", "needs-time"}
	case Hire:
		return []string{"offered-by-host", "found-elsewhere"}
	default:
		return []string{"goals-reached", "host-unavailable", "trainee-wish", "other-project"}
	}
}

// Decide decides the open term, once. A renewal plans the next term.
func (t *Traineeship) Decide(m Moment, v Verdict) error {
	if open := t.OpenTerm(); open != nil {
		if d := t.DecisionOn(open.ID); d != nil {
			if v.Key != "" && d.Key == v.Key {
				return nil
			}
			return fault.New(fault.Conflict, "This term is decided already.")
		}
	}
	if err := t.may(ActDecide); err != nil {
		return err
	}
	if err := t.stillOpen(m); err != nil {
		return err
	}
	var bad fault.Violations
	if !slices.Contains(Wishes(), v.Outcome) {
		bad.Add("/outcome", "required", "Choose a decision.")
	} else if !slices.Contains(Reasons(v.Outcome), v.Reason) {
		bad.Add("/reason", "required", "Choose a reason.")
	}
	if len(v.Override) > MaxReason {
		bad.Add("/override", "too-long", "Write at most %d characters.", MaxReason)
	}
	if err := bad.Err(); err != nil {
		return err
	}
	term, ceiling := t.OpenTerm(), t.Ceiling(m)
	d := Decision{
		ID: m.NewID(), TermID: term.ID, Outcome: v.Outcome, Reason: v.Reason, By: m.By, Role: m.Role, At: m.Now, Key: v.Key,
		Limit: ceiling.Limit, Why: ceiling.Results[0].Reason, Rules: ceiling.Results[0].Version,
	}
	if v.Outcome == Renew {
		switch {
		case ceiling.Blocked:
			return fault.New(fault.Precondition, "A renewal is not possible: %s (%s).", ceiling.Results[0].Rule, ceiling.Results[0].Reason)
		case v.Access.Result.Decision == policy.Block:
			return fault.New(fault.Precondition, "A renewal is not possible: there is no right to work over all of it (%s).", v.Access.Result.Rule)
		case len(ceiling.Missing) > 0 && (m.Role != Coordinator || v.Override == ""):
			return fault.New(fault.Precondition, "Not all three have consented; a coordinator may pass over that, with a reason.")
		case v.Access.Result.Decision == policy.Human && (m.Role != Coordinator || v.Override == ""):
			return fault.New(fault.Precondition, "The right to work is to be judged (%s); a coordinator decides that, with a reason.", v.Access.Result.Rule)
		case len(ceiling.Missing) > 0 || v.Access.Result.Decision == policy.Human:
			d.Override = v.Override
		}
		d.Months = ceiling.Added
		start := term.PlannedEnd.AddDays(1)
		t.Terms = append(t.Terms, Term{
			ID: m.NewID(), Number: term.Number + 1, Start: start, PlannedEnd: lastDay(start, d.Months), Months: d.Months, State: Planned,
		})
		term = t.OpenTerm()
		t.owe(m, term.ID, Renewed, m.Today())
	}
	if r := t.OpenRequest(term.ID); r != nil {
		r.State, d.RequestID = Decided, r.ID
	}
	t.Decisions = append(t.Decisions, d)
	t.replan(m, term)
	return nil
}

// Revoke takes a decision back, until it takes effect: the term is open to be decided anew.
func (t *Traineeship) Revoke(m Moment, reason string) error {
	if err := t.may(ActRevoke); err != nil {
		return err
	}
	if err := t.stillOpen(m); err != nil {
		return err
	}
	if err := needReason(reason); err != nil {
		return err
	}
	term := t.OpenTerm()
	d := t.DecisionOn(term.ID)
	d.RevokedAt, d.RevokedBy, d.RevokeReason = m.Now, m.By, reason
	if next := t.after(term); next != nil {
		t.Dropped = append(t.Dropped, next.ID)
		t.Terms = slices.DeleteFunc(t.Terms, func(x Term) bool { return x.ID == next.ID })
		term = t.OpenTerm()
	}
	t.dropDuties(term.ID)
	if s := t.openStep(term.ID, StepPapers); s != nil {
		s.State, s.ActedAt = StepCancelled, m.Now
	}
	t.request(m, term)
	t.replan(m, term)
	return nil
}

// stillOpen refuses what comes after the open term's last day: what was decided has taken effect then, and silence has
// too, even when nobody has been woken yet to write it down.
func (t *Traineeship) stillOpen(m Moment) error {
	if m.Today().After(t.OpenTerm().PlannedEnd) {
		return fault.New(fault.Precondition, "The last day of this term is over.")
	}
	return nil
}
