package shortlist

import (
	"fmt"
	"slices"
	"strings"
)

// Act is something that is done with an entry.
type Act string

// The acts.
const (
	Propose         Act = "propose"
	Hold            Act = "hold"
	Pass            Act = "pass"
	AskRelease      Act = "ask-release"
	Present         Act = "present"
	Consent         Act = "consent"
	Refuse          Act = "refuse"
	Lapse           Act = "lapse"
	WithdrawConsent Act = "withdraw-consent"
	Withdraw        Act = "withdraw"
	ProposeTimes    Act = "propose-times"
	AcceptTime      Act = "accept-time"
	AskOtherTimes   Act = "ask-other-times"
	AgreeTrainee    Act = "agree-traineeship"
	AgreeHire       Act = "agree-hire"
	Decline         Act = "decline"
	ReportNoShow    Act = "report-no-show"
	Place           Act = "place"
)

// Transition says from which states an act leads where, and who may do it.
type Transition struct {
	Act  Act
	From []State
	To   State
	By   []Party
}

// Transitions is the one table of what can be done. What is not in it cannot be done.
func Transitions() []Transition {
	fresh := []State{New, Held, Passed, Refused, Withdrawn, NotChosen, NoShow}
	known := []State{Released, TimesProposed, OtherTimes, Booked}
	met := []State{Released, TimesProposed, OtherTimes, Booked, Chosen, NoShow}
	return []Transition{
		{Propose, fresh, Proposed, []Party{Desk}},
		{Hold, []State{New, Passed, Proposed}, Held, []Party{Desk}},
		{Pass, []State{New, Held, Proposed}, Passed, []Party{Desk}},
		{AskRelease, []State{Proposed}, ConsentAsked, []Party{Host}},
		{Present, []State{Proposed}, ConsentAsked, []Party{Desk}},
		{Consent, []State{ConsentAsked}, Released, []Party{Person, Desk}},
		{Refuse, []State{ConsentAsked}, Refused, []Party{Person, Desk}},
		{Lapse, append([]State{ConsentAsked}, known...), Proposed, []Party{Suite}},
		{ProposeTimes, []State{Released, TimesProposed, OtherTimes}, TimesProposed, []Party{Host, Desk}},
		{AcceptTime, []State{TimesProposed}, Booked, []Party{Person, Desk}},
		{AskOtherTimes, []State{TimesProposed, Booked}, OtherTimes, []Party{Person, Desk}},
		{AgreeTrainee, met, Chosen, []Party{Host, Desk}},
		{AgreeHire, met, Chosen, []Party{Host, Desk}},
		{Decline, append([]State{Proposed, NotChosen}, met...), NotChosen, []Party{Host, Desk}},
		{ReportNoShow, []State{Booked, NoShow}, NoShow, []Party{Host, Desk}},
		{WithdrawConsent, known, Withdrawn, []Party{Person, Desk}},
		{Withdraw, append([]State{ConsentAsked}, known...), Withdrawn, []Party{Desk}},
		{Place, []State{Chosen}, Placed, []Party{Suite}},
	}
}

// Find returns the transition of an act by a party from a state.
func Find(from State, act Act, by Party) (Transition, bool) {
	for _, t := range Transitions() {
		if t.Act == act && slices.Contains(t.From, from) && slices.Contains(t.By, by) {
			return t, true
		}
	}
	return Transition{}, false
}

// Acts lists what a party may do in a state, in the order of the table. An outcome that is on record already is not
// offered again; the API still takes it, to correct it.
func Acts(from State, by Party) []Act {
	var acts []Act
	for _, t := range Transitions() {
		if slices.Contains(t.From, from) && slices.Contains(t.By, by) {
			acts = append(acts, t.Act)
		}
	}
	return acts
}

// Diagram draws the table for the documentation.
func Diagram() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	name := func(s State) string {
		if s == New {
			return "[*]"
		}
		return strings.ReplaceAll(string(s), "-", "_")
	}
	for _, t := range Transitions() {
		by := make([]string, len(t.By))
		for i, p := range t.By {
			by[i] = string(p)
		}
		for _, from := range t.From {
			_, _ = fmt.Fprintf(&b, "    %s --> %s: %s (%s)\n", name(from), name(t.To), t.Act, strings.Join(by, ", "))
		}
	}
	return b.String()
}
