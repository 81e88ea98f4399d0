package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/services/intake/internal/project"
)

// GetProject reads a personal project.
func (s *Server) GetProject(ctx context.Context, r contract.GetProjectRequestObject) (contract.GetProjectResponseObject, error) {
	p, err := s.Projects.Read(ctx, r.Id)
	return contract.GetProject200JSONResponse(encodeProject(p)), err
}

// PutProject writes goal and learning.
func (s *Server) PutProject(ctx context.Context, r contract.PutProjectRequestObject) (contract.PutProjectResponseObject, error) {
	p, err := s.Projects.SetAim(ctx, r.Id, r.Body.Version, r.Body.Goal, value(r.Body.Learn))
	return contract.PutProject200JSONResponse(encodeProject(p)), err
}

// AddProjectAction adds an action.
func (s *Server) AddProjectAction(ctx context.Context, r contract.AddProjectActionRequestObject) (contract.AddProjectActionResponseObject, error) {
	p, err := s.Projects.PutAction(ctx, r.Id, r.Body.Version, action("", r.Body))
	return contract.AddProjectAction201JSONResponse(encodeProject(p)), err
}

// PutProjectAction changes an action.
func (s *Server) PutProjectAction(ctx context.Context, r contract.PutProjectActionRequestObject) (contract.PutProjectActionResponseObject, error) {
	p, err := s.Projects.PutAction(ctx, r.Id, r.Body.Version, action(r.Action, r.Body))
	return contract.PutProjectAction200JSONResponse(encodeProject(p)), err
}

// MoveProjectAction says how far an action is.
func (s *Server) MoveProjectAction(ctx context.Context, r contract.MoveProjectActionRequestObject) (contract.MoveProjectActionResponseObject, error) {
	p, err := s.Projects.Move(ctx, r.Id, r.Body.Version, r.Action, project.State(r.Body.State))
	return contract.MoveProjectAction200JSONResponse(encodeProject(p)), err
}

// AgreeProject records an agreement.
func (s *Server) AgreeProject(ctx context.Context, r contract.AgreeProjectRequestObject) (contract.AgreeProjectResponseObject, error) {
	p, err := s.Projects.Agree(ctx, r.Id, r.Body.Version, r.Body.AgreedOn)
	return contract.AgreeProject200JSONResponse(encodeProject(p)), err
}

// LoadProjects writes many projects at once.
func (s *Server) LoadProjects(ctx context.Context, r contract.LoadProjectsRequestObject) (contract.LoadProjectsResponseObject, error) {
	if value(r.Body.Demo) {
		// Marked before anything is written: invented people must never stand unmarked.
		if err := s.MarkDemo(ctx); err != nil {
			return nil, err
		}
	}
	all := make([]project.Project, 0, len(r.Body.Items))
	for _, in := range r.Body.Items {
		p := project.Project{Person: in.PersonId, Goal: in.Goal, Learn: value(in.Learn), AgreedOn: in.AgreedOn}
		for _, a := range in.Actions {
			p.Actions = append(p.Actions, project.Action{
				ID: a.Id, By: project.Party(a.By), What: a.What, Due: a.Due, State: project.State(a.State), EndedOn: a.EndedOn,
			})
		}
		all = append(all, p)
	}
	created, updated, err := s.Projects.Load(ctx, all)
	return contract.LoadProjects200JSONResponse{Created: created, Updated: updated}, err
}

func action(id string, in *contract.ProjectActionWrite) project.Action {
	a := project.Action{ID: id, By: project.Party(in.By), What: in.What, Due: in.Due, State: project.Open}
	if in.State != nil {
		a.State = project.State(*in.State)
	}
	return a
}

func encodeProject(p project.Project) contract.Project {
	out := contract.Project{
		PersonId: p.Person, Version: p.Version, Goal: p.Goal, Learn: p.Learn, AgreedOn: p.AgreedOn, Agreed: p.Agreed(), Actions: []contract.ProjectAction{},
	}
	for _, a := range p.Actions {
		out.Actions = append(out.Actions, contract.ProjectAction{
			Id: a.ID, By: contract.ProjectParty(a.By), What: a.What, Due: a.Due, State: contract.ProjectActionState(a.State), EndedOn: a.EndedOn,
		})
	}
	return out
}
