package outreach_test

import (
	"net/http"
	"strings"
	"testing"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	contract "github.com/celav/celav/pkg/contract/outreach"
)

func terms() contract.Terms {
	level := 2
	return contract.Terms{
		SiteId: ownSite, Kind: "both", Title: "Aiuto cuoco", Language: "it", Occupation: "celav:o/cook", Seats: 2,
		NeededAtStart: []contract.SkillDemand{{Skill: "celav:s/hygiene", Level: &level}},
		Languages:     []contract.LanguageDemand{{Language: "it", Level: "A2"}},
		Start:         civil.Date{Year: 2027, Month: 1, Day: 11},
	}
}

func TestAnOpeningOverTheAPI(t *testing.T) {
	c := start(t)
	ctx, api := t.Context(), c.as("demo-employer")
	made, err := api.CreateOpeningWithResponse(ctx, nil, contract.NewOpening{CompanyId: ownCompany, Terms: terms()})
	if err != nil || made.JSON201 == nil {
		t.Fatalf("create: %v, %s", err, made.Body)
	}
	o := made.JSON201
	if o.State != "draft" || o.Live || o.Terms.Isco != "5120" || o.Terms.MinimumAge != 16 || o.Terms.NeededAtStart[0].Weight != 2 {
		t.Errorf("the draft is %+v", o)
	}
	moved, err := api.MoveOpeningWithResponse(ctx, o.Id, contract.Move{Version: o.Version, State: "published"})
	if err != nil || moved.JSON200 == nil || !moved.JSON200.Live || moved.JSON200.PublishedOn == nil {
		t.Fatalf("publish: %v, %s", err, moved.Body)
	}
	old, err := api.UpdateOpeningWithResponse(ctx, o.Id, contract.OpeningUpdate{Version: o.Version, Terms: terms()})
	if err != nil || old.StatusCode() != http.StatusConflict {
		t.Errorf("an old version: %v, %d", err, old.StatusCode())
	}
	bad := terms()
	bad.SeatsTaken, bad.Occupation = 3, "celav:o/none"
	wrong, err := api.UpdateOpeningWithResponse(ctx, o.Id, contract.OpeningUpdate{Version: moved.JSON200.Version, Terms: bad})
	if err != nil || wrong.StatusCode() != http.StatusUnprocessableEntity || !strings.Contains(string(wrong.Body), `"/terms/occupation"`) {
		t.Errorf("an unknown occupation: %v, %s", err, wrong.Body)
	}
	bad.Occupation = "celav:o/cook"
	wrong, err = api.UpdateOpeningWithResponse(ctx, o.Id, contract.OpeningUpdate{Version: moved.JSON200.Version, Terms: bad})
	if err != nil || !strings.Contains(string(wrong.Body), `"/terms/seatsTaken"`) {
		t.Errorf("more taken than there are: %v, %s", err, wrong.Body)
	}
	public, err := c.as("").ListPublicOpeningsWithResponse(ctx, nil)
	if err != nil || public.JSON200 == nil || len(public.JSON200.Items) != 1 || strings.Contains(string(public.Body), "ompany") {
		t.Errorf("the public list: %v, %s", err, public.Body)
	}
	cards, err := c.as("demo-counsellor-1").ListCardsWithResponse(ctx, contract.CardsRequest{Ids: []string{o.Id}})
	if err != nil || cards.JSON200 == nil || cards.JSON200.Items[0].Company != "Trattoria dell’Esempio" {
		t.Errorf("cards: %v, %s", err, cards.Body)
	}
	tasks, err := c.as("demo-counsellor-1").ListTasksWithResponse(ctx)
	if err != nil || tasks.JSON200 == nil || len(tasks.JSON200.Items) != 1 || tasks.JSON200.Items[0].Text != "1 posto pubblicato negli ultimi sette giorni" {
		t.Errorf("tasks: %v, %s", err, tasks.Body)
	}
}

func TestTheSameKeyMakesOneOpening(t *testing.T) {
	c := start(t)
	ctx, api, key := t.Context(), c.as("demo-employer"), "key-of-this-test"
	var ids []string
	for range 2 {
		made, err := api.CreateOpeningWithResponse(ctx, &contract.CreateOpeningParams{IdempotencyKey: &key}, contract.NewOpening{CompanyId: ownCompany, Terms: terms()})
		if err != nil || made.JSON201 == nil {
			t.Fatalf("create: %v, %s", err, made.Body)
		}
		ids = append(ids, made.JSON201.Id)
	}
	if ids[0] != ids[1] {
		t.Errorf("two openings were made: %v", ids)
	}
}

