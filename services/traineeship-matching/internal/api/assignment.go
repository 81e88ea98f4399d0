package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/services/traineeship-matching/internal/planning"
)

const defaultLines = 100

// ListAssignmentGroups lists the groups that can be placed at once.
func (s *Server) ListAssignmentGroups(ctx context.Context, _ contract.ListAssignmentGroupsRequestObject) (contract.ListAssignmentGroupsResponseObject, error) {
	lines, names, err := s.Planning.Groups(ctx)
	if err != nil {
		return nil, err
	}
	out := contract.AssignmentGroups{Items: []contract.AssignmentGroup{}}
	for _, l := range lines {
		out.Items = append(out.Items, contract.AssignmentGroup{
			Kind: contract.AssignmentGroupKind(l.Group.Kind), Id: some(l.Group.ID), Label: some(l.Label), People: l.People,
		})
	}
	if len(names.Silent) > 0 {
		out.Silent = &names.Silent
	}
	return contract.ListAssignmentGroups200JSONResponse(out), nil
}

// PlanAssignment places a group.
func (s *Server) PlanAssignment(ctx context.Context, r contract.PlanAssignmentRequestObject) (contract.PlanAssignmentResponseObject, error) {
	p := r.Params
	a := planAsk(p.Cohort, p.Team, p.Unplaced, p.Language)
	a.Cursor, a.Limit = value(p.Cursor), defaultLines
	if p.Limit != nil {
		a.Limit = *p.Limit
	}
	answer, err := s.Planning.Plan(ctx, a)
	if err != nil {
		return nil, err
	}
	return contract.PlanAssignment200JSONResponse(assignment(&answer)), nil
}

// PlanPerson tells where else somebody could be placed.
func (s *Server) PlanPerson(ctx context.Context, r contract.PlanPersonRequestObject) (contract.PlanPersonResponseObject, error) {
	p := r.Params
	answer, err := s.Planning.Person(ctx, planAsk(p.Cohort, p.Team, p.Unplaced, p.Language), r.Id)
	if err != nil {
		return nil, err
	}
	return contract.PlanPerson200JSONResponse(assignment(&answer)), nil
}

// ChangeAssignment fixes, forbids or releases a pair.
func (s *Server) ChangeAssignment(ctx context.Context, r contract.ChangeAssignmentRequestObject) (contract.ChangeAssignmentResponseObject, error) {
	b := r.Body
	a := planAsk(b.Cohort, b.Team, b.Unplaced, nil)
	changed, err := s.Planning.Change(ctx, planning.Change{
		Group: a.Group, Unplaced: a.Unplaced, Version: b.Version, Person: b.PersonId, Opening: b.OpeningId, Act: planning.Act(b.Act),
	})
	if err != nil {
		return nil, err
	}
	return contract.ChangeAssignment200JSONResponse{Version: changed.Version, Cost: points(changed.Cost), Total: points(changed.Total)}, nil
}

// KeepTogether keeps people at one site, or no longer.
func (s *Server) KeepTogether(ctx context.Context, r contract.KeepTogetherRequestObject) (contract.KeepTogetherResponseObject, error) {
	b := r.Body
	a := planAsk(b.Cohort, b.Team, b.Unplaced, nil)
	changed, err := s.Planning.KeepTogether(ctx, planning.Together{
		Group: a.Group, Unplaced: a.Unplaced, Version: b.Version, People: b.People, Part: b.Act == contract.TogetherChangeActPart,
	})
	if err != nil {
		return nil, err
	}
	return contract.KeepTogether200JSONResponse{Version: changed.Version, Cost: points(changed.Cost), Total: points(changed.Total)}, nil
}

func planAsk(cohort, team *string, unplaced *int, lang *contract.Language) planning.Ask {
	a := planning.Ask{Group: planning.GroupOf(value(cohort), value(team)), Language: language(lang)}
	if unplaced != nil {
		a.Unplaced = int32(*unplaced) * 100
	}
	return a
}

func points(hundredths int64) float64 { return float64(hundredths) / 100 }

func assignment(a *planning.Answer) contract.Assignment {
	out := contract.Assignment{
		Group: contract.AssignmentGroup{Kind: contract.AssignmentGroupKind(a.Group.Kind), Id: some(a.Group.ID), People: a.People},
		Run:   a.Run, At: a.At, Version: a.Version, Judged: a.Judged, People: a.People, Openings: a.Openings, Placed: a.Seated,
		Versions:        contract.Versions{Rules: a.Versions.Rules, Weights: a.Versions.Weights, Taxonomy: a.Versions.Taxonomy},
		HaveTraineeship: a.HaveTraineeship, OtherTeams: a.Elsewhere, Total: points(a.Total), TotalWithoutOverrides: points(a.Free),
		FirstCome: contract.FirstCome{Total: points(a.FirstCome), Placed: a.FirstSeated},
		Overrides: []contract.AssignmentOverride{}, Together: []contract.AssignmentTogether{}, Items: []contract.AssignmentLine{}, Next: some(a.Next),
		Labels: people(a.Names), OpeningLabels: openings(a.Names), Silent: silent(a.Names),
	}
	for _, x := range a.Overrides {
		out.Overrides = append(out.Overrides, contract.AssignmentOverride{
			Person: x.Person, Opening: x.Opening, Fixed: x.Fixed, At: x.At, Cost: points(x.Cost), Void: x.Void,
		})
	}
	for _, k := range a.Together {
		group := contract.AssignmentTogether{People: k.People, Places: k.Places, At: k.At, Void: k.Void}
		if group.Places == nil {
			group.Places = []string{}
		}
		if k.Cost != nil {
			cost := points(*k.Cost)
			group.Cost = &cost
		}
		out.Together = append(out.Together, group)
	}
	if a.Gap != nil {
		out.Gap = &contract.AssignmentGap{Cost: points(a.Gap.Cost), Most: points(a.Gap.Most), Steps: a.Gap.Steps}
	}
	for i := range a.Persons {
		out.Items = append(out.Items, assignmentLine(&a.Persons[i]))
	}
	return out
}

func assignmentLine(p *planning.Placing) contract.AssignmentLine {
	line := contract.AssignmentLine{Person: p.Person.ID, Opening: some(p.Opening), Fixed: p.Override != nil, Others: []contract.AssignmentOther{}}
	if p.Opening != "" {
		total := hundredths(p.Score)
		line.Total = &total
	} else {
		line.Why = &contract.AssignmentWhy{Eligible: p.Why.Eligible, NotEnoughData: p.Why.NotEnough}
		line.Why.Blocked = make([]struct {
			Constraint string `json:"constraint"`
			Openings   int    `json:"openings"`
		}, len(p.Why.Blocked))
		for i, b := range p.Why.Blocked {
			line.Why.Blocked[i].Constraint, line.Why.Blocked[i].Openings = b.Constraint.String(), b.Openings
		}
	}
	if p.Leave != nil {
		cost := points(*p.Leave)
		line.CostOfLeaving = &cost
	}
	for _, o := range p.Others {
		line.Others = append(line.Others, contract.AssignmentOther{Opening: o.Opening, Total: hundredths(o.Score), Cost: points(o.Cost)})
	}
	return line
}
