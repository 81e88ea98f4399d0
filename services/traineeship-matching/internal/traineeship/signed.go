package traineeship

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

// Standing is how the newest version of a paper stands.
type Standing struct {
	MadeOn   civil.Date
	SignedOn civil.Date // the last signature; zero while one is missing
	Missing  []Party    // who has not signed
	Terms    string     // PaperTerms as they were when it was made
}

// PaperTerms is the mark of the facts that the papers of a start tell: when one changes, they are to be signed anew.
func (t *Traineeship) PaperTerms() string {
	facts := fmt.Sprintf("%s\n%s\n%d\n%d\n%d\n%s", t.Type, t.Start, t.Months, t.HoursWeek, t.AllowanceCents, t.HostTutor)
	for _, k := range []PaperKind{PaperAccident, PaperLiability} {
		if p := t.paper(k); p != nil {
			facts += "\n" + p.Reference
		}
	}
	sum := sha256.Sum256([]byte(facts))
	return hex.EncodeToString(sum[:])
}

// follow lets a paper that was made here stand as its signatures do: one that was recorded by hand before it does not count
// any more.
func (i *Item) follow(t *Traineeship, s Standing, rule *policy.Result) {
	i.Done, i.Waits = false, s.Missing
	rule.Decision = policy.Block
	switch {
	case s.Terms != t.PaperTerms():
		rule.Reason, i.Waits = "paper-changed", nil
	case len(s.Missing) > 0:
		rule.Reason = "signatures-missing"
	default:
		i.Done, i.Paper = true, &Paper{Kind: i.Kind, On: s.SignedOn}
		rule.Decision, rule.Reason = policy.OK, "paper-there"
	}
}

// Settle lets the traineeship follow what was signed: between papers and ready, and an addendum that all have signed is
// owed no more. It reports whether anything changed.
func (t *Traineeship) Settle(m Moment, around Surroundings) bool {
	before := t.State
	t.settle(m, around)
	changed := t.State != before
	for i := range t.Duties {
		d := &t.Duties[i]
		if d.Kind != DutyAddendum || !d.Open() {
			continue
		}
		decision := t.DecisionOn(d.TermID)
		if decision == nil {
			continue
		}
		if s, made := around.Signed[AddendumOf(decision.ID)]; made && len(s.Missing) == 0 {
			d.DoneOn, d.By, changed = s.SignedOn, m.By, true
		}
	}
	return changed
}

// Unsigned is the addendum without which a term that a renewal added has no paper: nobody is paid for its days before all
// three have signed, and nothing is attested (TR-06). Nil when it is signed, or the term is not a renewal's.
func (t *Traineeship) Unsigned(term int) *Duty {
	i := slices.IndexFunc(t.Terms, func(x Term) bool { return x.Number == term && x.State != Planned })
	before := slices.IndexFunc(t.Terms, func(x Term) bool { return x.Number == term-1 })
	if i < 0 || before < 0 {
		return nil
	}
	for i := range t.Duties {
		if d := &t.Duties[i]; d.TermID == t.Terms[before].ID && d.Kind == DutyAddendum && d.Event == Renewed && d.Open() {
			return d
		}
	}
	return nil
}

// PaperAttestation is the final attestation.
const PaperAttestation PaperKind = "attestation"

// Longest is how many months the rules allow a traineeship like this one (TR-04).
func (t *Traineeship) Longest(m Moment) int {
	n, _ := m.Rules.Longest(t.facts(0))
	return n
}

// PaperAddendum is the addendum of a renewal.
const PaperAddendum PaperKind = "addendum"

// AddendumOf is how Surroundings name the addendum of a decision.
func AddendumOf(decision string) PaperKind { return PaperAddendum + "/" + PaperKind(decision) }

// Renewed is what a renewal still needs once it is decided: its addendum, signed by all three (TR-06). Nil when no renewal is
// in force, or the traineeship is over.
func (t *Traineeship) Renewed(m Moment, around Surroundings) *Item {
	if t.OpenTerm() == nil {
		return nil
	}
	for i := range slices.Backward(t.Decisions) {
		d := &t.Decisions[i]
		if d.Outcome != Renew || !d.RevokedAt.IsZero() {
			continue
		}
		rule, _ := m.Rules.Rule("TR-06")
		item := &Item{Kind: PaperAddendum, Owes: Counsellor, Hard: rule.Hard}
		rule.Decision, rule.Reason = policy.Block, "paper-missing"
		if on := t.addendumOn(d.TermID); on.IsValid() { // signed, here or on paper
			item.Done, item.Paper = true, &Paper{Kind: PaperAddendum, On: on}
			rule.Decision, rule.Reason = policy.OK, "paper-there"
		} else if s, made := around.Signed[AddendumOf(d.ID)]; made {
			item.Waits = s.Missing
			rule.Reason = "signatures-missing"
			if len(s.Missing) == 0 {
				item.Done, item.Paper = true, &Paper{Kind: PaperAddendum, On: s.SignedOn}
				rule.Decision, rule.Reason = policy.OK, "paper-there"
			}
		}
		item.Rule, item.Blocks = rule, !item.Done
		return item
	}
	return nil
}

// addendumOn is when the addendum of a term's renewal was signed; zero while it is not.
func (t *Traineeship) addendumOn(term string) civil.Date {
	for _, d := range t.Duties {
		if d.TermID == term && d.Kind == DutyAddendum && !d.Open() {
			return d.DoneOn
		}
	}
	return civil.Date{}
}