func TestTheAPIKeepsCompaniesApart(t *testing.T) {
	c := start(t)
	ctx, employer, counsellor := t.Context(), c.as("demo-employer"), c.as("demo-counsellor-1")
	other, err := counsellor.CreateCompanyWithResponse(ctx, nil, contract.NewCompany{Name: "Altra", Contact: contract.Contact{Name: "Capo"}})
	if err != nil || other.JSON201 == nil {
		t.Fatalf("create a company: %v, %s", err, other.Body)
	}
	id := other.JSON201.Id
	site, err := counsellor.AddSiteWithResponse(ctx, id, nil, contract.SiteInput{Address: "Via A 1", Municipality: "Milano", Region: "lombardy", Lat: 45.4642, Lon: 9.1899})
	if err != nil || site.JSON201 == nil || site.JSON201.Sites[0].Lat != 45.46 {
		t.Fatalf("add a site: %v, %s", err, site.Body)
	}
	theirs := terms()
	theirs.SiteId = site.JSON201.Sites[0].Id
	made, err := counsellor.CreateOpeningWithResponse(ctx, nil, contract.NewOpening{CompanyId: id, Terms: theirs})
	if err != nil || made.JSON201 == nil {
		t.Fatalf("create an opening for the company: %v, %s", err, made.Body)
	}
	for what, status := range map[string]int{
		"company":  must(employer.GetCompanyWithResponse(ctx, id)).StatusCode(),
		"opening":  must(employer.GetOpeningWithResponse(ctx, made.JSON201.Id)).StatusCode(),
		"publish":  must(employer.MoveOpeningWithResponse(ctx, made.JSON201.Id, contract.Move{Version: 1, State: "published"})).StatusCode(),
		"create":   must(employer.CreateOpeningWithResponse(ctx, nil, contract.NewOpening{CompanyId: id, Terms: theirs})).StatusCode(),
		"list":     must(employer.ListOpeningsWithResponse(ctx, &contract.ListOpeningsParams{Company: &id})).StatusCode(),
		"member":   must(employer.AddMemberWithResponse(ctx, ownCompany, "friend")).StatusCode(),
		"batch":    must(employer.LoadCompaniesWithResponse(ctx, contract.CompanyBatch{Items: []contract.BatchCompany{{Id: id, Name: "x", Sites: []contract.BatchSite{}}}})).StatusCode(),
		"feed":     must(employer.ListChangesWithResponse(ctx, nil)).StatusCode(),
		"subjects": must(counsellor.GetMembershipWithResponse(ctx, "demo-employer")).StatusCode(),
	} {
		if status != http.StatusForbidden {
			t.Errorf("%s answers %d, want 403", what, status)
		}
	}
	if got := must(employer.ListOpeningsWithResponse(ctx, nil)); got.JSON200 == nil || len(got.JSON200.Items) != 0 {
		t.Errorf("the employer's list: %s", got.Body)
	}
	if got := must(c.as("").ListCompaniesWithResponse(ctx, nil)).StatusCode(); got != http.StatusUnauthorized {
		t.Errorf("nobody asks: %d", got)
	}
}

func must[R any](r R, err error) R {
	if err != nil {
		panic(err)
	}
	return r
}

func TestBatchesMarkTheDemonstration(t *testing.T) {
	c := start(t)
	ctx, api := t.Context(), c.as("demo-operator")
	company, site := uuid.NewString(), uuid.NewString()
	items := []contract.BatchCompany{{Id: company, Name: "Bar Due", Sites: []contract.BatchSite{
		{Id: site, Address: "Via B 2", Municipality: "Milano", Region: "lombardy", Lat: 45.47, Lon: 9.2},
	}}}
	loaded, err := api.LoadCompaniesWithResponse(ctx, contract.CompanyBatch{Demo: true, Items: items})
	if err != nil || loaded.JSON200 == nil || loaded.JSON200.Created != 1 {
		t.Fatalf("companies: %v, %s", err, loaded.Body)
	}
	made := terms()
	made.SiteId = site
	openings := make([]contract.BatchOpening, 20)
	for i := range openings {
		openings[i] = contract.BatchOpening{Id: uuid.NewString(), CompanyId: company, State: "published", Terms: made}
	}
	written, err := api.LoadOpeningsWithResponse(ctx, contract.OpeningBatch{Demo: true, Items: openings})
	if err != nil || written.JSON200 == nil || written.JSON200.Created != 20 {
		t.Fatalf("openings: %v, %s", err, written.Body)
	}
	openings[3].Terms.Title, openings[4].Id = "", openings[5].Id
	bad, err := api.LoadOpeningsWithResponse(ctx, contract.OpeningBatch{Items: openings})
	if err != nil || bad.StatusCode() != http.StatusUnprocessableEntity || !strings.Contains(string(bad.Body), "/items/3/terms/title") {
		t.Errorf("two faults in a batch: %v, %s", err, bad.Body)
	}
	if !c.suite.Demonstration("outreach") {
		t.Error("the records are not marked as a demonstration")
	}
	seen, cursor := 0, ""
	for range 10 {
		limit := 7
		page := must(c.as("").ListPublicOpeningsWithResponse(ctx, &contract.ListPublicOpeningsParams{Limit: &limit, Cursor: &cursor}))
		seen += len(page.JSON200.Items)
		if cursor = page.JSON200.Next; cursor == "" {
			break
		}
	}
	if seen != 20 {
		t.Errorf("the pages show %d openings, want 20", seen)
	}
}
