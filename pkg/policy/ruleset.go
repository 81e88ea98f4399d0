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

	rules map[string]*Result // each rule's answer, but for decision and reason
	brief briefRules
	// The parameters, by rule.
	statuses                 map[DocumentKind]status
	temporaryProtectionUntil civil.Date
	asylumWaitDays           int
	firstRequestDays         int
	studyHoursWeek           int
	studyHoursYear           int
	lowestAge, adultAge      int
	capacities               map[string]capacity
	abroad                   art27
	watch                    Watch
	traineeship              traineeshipParameters
}

// briefRules are the rules that are evaluated over many pairs at a time, without looking them up by name.
type briefRules struct{ mayWork, studyHours, minimumAge, endAfterExpiry, hostCapacity *Result }

// status is a row of the table of rule WA-01.
type status struct {
	outcome    Outcome
	renewable  bool
	confidence Confidence
	sources    []Source
}

// result makes rule id's answer.
func (s *RuleSet) result(id string, d Decision, reason string) Result {
	return judged(s.rules[id], d, reason).Result()
}

// Verdict is a result in brief: small, and made without allocating.
type Verdict struct {
	Decision Decision
	Reason   string
	rule     *Result
}

// judged makes a verdict. A rule that is not firm turns a block into a person's decision.
func judged(r *Result, d Decision, reason string) Verdict {
	if d == Block && !r.Confidence.firm() {
		d = Human
	}
	return Verdict{d, reason, r}
}

// Result returns the verdict with everything that stands behind its rule.
func (v Verdict) Result() Result {
	r := *v.rule
	r.Decision, r.Reason = v.Decision, v.Reason
	return r
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
