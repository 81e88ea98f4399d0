package api

import (
	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
)

func ranking(a desk.Answer) contract.Ranking {
	list := func(s match.Standing) contract.MatchList {
		l := a.Lists[s]
		out := contract.MatchList{Count: l.Count, OtherTeams: l.Elsewhere, Items: make([]contract.Match, 0, len(l.Items)), Cursor: some(a.Next[s])}
		for _, e := range l.Items {
			out.Items = append(out.Items, explanation(e))
		}
		return out
	}
	return contract.Ranking{
		Run: run(a.Run), Eligible: list(match.Eligible), NotEnoughData: list(match.NotEnough), Blocked: list(match.Blocked),
		People: people(a.Names), Openings: openings(a.Names), Labels: a.Names.Concepts, Silent: silent(a.Names),
	}
}

func run(r desk.Run) contract.Run {
	out := contract.Run{
		Id: r.ID, At: r.At, Via: contract.Via(r.Via), Scored: r.Scored, Weights: map[string]int{}, CompletenessMin: r.Weights.CompletenessMin,
		Versions: contract.Versions{Rules: r.Versions.Rules, Weights: r.Versions.Weights, Taxonomy: r.Versions.Taxonomy},
	}
	for _, p := range match.PartNames() {
		out.Weights[p.String()] = r.Share(p)
	}
	if r.Shares != nil {
		varied := true
		out.Varied = &varied
	}
	if r.Loading {
		out.Loading = &r.Loading
	}
	if r.Beyond {
		out.BeyondLimit = &r.Beyond
	}
	if r.EngineDown {
		out.EngineDown = &r.EngineDown
	}
	return out
}

func people(n naming.Names) contract.People {
	out := contract.People{}
	for id, p := range n.People {
		out[id] = contract.PersonLabel{Label: p.Label, Known: p.Known}
	}
	return out
}

func openings(n naming.Names) contract.Openings {
	out := contract.Openings{}
	for id, o := range n.Openings {
		out[id] = contract.OpeningLabel{Title: o.Title, Company: some(o.Company), Municipality: some(o.Municipality)}
	}
	return out
}

func silent(n naming.Names) *contract.Silent {
	if len(n.Silent) == 0 {
		return nil
	}
	return &n.Silent
}

func explanation(e match.Explanation) contract.Match {
	out := contract.Match{
		Person: e.Person, Opening: e.Opening, Standing: contract.Standing(e.Standing.String()), Completeness: int(e.Completeness),
		Capped: e.Capped, Gate: make([]contract.Check, 0, len(e.Gate)), Parts: make([]contract.Part, 0, len(e.Parts)), Ask: e.Ask,
		PersonVersion: e.PersonVersion, OpeningVersion: e.OpeningVersion,
	}
	if e.Scored() {
		total := hundredths(e.Total)
		out.Total = &total
	}
	for _, c := range e.Gate {
		out.Gate = append(out.Gate, contract.Check{
			Constraint: contract.CheckConstraint(c.Constraint.String()), Decision: contract.Decision(c.Decision.String()),
			Reason: c.Reason, Ground: contract.Ground{Rule: c.Ground.Rule, Version: c.Ground.Version, Source: contract.GroundSource(c.Ground.Source)}, Rule: rule(c.Rule), Rules: rules(c.Rules), Facts: facts(c.Facts),
		})
	}
	for _, p := range e.Parts {
		out.Parts = append(out.Parts, contract.Part{
			Part: contract.PartPart(p.Part.String()), State: contract.PartState(p.State), Value: hundredths(p.Value),
			Weight: int(p.Weight), Points: hundredths(p.Points), Of: hundredths(p.Of), Skills: skills(p.Skills), Facts: facts(p.Facts),
		})
	}
	if len(e.Improvements) > 0 {
		list := make([]contract.Improvement, len(e.Improvements))
		for i, x := range e.Improvements {
			list[i] = contract.Improvement{
				Kind: x.Kind, Side: contract.ImprovementSide(x.Side), Value: x.Value, To: some(x.To), Lifts: x.Lifts, Set: x.Set,
				Gain: hundredths(x.Gain), Total: hundredths(x.Total),
			}
		}
		out.Improvements = &list
	}
	if e.Way != nil {
		out.Way = &contract.Way{Changes: e.Way.Changes, Standing: contract.Standing(e.Way.Standing.String()), Total: hundredths(e.Way.Total)}
	}
	out.Sides = contract.Sides{Person: side(e.Sides.Person), Host: side(e.Sides.Host)}
	return out
}

// rules are every rule that was asked, absent where there was one.
func rules(list []policy.Result) *[]contract.RuleOutcome {
	if len(list) == 0 {
		return nil
	}
	out := make([]contract.RuleOutcome, 0, len(list))
	for i := range list {
		out = append(out, contract.RuleOutcome{Decision: contract.Decision(list[i].Decision.String()), Reason: list[i].Reason, Rule: *rule(&list[i])})
	}
	return &out
}

func rule(r *policy.Result) *contract.Rule {
	if r == nil {
		return nil
	}
	out := contract.Rule{
		Id: r.Rule, Version: r.Version, Confidence: string(r.Confidence), Signed: r.SignedBy != "", ReviewBy: r.ReviewBy, Sources: []string{},
	}
	for _, s := range r.Sources {
		out.Sources = append(out.Sources, s.Title)
	}
	return &out
}

func facts(list []match.Fact) contract.Facts {
	out := make(contract.Facts, 0, len(list))
	for _, f := range list {
		out = append(out, contract.Fact{Name: f.Name, Side: contract.FactSide(f.Side), Value: f.Value})
	}
	return out
}

func skills(list []match.SkillEvidence) []contract.SkillEvidence {
	out := make([]contract.SkillEvidence, 0, len(list))
	for _, s := range list {
		x := contract.SkillEvidence{Skill: s.Skill, Weight: s.Weight, NeedLevel: s.NeedLevel, Credit: hundredths(s.Credit)}
		if s.Found != "" {
			nearness, evidence, level := contract.SkillEvidenceNearness(s.Nearness), contract.SkillEvidenceEvidence(s.Evidence), s.Level
			x.Found, x.Nearness, x.Evidence, x.Level, x.ConfirmedOn = &s.Found, &nearness, &evidence, &level, s.ConfirmedOn
		}
		out = append(out, x)
	}
	return out
}

// side is absent where no part speaks of it.
func side(n int32) *float64 {
	if n < 0 {
		return nil
	}
	x := hundredths(n)
	return &x
}

func hundredths(n int32) float64 { return float64(n) / 100 }

func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
