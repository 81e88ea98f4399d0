package referral

import (
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// State is how far a referral is.
type State string

// The states. One that goes out begins as a draft, one that comes in as received.
const (
	Draft     State = "draft"
	Received  State = "received"
	Sent      State = "sent"
	Seen      State = "seen"
	Accepted  State = "accepted"
	Refused   State = "refused"
	Done      State = "done"
	Withdrawn State = "withdrawn"
)

// States lists the states in the order of the way.
func States() []State {
	return []State{Draft, Received, Sent, Seen, Accepted, Refused, Done, Withdrawn}
}

// Act is what somebody does with a referral.
type Act string

// The acts.
const (
	Amend    Act = "amend"
	Send     Act = "send"
	Open     Act = "open"
	Remind   Act = "remind"
	Accept   Act = "accept"
	Refuse   Act = "refuse"
	Finish   Act = "finish"
	Withdraw Act = "withdraw"
	TakeNote Act = "take-note"
)

// Party is who acts.
type Party string

// The parties: the service by its link, or CeLav, which also notes what a service said by telephone.
const (
	CeLav      Party = "celav"
	TheService Party = "service"
)

// rule lets parties go from one state to another by an act.
type rule struct {
	direction Direction
	from      State
	act       Act
	to        State
	by        []Party
}

// rules is the one table of what may happen. What has no row is refused.
func rules() []rule {
	celav, service, both := []Party{CeLav}, []Party{TheService}, []Party{CeLav, TheService}
	return []rule{
		{Out, Draft, Amend, Draft, celav},
		{Out, Draft, Send, Sent, celav},
		{Out, Draft, Withdraw, Withdrawn, celav},
		{Out, Sent, Open, Seen, service},
		{Out, Sent, Remind, Sent, celav},
		{Out, Sent, Accept, Accepted, celav}, // by telephone: the service's link asks to open first
		{Out, Sent, Refuse, Refused, celav},
		{Out, Sent, Withdraw, Withdrawn, celav},
		{Out, Seen, Remind, Seen, celav},
		{Out, Seen, Accept, Accepted, both},
		{Out, Seen, Refuse, Refused, both},
		{Out, Seen, Withdraw, Withdrawn, celav},
		{Out, Accepted, Finish, Done, both},
		{Out, Accepted, Refuse, Refused, both}, // the person did not come, or there is no place after all
		{Out, Accepted, Withdraw, Withdrawn, celav},
		{Out, Accepted, TakeNote, Accepted, celav},
		{Out, Refused, TakeNote, Refused, celav},
		{Out, Done, TakeNote, Done, celav},
		{In, Received, Accept, Accepted, celav},
		{In, Received, Refuse, Refused, celav},
		{In, Received, Withdraw, Withdrawn, celav},
		{In, Accepted, Finish, Done, celav},
		{In, Accepted, Refuse, Refused, celav},
		{In, Accepted, Withdraw, Withdrawn, celav},
	}
}

func (r Referral) rule(act Act, by Party) (rule, bool) {
	for _, one := range rules() {
		if one.direction == r.Direction && one.from == r.State && one.act == act && slices.Contains(one.by, by) {
			return one, act != TakeNote || r.Unread
		}
	}
	return rule{}, false
}

// May reports whether a party may act.
func (r Referral) May(act Act, by Party) bool {
	_, ok := r.rule(act, by)
	return ok
}

// Given is what goes with an act.
type Given struct {
	Today civil.Date
	// AnswerBy is when the answer is due that the act asks for: to send and to remind.
	AnswerBy civil.Date
	// Told is what is told, to send.
	Told *Told
	// Refusal is why, to refuse; Note what was said beside.
	Refusal Refusal
	Note    string
}

// Do acts. A referral that the act does not fit is a Precondition.
func (r *Referral) Do(act Act, by Party, g Given) error {
	found, ok := r.rule(act, by)
	if !ok {
		return fault.New(fault.Precondition, "This cannot be done with a referral that is %s.", r.State)
	}
	g.Note = strings.TrimSpace(g.Note)
	if err := r.check(act, g); err != nil {
		return err
	}
	r.State = found.to
	switch act {
	case Send:
		r.SentOn, r.AnswerBy, r.Told = g.Today, g.AnswerBy, g.Told
		r.Messages++
	case Remind:
		r.AnswerBy = g.AnswerBy
		r.Messages++
	case Open:
		r.SeenOn = g.Today
	case Accept, Refuse, Finish:
		r.answer(act, by, g)
	case Withdraw:
		r.EndedOn, r.AnswerBy, r.Unread = g.Today, civil.Date{}, false
	case TakeNote:
		r.Unread = false
	case Amend:
	}
	return nil
}

func (r *Referral) answer(act Act, by Party, g Given) {
	if r.AnsweredOn.IsZero() {
		r.AnsweredOn = g.Today
	}
	r.AnsweredBy, r.AnswerBy, r.Unread = by, civil.Date{}, by == TheService
	r.Refusal = ""
	if act == Refuse {
		r.Refusal = g.Refusal
	}
	if g.Note != "" {
		r.AnswerNote = g.Note
	}
	if r.Ended() {
		r.EndedOn = g.Today
	}
	if r.Direction == In && r.Consent.Stands() {
		r.Messages++
	}
}

func (r *Referral) check(act Act, g Given) error {
	var bad fault.Violations
	tooLong(&bad, "/note", g.Note, MaxNote)
	if act == Refuse {
		switch {
		case g.Refusal == "":
			bad.Add("/refusal", "required", "Say why.")
		case !slices.Contains(Refusals(), g.Refusal):
			bad.Add("/refusal", "unknown", "This reason is not in the list.")
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if act == Send {
		return r.Ready()
	}
	return nil
}

// WithdrawConsent takes consent back: the referral ends, whatever its state, and no link leads to it any more.
func (r *Referral) WithdrawConsent(today civil.Date) error {
	if !r.Consent.Stands() {
		return fault.New(fault.Precondition, "There is no consent to withdraw.")
	}
	c := *r.Consent
	c.WithdrawnOn = today
	r.Consent = &c
	if !r.Ended() {
		r.State, r.EndedOn, r.AnswerBy, r.Unread = Withdrawn, today, civil.Date{}, false
	}
	return nil
}

// AnswerBy is the last day for an answer that is given in some working days from a day on.
func AnswerBy(from civil.Date, days int, working func(civil.Date) bool) civil.Date {
	day := from
	for days > 0 {
		if day = day.AddDays(1); working(day) {
			days--
		}
	}
	return day
}
