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

// Settle moves the traineeship between papers and ready after somebody signed; it reports whether it did.
func (t *Traineeship) Settle(m Moment, around Surroundings) bool {
	before := t.State
	t.settle(m, around)
	return t.State != before
}

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
		if s, made := around.Signed[AddendumOf(d.ID)]; made {
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
