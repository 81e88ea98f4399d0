package api

import (
	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// brief is what everybody sees who may see a traineeship at all.
func brief(t *traineeship.Traineeship) contract.Traineeship {
	out := contract.Traineeship{
		Id: t.ID, Version: t.Version, PersonId: t.PersonID, CompanyId: t.CompanyID, OpeningId: some(t.OpeningID),
		Type: contract.TraineeshipType(t.Type), State: contract.TraineeshipState(t.State), Start: t.Start, End: t.End(), Months: t.Months,
		HoursWeek: t.HoursWeek, Outcome: some(string(t.Outcome)), Terms: []contract.Term{},
	}
	for _, x := range t.Terms {
		out.Terms = append(out.Terms, contract.Term{Number: x.Number, Start: x.Start, End: x.PlannedEnd, State: string(x.State), Outcome: some(string(x.Outcome))})
	}
	return out
}

// whole is what staff see; hosts and trainees see what the parties said of the terms, nothing of papers and reasons.
func whole(v placement.View) contract.Traineeship {
	out := brief(v.Traineeship)
	number := map[string]int{}
	for _, x := range v.Terms {
		number[x.ID] = x.Number
	}
	out.AllowanceCents, out.HostTutor = &v.AllowanceCents, some(v.HostTutor)
	answers := []contract.PartyAnswer{}
	for _, a := range v.Answers {
		if v.Staff() || a.Party == v.Role {
			recorded := a.Recorded
			answers = append(answers, contract.PartyAnswer{Term: number[a.TermID], Party: contract.TermParty(a.Party), Wish: contract.Wish(a.Wish), On: a.On, Recorded: &recorded})
		}
	}
	out.Answers = &answers
	if v.Role != traineeship.Host {
		out.FollowUps = followUps(v.FollowUps)
	}
	if !v.Staff() {
		return out
	}
	var checklist []contract.ChecklistItem
	for _, i := range v.Checklist {
		item := contract.ChecklistItem{Paper: string(i.Kind), Owes: string(i.Owes), Hard: i.Hard, Done: i.Done, Blocks: i.Blocks, Rule: *rule(&i.Rule), Reason: some(i.Rule.Reason)}
		if i.Paper != nil {
			item.On, item.Reference = someDay(i.Paper.On), some(i.Paper.Reference)
		}
		checklist = append(checklist, item)
	}
	var requests []contract.RenewalRequest
	for _, r := range v.Requests {
		requests = append(requests, contract.RenewalRequest{
			Term: number[r.TermID], State: contract.RenewalRequestState(r.State), AskedBy: contract.TermParty(r.AskedBy), AskedOn: r.AskedOn, Limit: r.Limit, Why: r.Why,
		})
	}
	var decisions []contract.TermDecision
	for _, d := range v.Decisions {
		overridden := d.Override != ""
		decisions = append(decisions, contract.TermDecision{
			Term: number[d.TermID], Outcome: contract.Wish(d.Outcome), Months: &d.Months, Reason: d.Reason, At: d.At, Role: string(d.Role),
			Overridden: &overridden, Revoked: !d.RevokedAt.IsZero(),
		})
	}
	var steps []contract.Step
	for _, s := range v.Steps {
		steps = append(steps, contract.Step{Term: number[s.TermID], Kind: string(s.Kind), DueAt: s.DueAt, State: contract.StepState(s.State), Attempts: s.Attempts})
	}
	out.Duties = duties(v.Duties)
	out.Checklist, out.Requests, out.Decisions, out.Steps = &checklist, &requests, &decisions, &steps
	if v.OpenTerm() != nil {
		out.Ceiling = ceiling(v.Ceiling)
	}
	return out
}

func ceiling(c traineeship.Ceiling) *contract.RenewalCeiling {
	out := &contract.RenewalCeiling{Limit: c.Limit, Months: c.Months, Added: c.Added, Blocked: c.Blocked, Missing: []contract.TermParty{}, Rules: []contract.JudgedRule{}}
	for _, p := range c.Missing {
		out.Missing = append(out.Missing, contract.TermParty(p))
	}
	for _, r := range c.Results {
		out.Rules = append(out.Rules, judged(r))
	}
	return out
}

func judged(r policy.Result) contract.JudgedRule {
	return contract.JudgedRule{Rule: *rule(&r), Decision: contract.Decision(r.Decision.String()), Reason: r.Reason}
}
