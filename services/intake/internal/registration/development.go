package registration

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/services/intake/internal/directory"
	"github.com/celav/celav/services/intake/internal/person"
	"github.com/celav/celav/services/intake/internal/store"
)

// SeedDevelopment writes the directory of the development provider's users, and the file that its person is
// bound to. What is there already stays as it is.
func SeedDevelopment(ctx context.Context, s *store.Store, now time.Time) error {
	teams, partners, entries := directory.Development()
	if err := s.Seed(ctx, teams, partners, entries); err != nil {
		return err
	}
	_, err := s.Person(ctx, directory.DemoPerson)
	if err == nil {
		return nil
	}
	if !fault.Is(err, fault.NotFound) {
		return fmt.Errorf("look for the development provider's person: %w", err)
	}
	err = s.Create(ctx, person.Person{
		ID: directory.DemoPerson, Version: 1, Team: "equipe-1", Name: "Persona Dimostrativa",
		Contact: person.Contact{Channel: person.Email, Value: "persona@example.org"}, Language: "fr",
		Residence: person.Local, State: person.Active, WaitingSince: civil.DateOf(now.UTC()),
		CreatedAt: now.UTC(), ChangedAt: now.UTC(),
	}, "", audit.Entry{Action: identity.PersonCreate, Kind: "person", ID: directory.DemoPerson, Person: directory.DemoPerson, Detail: "development"})
	if err != nil && !fault.Is(err, fault.Conflict) {
		return fmt.Errorf("make the file of the development provider's person: %w", err)
	}
	return nil
}
