package referrals

import (
	"context"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/referral"
	"github.com/celav/celav/services/intake/internal/store"
)

// Services returns a page of the city directory.
func (d *Desk) Services(ctx context.Context, f store.CityServices) ([]referral.Service, string, error) {
	if err := identity.May(caller(ctx), identity.CityServiceRead); err != nil {
		return nil, "", err
	}
	return d.Store.CityServices(ctx, f)
}

// maxOffered bounds what a form offers to choose from.
const maxOffered = 500

// Offered returns the services to which somebody can be referred, and those that may have sent somebody.
func (d *Desk) Offered(ctx context.Context) ([]referral.Service, error) {
	withdrawn := false
	list, _, err := d.Services(ctx, store.CityServices{Withdrawn: &withdrawn, Limit: maxOffered})
	return list, err
}

// Service returns one service of the directory.
func (d *Desk) Service(ctx context.Context, id string) (referral.Service, error) {
	if err := identity.May(caller(ctx), identity.CityServiceRead); err != nil {
		return referral.Service{}, err
	}
	return d.Store.CityService(ctx, id)
}

// AddService writes a new service. Of two calls with one key the second changes nothing.
func (d *Desk) AddService(ctx context.Context, s referral.Service, key string) (referral.Service, error) {
	if err := identity.May(caller(ctx), identity.CityServiceWrite); err != nil {
		return s, err
	}
	s, err := s.Clean()
	if err != nil {
		return s, err
	}
	if key == "" {
		s.ID, err = d.NewID()
	} else {
		s.ID = uuid.NewSHA1(uuid.NameSpaceOID, []byte("celav city service "+keyOf(ctx, key))).String()
	}
	if err != nil {
		return s, err
	}
	if err := d.Store.AddCityService(ctx, s, d.Now(), entryOf(s)); err != nil {
		return s, err
	}
	return d.Store.CityService(ctx, s.ID)
}

// SaveService changes a service, withdraws it or offers it again.
func (d *Desk) SaveService(ctx context.Context, s referral.Service) (referral.Service, error) {
	if err := identity.May(caller(ctx), identity.CityServiceWrite); err != nil {
		return s, err
	}
	s, err := s.Clean()
	if err != nil {
		return s, err
	}
	was, err := d.Store.CityService(ctx, s.ID)
	if err != nil {
		return s, err
	}
	if was.Reserved && !s.Reserved {
		return s, fault.New(fault.Precondition, "What was reserved when people were sent there stays reserved.")
	}
	return d.Store.SaveCityService(ctx, s, d.Now(), entryOf(s))
}

func entryOf(s referral.Service) audit.Entry {
	return audit.Entry{Action: identity.CityServiceWrite, Kind: "city-service", ID: s.ID}
}
