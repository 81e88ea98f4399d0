package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

// GetCase tells who follows a person.
func (s *Server) GetCase(ctx context.Context, r contract.GetCaseRequestObject) (contract.GetCaseResponseObject, error) {
	c, err := s.caseOf(ctx, r.Id)
	return contract.GetCase200JSONResponse(c), err
}

// UpdateCase records the level of support and what was declared.
func (s *Server) UpdateCase(ctx context.Context, r contract.UpdateCaseRequestObject) (contract.UpdateCaseResponseObject, error) {
	if _, err := s.Desk.SetLevel(ctx, r.Id, r.Body.Version, person.Level(value(r.Body.Level)), declared(r.Body.Declared)); err != nil {
		return nil, err
	}
	c, err := s.caseOf(ctx, r.Id)
	return contract.UpdateCase200JSONResponse(c), err
}

// AssignPerson gives a person to a team and a tutor.
func (s *Server) AssignPerson(ctx context.Context, r contract.AssignPersonRequestObject) (contract.AssignPersonResponseObject, error) {
	if _, err := s.Desk.Assign(ctx, r.Id, r.Body.Version, r.Body.Team, value(r.Body.Tutor)); err != nil {
		return nil, err
	}
	c, err := s.caseOf(ctx, r.Id)
	return contract.AssignPerson200JSONResponse(c), err
}

func (s *Server) caseOf(ctx context.Context, id string) (contract.Case, error) {
	c, err := s.Desk.Case(ctx, id)
	if err != nil {
		return contract.Case{}, err
	}
	p := c.Person
	out := contract.Case{
		PersonId: p.ID, Version: p.Version, Team: p.Team, Tutor: some(p.Following.Tutor), Level: some(contract.Level(p.Following.Level)),
		Declared: declaredOf(p.Declared), Elsewhere: p.Declared.Elsewhere(), History: []contract.LevelChange{}, MergedFiles: []contract.Merge{},
	}
	for _, l := range c.Levels {
		out.History = append(out.History, contract.LevelChange{At: l.At, Level: contract.Level(l.Level), Author: some(l.Author)})
	}
	for _, m := range c.Merges {
		one := merge(m)
		moving := []contract.MergeErrand{}
		for _, e := range c.Errands[m.ID] {
			moving = append(moving, contract.MergeErrand{Place: contract.MergeErrandPlace(e.Place), State: contract.MergeErrandState(e.State)})
		}
		one.Moving = &moving
		out.MergedFiles = append(out.MergedFiles, one)
	}
	return out, nil
}

func declared(d *contract.Declared) person.Declared {
	if d == nil {
		return person.Declared{}
	}
	return person.Declared{Unemployed: person.Answer(value(d.Unemployed)), InMilan: person.Answer(value(d.InMilan))}
}

func declaredOf(d person.Declared) *contract.Declared {
	if d == (person.Declared{}) {
		return nil
	}
	return &contract.Declared{Unemployed: some(contract.Answer(d.Unemployed)), InMilan: some(contract.Answer(d.InMilan))}
}

func merge(m store.Merge) contract.Merge {
	return contract.Merge{Id: m.ID, Kept: m.Kept, Other: m.Other, At: m.At}
}

// MergePeople makes a file part of another one.
func (s *Server) MergePeople(ctx context.Context, r contract.MergePeopleRequestObject) (contract.MergePeopleResponseObject, error) {
	take := map[registration.Part]bool{}
	for _, part := range value(r.Body.Take) {
		take[registration.Part(part)] = true
	}
	m, err := s.Desk.Join(ctx, registration.Joining{Kept: r.Id, Other: r.Body.Other, KeptVersion: r.Body.Version, OtherVersion: r.Body.OtherVersion, Take: take})
	return contract.MergePeople200JSONResponse(merge(m)), err
}

// CheckMerge says what a merge would meet.
func (s *Server) CheckMerge(ctx context.Context, r contract.CheckMergeRequestObject) (contract.CheckMergeResponseObject, error) {
	found, err := s.Desk.Compare(ctx, r.Id, r.Other)
	if err != nil {
		return nil, err
	}
	h, err := s.Desk.Hindrances(ctx, found)
	out := contract.CheckMerge200JSONResponse{Blocks: []contract.MergeHindrancesBlocks{}, Notices: []contract.MergeHindrancesNotices{}}
	for _, code := range h.Blocks {
		out.Blocks = append(out.Blocks, contract.MergeHindrancesBlocks(code))
	}
	for _, code := range h.Notices {
		out.Notices = append(out.Notices, contract.MergeHindrancesNotices(code))
	}
	return out, err
}

// UndoMerge takes two files apart.
func (s *Server) UndoMerge(ctx context.Context, r contract.UndoMergeRequestObject) (contract.UndoMergeResponseObject, error) {
	m, err := s.Desk.Undo(ctx, r.Merge)
	return contract.UndoMerge200JSONResponse(merge(m)), err
}

// ListDuplicates lists files that may be one person's.
func (s *Server) ListDuplicates(ctx context.Context, _ contract.ListDuplicatesRequestObject) (contract.ListDuplicatesResponseObject, error) {
	twins, err := s.Desk.Twins(ctx)
	out := contract.ListDuplicates200JSONResponse{Items: []contract.DuplicatePair{}}
	for _, t := range twins {
		why := contract.DuplicatePairWhy("name")
		if t.SameContact {
			why = "contact"
		}
		out.Items = append(out.Items, contract.DuplicatePair{First: personLine(t.First), Second: personLine(t.Second), Why: why})
	}
	return out, err
}

func personLine(p person.Person) contract.PersonLine {
	return contract.PersonLine{
		Id: p.ID, Code: person.Code(p.ID), Team: p.Team, Name: p.Name, Language: p.Language, State: contract.State(p.State), WaitingSince: p.WaitingSince,
	}
}

// ListStaff tells what colleagues are called.
func (s *Server) ListStaff(ctx context.Context, _ contract.ListStaffRequestObject) (contract.ListStaffResponseObject, error) {
	list, err := s.Members.Staff(ctx)
	out := contract.ListStaff200JSONResponse{Items: []contract.StaffMember{}}
	for _, e := range list {
		m := contract.StaffMember{Subject: e.Subject, Name: e.Name, Team: some(e.Team)}
		if m.Name == "" {
			m.Name = e.Subject
		}
		if len(e.Roles) > 0 {
			m.Roles = &e.Roles
		}
		out.Items = append(out.Items, m)
	}
	return out, err
}
