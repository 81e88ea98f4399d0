package matching

import (
	"crypto/rand"
	"time"

	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/bookkeeping"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/paperwork"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// signedPapers keeps the papers that are made and signed here.
func signedPapers(env *suite.Env) *store.Papers {
	return store.NewPapers(env.Store, env.Sealer, env.Audit)
}

// standing tells traineeships how their papers stand.
func standing(env *suite.Env, zone *time.Location) paperwork.Standing {
	return paperwork.Standing{Store: signedPapers(env), Zone: zone}
}

// papering is where the papers of traineeships are made and signed, and the pages for it.
func papering(env *suite.Env, work placed, names *naming.Client, grants *bookkeeping.Desk, catalog *ui.Catalog, zone *time.Location) (*papers.Pages, error) {
	people, companies := env.Peer(suite.Intake), env.Peer(suite.Outreach)
	facts, err := paperwork.NewGather(people, companies, names)
	if err != nil {
		return nil, err
	}
	desk := &paperwork.Desk{
		Store: signedPapers(env), Traineeships: work.desk, Facts: facts, Attendances: grants, Draw: papers.Draw, Names: names, Now: env.Clock, Zone: zone, NewID: newID,
		Carrier: &paperwork.Mail{People: people, Companies: companies, Service: env.Name, Catalog: catalog}, Random: rand.Reader, Tries: linkTries(env),
	}
	return &papers.Pages{Desk: desk, Printer: env.Printer, Origin: env.PublicURL}, nil
}
