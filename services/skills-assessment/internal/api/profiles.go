package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/services/skills-assessment/internal/encoding"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
	"github.com/celav/celav/services/skills-assessment/internal/profiling"
)

// GetProfile reads a person's profile.
func (s *Server) GetProfile(ctx context.Context, r contract.GetProfileRequestObject) (contract.GetProfileResponseObject, error) {
	p, _, err := s.Desk.Read(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	view := encoding.View(p)
	merges, err := s.Desk.TakenOver(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	if len(merges) > 0 {
		view.TakenOver = encoding.TakenOver(merges)
	}
	return contract.GetProfile200JSONResponse(view), nil
}

// PutProfile replaces a person's profile.
func (s *Server) PutProfile(ctx context.Context, r contract.PutProfileRequestObject) (contract.PutProfileResponseObject, error) {
	b := r.Body
	content := encoding.Content(contract.ProfileContent{
		Skills: b.Skills, Occupations: b.Occupations, Languages: b.Languages, Education: b.Education,
		Licences: b.Licences, Learning: b.Learning, Preferences: b.Preferences,
		Experience: b.Experience, Titles: b.Titles, Certificates: b.Certificates,
	})
	p, err := s.Desk.Revise(ctx, r.Id, b.Version, func(now profile.Content) (profile.Content, error) {
		if b.Experience == nil {
			content.Experience = now.Experience
		}
		if b.Titles == nil {
			content.Titles = now.Titles
		}
		if b.Certificates == nil {
			content.Certificates = now.Certificates
		}
		return content.Following(s.Desk.Today()), nil
	})
	if err != nil {
		return nil, err
	}
	return contract.PutProfile200JSONResponse(encoding.View(p)), nil
}

// LoadProfiles writes many profiles at once.
func (s *Server) LoadProfiles(ctx context.Context, r contract.LoadProfilesRequestObject) (contract.LoadProfilesResponseObject, error) {
	batch := make([]profiling.Loaded, len(r.Body.Items))
	for i, b := range r.Body.Items {
		batch[i] = profiling.Loaded{Person: b.PersonId, Content: encoding.Content(contract.ProfileContent{
			Skills: b.Skills, Occupations: b.Occupations, Languages: b.Languages, Education: b.Education,
			Licences: b.Licences, Learning: b.Learning, Preferences: b.Preferences,
			Experience: b.Experience, Titles: b.Titles, Certificates: b.Certificates,
		})}
	}
	created, updated, err := s.Desk.Load(ctx, batch)
	if err != nil {
		return nil, err
	}
	if value(r.Body.Demo) {
		if err := s.MarkDemo(ctx); err != nil {
			return nil, err
		}
	}
	return contract.LoadProfiles200JSONResponse{Created: created, Updated: updated}, nil
}
