package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/store"
)

// ListCityServices lists the city directory.
func (s *Server) ListCityServices(ctx context.Context, r contract.ListCityServicesRequestObject) (contract.ListCityServicesResponseObject, error) {
	list, next, err := s.Referrals.Services(ctx, store.CityServices{
		Kind: referral.Kind(value(r.Params.Kind)), Language: value(r.Params.Language), Withdrawn: r.Params.Withdrawn,
		After: value(r.Params.Cursor), Limit: limit(r.Params.Limit),
	})
	out := contract.ListCityServices200JSONResponse{Items: []contract.CityService{}, Next: some(next)}
	for _, one := range list {
		out.Items = append(out.Items, cityServiceOf(one))
	}
	return out, err
}

// AddCityService adds a service.
func (s *Server) AddCityService(ctx context.Context, r contract.AddCityServiceRequestObject) (contract.AddCityServiceResponseObject, error) {
	made, err := s.Referrals.AddService(ctx, cityService(*r.Body), value(r.Params.IdempotencyKey))
	return contract.AddCityService201JSONResponse(cityServiceOf(made)), err
}

// GetCityService reads a service.
func (s *Server) GetCityService(ctx context.Context, r contract.GetCityServiceRequestObject) (contract.GetCityServiceResponseObject, error) {
	found, err := s.Referrals.Service(ctx, r.Service)
	return contract.GetCityService200JSONResponse(cityServiceOf(found)), err
}

// PutCityService changes a service.
func (s *Server) PutCityService(ctx context.Context, r contract.PutCityServiceRequestObject) (contract.PutCityServiceResponseObject, error) {
	in := cityService(r.Body.Terms)
	in.ID, in.Version, in.Withdrawn = r.Service, r.Body.Version, r.Body.Withdrawn
	saved, err := s.Referrals.SaveService(ctx, in)
	return contract.PutCityService200JSONResponse(cityServiceOf(saved)), err
}

func cityService(t contract.CityServiceTerms) referral.Service {
	return referral.Service{
		Kind: referral.Kind(t.Kind), Names: map[string]string{"it": t.Names.It, "en": value(t.Names.En), "fr": value(t.Names.Fr), "ar": value(t.Names.Ar)},
		About: t.About, Languages: value(t.Languages), Address: value(t.Address), Hours: value(t.Hours), Phone: value(t.Phone), Email: value(t.Email),
		AnswerDays: t.AnswerDays, Reserved: value(t.Reserved),
	}
}

func cityServiceOf(s referral.Service) contract.CityService {
	languages := append([]string{}, s.Languages...)
	return contract.CityService{Id: s.ID, Version: s.Version, Withdrawn: s.Withdrawn, Terms: contract.CityServiceTerms{
		Kind:  contract.CityServiceKind(s.Kind),
		Names: contract.CityServiceNames{It: s.Names["it"], En: some(s.Names["en"]), Fr: some(s.Names["fr"]), Ar: some(s.Names["ar"])},
		About: s.About, Languages: &languages, Address: some(s.Address), Hours: some(s.Hours), Phone: some(s.Phone), Email: some(s.Email),
		AnswerDays: s.AnswerDays, Reserved: some(s.Reserved),
	}}
}
