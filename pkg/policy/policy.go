// Package policy holds the legal rules that CeLav applies, as data, and evaluates them.
//
// A rule set is a YAML file with the dates of its validity. Each rule in it has an id, a version, parameters, sources,
// a confidence and the name of who signed it. Evaluation is pure: facts and dates in, a Result out, which carries all of
// that, so that whoever reads an answer can check it. A rule whose confidence is low never blocks anybody: it asks for a
// person's decision.
//
// The rules come from public texts. They are no legal advice.
package policy

import "cloud.google.com/go/civil"

// Decision is what a rule says about a plan, from the mildest to the hardest.
type Decision uint8

// The decisions. Order matters: the worst of several decides.
const (
	OK    Decision = iota
	Warn           // may go on; somebody must know
	Human          // a person decides; the software does not
	Block          // not as it stands
)

// String returns "ok", "warn", "human" or "block".
func (d Decision) String() string {
	switch d {
	case OK:
		return "ok"
	case Warn:
		return "warn"
	case Block:
		return "block"
	default:
		return "human"
	}
}

// MarshalText writes the decision's name.
func (d Decision) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Confidence says how sure the sources of a rule are.
type Confidence string

// The confidences, as in the rule files.
const (
	High   Confidence = "H"   // an official text, or two independent sources that agree
	Medium Confidence = "M"   // one secondary source
	Low    Confidence = "L"   // old, ambiguous, from elsewhere, or in conflict
	Memory Confidence = "mem" // from memory, unverified
)

func (c Confidence) known() bool {
	return c == High || c == Medium || c == Low || c == Memory
}

// firm reports whether a rule may block.
func (c Confidence) firm() bool { return c == High || c == Medium }

// Result is one rule's answer, with all that is needed to check it.
type Result struct {
	Rule       string     `json:"rule"`    // "WA-02"
	Version    string     `json:"version"` // of the rule set and the rule: "italy 2026.1/1"
	Decision   Decision   `json:"decision"`
	Reason     string     `json:"reason"`  // a stable code, translated by pages
	Sources    []Source   `json:"sources"` // shared: do not change
	Confidence Confidence `json:"confidence"`
	SignedBy   string     `json:"signedBy"` // empty: nobody at CeLav has signed the rule yet
	ReviewBy   civil.Date `json:"reviewBy"` // after this day the rule must be verified again
	// Hard: not even a named role may override a block.
	Hard   bool    `json:"hard,omitempty"`
	Inputs []Input `json:"inputs,omitempty"`
}

// Source is where a rule comes from.
type Source struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Input is one fact that a result depends on.
type Input struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
