package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/services/skills-assessment/internal/encoding"
	"github.com/celav/celav/services/skills-assessment/internal/profiling"
)

// GetProfile reads a person's profile.
func (s *Server) GetProfile(ctx context.Context, r contract.GetProfileRequestObject) (contract.GetProfileResponseObject, error) {
	p, _, err := s.Desk.Read(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return contract.GetProfile200JSONResponse(encoding.View(p)), nil
}

// PutProfile replaces a person's profile.
func (s *Server) PutProfile(ctx context.Context, r contract.PutProfileRequestObject) (contract.PutProfileResponseObject, error) {
	b := r.Body
	p, err := s.Desk.Write(ctx, r.Id, b.Version, encoding.Content(contract.ProfileContent{
		Skills: b.Skills, Occupations: b.Occupations, Languages: b.Languages, Education: b.Education,
		Licences: b.Licences, Learning: b.Learning, Preferences: b.Preferences,
	}))
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
