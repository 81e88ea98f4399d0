package hiring

import (
	"context"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// DemoEmployer is the development issuer's employer.
const DemoEmployer = "demo-employer"

// Ids of the company that the demo employer speaks for, the same on every machine.
const (
	demoCompany = "0191b000-0000-7000-8000-000000000001"
	demoSite    = "0191b000-0000-7000-8000-000000000002"
)

// SeedDemoEmployer gives the development issuer's employer a company, unless it has one. Anybody can sign
// in as that employer, so it is called only with that issuer.
func SeedDemoEmployer(ctx context.Context, records *store.Store) error {
	_, err := records.CompanyOf(ctx, DemoEmployer)
	if err == nil || !fault.Is(err, fault.NotFound) {
		return err
	}
	headcount := 12
	_, err = records.LoadCompanies(ctx, []company.Company{{
		ID: demoCompany, Name: "Trattoria dell’Esempio", Headcount: &headcount, Demo: true,
		Sites: []company.Site{{ID: demoSite, Address: "Via dell’Esempio 1", Municipality: "Milano", Region: "lombardy", Lat: 45.48, Lon: 9.21}},
	}}, [][]string{{DemoEmployer}})
	return err
}
