package traineeship

import (
	"slices"
	"strings"

	"github.com/celav/celav/pkg/fault"
)

// Act is something that is done to a traineeship.
type Act string

// The acts.
const (
	ActOpen        Act = "open"
	ActAskPapers   Act = "ask-papers"
	ActPaper       Act = "paper"
	ActWaive       Act = "waive"
	ActReschedule  Act = "reschedule"
	ActStart       Act = "start"
	ActAnswer      Act = "answer"
	ActDecide      Act = "decide"
	ActRevoke      Act = "revoke"
	ActSuspend     Act = "suspend"
	ActResume      Act = "resume"
	ActEndEarly    Act = "end-early"
	ActClose       Act = "close" // the last day has passed
	ActAcknowledge Act = "acknowledge"
	ActAttest      Act = "attest"
	ActFollow      Act = "follow" // what became of the person
	ActReport      Act = "report" // a duty was done: a communication, an addendum
)

// Right is what somebody needs to do an act: the actions of the access table are made from it.
type Right string

// The rights.
const (
	Write   Right = "write"   // counsellors of the team, coordinators
	Answer  Right = "answer"  // the three parties, each for itself; staff for anybody
	Oversee Right = "oversee" // coordinators
	Follow  Right = "follow"  // the person; staff for the person
	Nobody  Right = ""        // the clock alone
)

// Transition is one row of the table.
type Transition struct {
	Machine string // "traineeship", "term" or "request"
	Act     Act
	From    []string // "" is: before there was one
	To      string   // several with "|": the facts say which
	Right   Right
	Papers  []PaperKind // that must be there; only the start needs some
}

// Transitions is the one table of what may happen, to what, by whom, with which papers.
func Transitions() []Transition {
	before := []string{string(Draft), string(InPapers), string(Ready)}
	papers := []string{string(InPapers), string(Ready)}
	live := []string{string(Running), string(Suspended)}
	return []Transition{
		{"traineeship", ActOpen, []string{""}, string(Draft), Write, nil},
		{"traineeship", ActAskPapers, []string{string(Draft)}, string(InPapers), Write, nil},
		{"traineeship", ActPaper, papers, "papers|ready", Write, nil},
		{"traineeship", ActWaive, papers, "papers|ready", Oversee, nil},
		{"traineeship", ActReschedule, before, "papers|ready", Write, nil},
		{"traineeship", ActStart, []string{string(Ready)}, string(Running), Write, HardPapers()},
		{"traineeship", ActSuspend, []string{string(Running)}, string(Suspended), Write, nil},
		{"traineeship", ActResume, []string{string(Suspended)}, string(Running), Write, nil},
		{"traineeship", ActEndEarly, live, string(Ended), Write, nil},
		{"traineeship", ActClose, []string{string(Running)}, "running|ended", Nobody, nil},
		{"traineeship", ActAcknowledge, []string{string(Ended)}, string(Ended), Oversee, nil},
		{"traineeship", ActAttest, []string{string(Ended)}, string(Attested), Write, nil},
		{"traineeship", ActFollow, []string{string(Ended)}, string(Ended), Follow, nil},
		{"traineeship", ActFollow, []string{string(Attested)}, string(Attested), Follow, nil},
		{"traineeship", ActReport, []string{string(Running)}, string(Running), Write, nil},
		{"traineeship", ActReport, []string{string(Suspended)}, string(Suspended), Write, nil},
		{"traineeship", ActReport, []string{string(Ended)}, string(Ended), Write, nil},
		{"traineeship", ActReport, []string{string(Attested)}, string(Attested), Write, nil},
		{"term", ActStart, []string{string(Planned)}, string(Open), Write, nil},
		{"term", ActDecide, []string{string(Open)}, string(Open), Write, nil},
		{"term", ActRevoke, []string{string(Open)}, string(Open), Oversee, nil},
		{"term", ActClose, []string{string(Planned), string(Open)}, "open|closed", Nobody, nil},
		{"term", ActEndEarly, []string{string(Open)}, string(Closed), Write, nil},
		{"request", ActAnswer, []string{"", string(Asked), string(Consented)}, "asked|consented|withdrawn", Answer, nil},
		{"request", ActDecide, []string{string(Asked), string(Consented)}, string(Decided), Write, nil},
	}
}

// RightFor says what an act needs; false when the table does not have it or only the clock does it.
func RightFor(a Act) (Right, bool) {
	for _, t := range Transitions() {
		if t.Act == a && t.Right != Nobody {
			return t.Right, true
		}
	}
	return Nobody, false
}

// Allowed reports whether the table lets an act happen to the machine in its state.
func Allowed(machine string, a Act, from string) bool {
	for _, t := range Transitions() {
		if t.Machine == machine && t.Act == a && slices.Contains(t.From, from) {
			return true
		}
	}
	return false
}

// Offers reports whether an act can happen to the traineeship as it stands: what pages offer.
func (t *Traineeship) Offers(a Act) bool {
	return t.may(a) == nil
}

// may checks an act against the table, for the traineeship and for its open term.
func (t *Traineeship) may(a Act) error {
	ok := false
	switch a {
	case ActAnswer, ActDecide:
		// A traineeship that is suspended keeps its open term: it can be spoken of and decided.
		ok = t.OpenTerm() != nil && Allowed("term", ActDecide, string(t.OpenTerm().State))
	case ActRevoke:
		ok = t.OpenTerm() != nil && t.DecisionOn(t.OpenTerm().ID) != nil
	case ActAcknowledge:
		ok = Allowed("traineeship", a, string(t.State)) && t.Unnoticed()
	default:
		ok = Allowed("traineeship", a, string(t.State))
	}
	if !ok {
		return fault.New(fault.Precondition, "This cannot be done to the traineeship as it stands (%s).", a)
	}
	return nil
}

// Diagram draws a machine's transitions for Mermaid, as the documentation shows them.
func Diagram(machine string) string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, t := range Transitions() {
		if t.Machine != machine {
			continue
		}
		who := string(t.Right)
		if t.Right == Nobody {
			who = "clock"
		}
		for _, from := range t.From {
			if from == "" {
				from = "[*]"
			}
			for to := range strings.SplitSeq(t.To, "|") {
				b.WriteString("    " + from + " --> " + to + ": " + string(t.Act) + " (" + who + ")\n")
			}
		}
	}
	return b.String()
}
