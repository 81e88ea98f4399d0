package workguide

import "github.com/celav/celav/pkg/policy"

// Step names a statement of a page of the portal that says what to do next.
type Step struct{ Page, Statement string }

// Next lists what to do after an answer.
func Next(a Answer, kind policy.DocumentKind, traineeship bool) []Step {
	const hire, decide, renew = "hiring-steps", "decision-appeal", "renewal-receipts"
	switch a.Verdict {
	case Yes, YesLimited:
		if kind == policy.Citizen {
			return []Step{{hire, "unilav"}}
		}
		steps := []Step{{hire, "check"}, {hire, "tax-code"}}
		if traineeship {
			steps = append(steps, Step{"traineeship", "agreement"}, Step{"traineeship", "insurance"}, Step{"traineeship", "cob"})
		} else {
			steps = append(steps, Step{hire, "unilav"}, Step{hire, "foreign"})
		}
		return append(steps, Step{hire, "copy"}, Step{hire, "expiry"}, Step{renew, "ask"})
	case NotYet:
		steps := []Step{{hire, "tax-code"}, {hire, "unilav"}}
		if kind == policy.AsylumSeeker {
			return append([]Step{{"day-61", "where-date"}}, steps...)
		}
		return steps
	default:
		if kind == policy.AsylumSeeker {
			return []Step{{decide, "paper"}, {decide, "legal"}}
		}
		return []Step{{decide, "legal"}}
	}
}
