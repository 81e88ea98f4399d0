package policy

import (
	"fmt"

	"cloud.google.com/go/civil"
)

// RuleSet is the rules that are in force together. It is immutable.
type RuleSet struct {
	ID        string
	Version   string
	ValidFrom civil.Date
	ValidTo   civil.Date // zero: no end known
	ReviewBy  civil.Date

	rules map[string]rule
	// The parameters, by rule.
	statuses                 map[DocumentKind]status
	temporaryProtectionUntil civil.Date
	asylumWaitDays           int
	firstRequestDays         int
	studyHoursWeek           int
	lowestAge, adultAge      int
	capacities               map[string]capacity
}

// rule is what every rule has; result makes an answer of it.
type rule struct {
	answer Result
}

// status is a row of the table of rule WA-01.
type status struct {
	outcome    Outcome
	renewable  bool
	confidence Confidence
	sources    []Source
}

// result makes rule id's answer. A rule that is not firm turns a block into a person's decision.
func (s *RuleSet) result(id string, d Decision, reason string) Result {
	r := s.rules[id].answer
	r.Decision, r.Reason = d, reason
	if d == Block && !r.Confidence.firm() {
		r.Decision = Human
	}
	return r
}

// Rule returns an answer of rule id with the decision Human and no reason, to show what stands behind a rule.
func (s RuleSet) Rule(id string) (Result, bool) {
	r, ok := s.rules[id]
	return r.answer, ok
}

// Name returns the set's id and version, as results carry it.
func (s RuleSet) Name() string { return s.ID + " " + s.Version }

// Library is every known rule set.
type Library struct{ sets []RuleSet }

// On returns the set in force on a day.
func (l Library) On(day civil.Date) (RuleSet, error) {
	for _, s := range l.sets {
		if !day.Before(s.ValidFrom) && (s.ValidTo.IsZero() || !day.After(s.ValidTo)) {
			return s, nil
		}
	}
	return RuleSet{}, fmt.Errorf("policy: no rule set is in force on %s", day)
}
