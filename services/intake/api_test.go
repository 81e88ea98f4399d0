package intake_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/suite"
)

func date(s string) civil.Date {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func newPerson(name, phone string) contract.NewPerson {
	return contract.NewPerson{Name: name, Language: "fr", Contact: contract.Contact{Channel: "phone", Value: phone}}
}

// made records a first meeting as the counsellor of team 1.
func (c *city) made(name, phone string) contract.Person {
	c.t.Helper()
	r, err := c.as("demo-counsellor-1").CreatePersonWithResponse(c.t.Context(), nil, newPerson(name, phone))
	if err != nil || r.JSON201 == nil {
		c.t.Fatalf("first meeting: %v, %s", err, r.Body)
	}
	return *r.JSON201
}

func TestFirstMeetingToMatchableFileOverTheAPI(t *testing.T) {
	c := start(t, nil)
	ctx := t.Context()
	api := c.as("demo-counsellor-1")
	p := c.made("Awa Diop", "3331234567")
	if p.Team != "equipe-1" || p.Version != 1 || p.State != "active" || !strings.HasPrefix(p.Code, "P-") {
		t.Errorf("%+v", p)
	}
	hours := 30
	a, err := api.UpdateAvailabilityWithResponse(ctx, p.Id, contract.AvailabilityUpdate{
		Version: 1, From: date("2026-12-01"), MaxHoursWeek: &hours, Slots: []contract.Slot{{Day: 1, From: "08:00", To: "14:00"}},
	})
	if err != nil || a.JSON200 == nil || a.JSON200.Version != 2 || len(a.JSON200.Availability.Slots) != 1 {
		t.Fatalf("availability: %v, %s", err, a.Body)
	}
	old, err := api.UpdateReachWithResponse(ctx, p.Id, contract.ReachUpdate{Version: 1, Area: "bovisa", Modes: []contract.Mode{"walk"}})
	if err != nil || old.StatusCode() != http.StatusConflict {
		t.Errorf("an old version: %v, %d", err, old.StatusCode())
	}
	r, err := api.UpdateReachWithResponse(ctx, p.Id, contract.ReachUpdate{Version: 2, Area: "bovisa", Modes: []contract.Mode{"transit", "walk"}})
	if err != nil || r.JSON200 == nil {
		t.Fatalf("reach: %v, %s", err, r.Body)
	}
	lodged, expires, born := date("2026-01-10"), date("2027-01-09"), date("1999-05-01")
	w, err := api.UpdateWorkAccessWithResponse(ctx, p.Id, contract.WorkAccessUpdate{
		Version: 3, BirthDate: &born, Documents: []contract.WorkDocument{{Kind: "asylum-seeker", LodgedOn: &lodged, ExpiresOn: &expires}},
	})
	if err != nil || w.JSON200 == nil || len(w.JSON200.Findings) == 0 {
		t.Fatalf("work access: %v, %s", err, w.Body)
	}
	if f := w.JSON200.Findings[len(w.JSON200.Findings)-1]; f.Outcome != "ok" || len(f.Sources) == 0 || f.Reason != "asylum-may-work" {
		t.Errorf("%+v", f)
	}
	found, err := api.SearchPeopleWithResponse(ctx, contract.PeopleSearch{Name: "dio"})
	if err != nil || found.JSON200 == nil || len(found.JSON200.Items) != 1 {
		t.Errorf("search: %v, %s", err, found.Body)
	}
	closed, err := api.UpdatePersonWithResponse(ctx, p.Id, contract.PersonUpdate{
		Version: 4, Name: p.Name, Contact: p.Contact, Language: p.Language, State: "closed",
	})
	if err != nil || closed.JSON200 == nil || closed.JSON200.State != "closed" {
		t.Errorf("close: %v, %s", err, closed.Body)
	}
}

func TestWhoMaySeeAFile(t *testing.T) {
	c := start(t, nil)
	p := c.made("Awa Diop", "3331234567")
	for user, want := range map[string]int{
		"demo-counsellor-1": 200, "demo-counsellor-2": 403, "demo-coordinator": 200, "demo-employer": 403, "demo-partner": 403,
		"demo-reviewer": 403, "demo-auditor": 403, "demo-person": 403, "demo-operator": 403,
	} {
		r, err := c.as(user).GetPersonWithResponse(t.Context(), p.Id)
		if err != nil || r.StatusCode() != want {
			t.Errorf("%s: %v, %d, want %d", user, err, r.StatusCode(), want)
		}
		w, err := c.as(user).GetWorkAccessWithResponse(t.Context(), p.Id)
		if err != nil || w.StatusCode() != want {
			t.Errorf("%s, work access: %v, %d, want %d", user, err, w.StatusCode(), want)
		}
	}
	own, err := c.as("demo-person").GetPersonWithResponse(t.Context(), "0190a0de-0000-7000-8000-000000000001")
	if err != nil || own.StatusCode() != http.StatusOK {
		t.Errorf("the own file: %v, %d", err, own.StatusCode())
	}
	names, err := c.as("demo-counsellor-2").NamePeopleWithResponse(t.Context(), contract.NamesRequest{Ids: []string{p.Id}})
	if err != nil || names.JSON200 == nil || names.JSON200.Names[p.Id].Known || names.JSON200.Names[p.Id].Label != p.Code {
		t.Errorf("names for another team: %v, %s", err, names.Body)
	}
	names, err = c.as("demo-counsellor-1").NamePeopleWithResponse(t.Context(), contract.NamesRequest{Ids: []string{p.Id, uuid.NewString()}})
	if err != nil || names.JSON200 == nil || len(names.JSON200.Names) != 1 || names.JSON200.Names[p.Id].Label != "Awa Diop" {
		t.Errorf("names for the own team: %v, %s", err, names.Body)
	}
	list, err := c.as("demo-counsellor-2").ListPeopleWithResponse(t.Context(), nil)
	if err != nil || list.JSON200 == nil || len(list.JSON200.Items) != 0 {
		t.Errorf("another team's list: %v, %s", err, list.Body)
	}
	audit, err := c.as("demo-auditor").ListAuditWithResponse(t.Context(), nil)
	if err != nil || audit.JSON200 == nil {
		t.Fatalf("audit: %v, %s", err, audit.Body)
	}
	reads := 0
	for _, e := range audit.JSON200.Items {
		if e.Action == "person.read" && e.Subject == "demo-coordinator" && e.Person == p.Id {
			reads++
		}
	}
	if reads != 1 {
		t.Errorf("the coordinator's reading stands %d times in the audit", reads)
	}
	if strings.Contains(string(audit.Body), "Awa") {
		t.Error("the audit names the person")
	}
	demoPerson := "0190a0de-0000-7000-8000-000000000001"
	mine, err := c.as("demo-person").ListAuditWithResponse(t.Context(), &contract.ListAuditParams{Person: &demoPerson})
	if err != nil || mine.JSON200 == nil {
		t.Errorf("a person may not read who looked at the own file: %v, %s", err, mine.Body)
	}
	for _, params := range []*contract.ListAuditParams{nil, {Person: &p.Id}} {
		if foreign, err := c.as("demo-person").ListAuditWithResponse(t.Context(), params); err != nil || foreign.StatusCode() != http.StatusForbidden {
			t.Errorf("a person reads the record about others: %v, %s", err, foreign.Body)
		}
	}
}

func TestDuplicatesAndDoubleClicks(t *testing.T) {
	c := start(t, nil)
	ctx := t.Context()
	first := c.made("Mohamed El Amrani", "3331234567")
	r, err := c.as("demo-counsellor-2").CreatePersonWithResponse(ctx, nil, newPerson("Muhammad Al Amrani", "+39 333 1234567"))
	if err != nil || r.StatusCode() != http.StatusConflict || r.ApplicationproblemJSON409 == nil {
		t.Fatalf("a duplicate: %v, %d %s", err, r.StatusCode(), r.Body)
	}
	d := r.ApplicationproblemJSON409.Duplicates
	if len(d) != 1 || d[0].Id != first.Id || d[0].Name != nil || len(d[0].Why) != 2 || r.ApplicationproblemJSON409.Type != "urn:celav:problem:duplicate" {
		t.Errorf("%+v", d)
	}
	yes := true
	body := newPerson("Muhammad Al Amrani", "+39 333 1234567")
	body.NotDuplicate = &yes
	key := uuid.NewString()
	var ids []string
	for range 2 {
		r, err = c.as("demo-counsellor-2").CreatePersonWithResponse(ctx, &contract.CreatePersonParams{IdempotencyKey: &key}, body)
		if err != nil || r.JSON201 == nil {
			t.Fatalf("%v, %s", err, r.Body)
		}
		ids = append(ids, r.JSON201.Id)
	}
	if ids[0] != ids[1] {
		t.Error("one key made two files")
	}
}

func TestFaultsAreLocated(t *testing.T) {
	c := start(t, nil)
	r, err := c.as("demo-counsellor-1").CreatePersonWithResponse(t.Context(), nil, contract.NewPerson{
		Name: "123", Language: "xx", Contact: contract.Contact{Channel: "phone", Value: "12"},
	})
	if err != nil || r.StatusCode() != http.StatusUnprocessableEntity || r.ApplicationproblemJSONDefault == nil {
		t.Fatalf("%v, %d %s", err, r.StatusCode(), r.Body)
	}
	var at []string
	for _, e := range *r.ApplicationproblemJSONDefault.Errors {
		at = append(at, *e.Pointer)
	}
	slices.Sort(at)
	if !slices.Equal(at, []string{"/contact/value", "/language", "/name"}) {
		t.Errorf("%v", at)
	}
	if strings.Contains(string(r.Body), "123") {
		t.Error("the answer repeats what was sent")
	}
}

func TestBatchMarksTheDemonstration(t *testing.T) {
	c := start(t, nil)
	ctx := t.Context()
	yes := true
	id := uuid.Must(uuid.NewV7()).String()
	batch := contract.PeopleBatch{Demo: &yes, People: []contract.BatchPerson{{
		Id: id, Name: "Persona Inventata", Language: "it", Team: "equipe-2", WaitingSince: date("2026-10-01"),
		Contact:   contract.Contact{Channel: "other", Value: "sportello"},
		Reach:     &contract.Reach{Area: "bovisa", Modes: []contract.Mode{"walk"}},
		Documents: &[]contract.WorkDocument{{Kind: "citizen"}},
	}}}
	if r, err := c.as("demo-counsellor-1").LoadPeopleWithResponse(ctx, batch); err != nil || r.StatusCode() != http.StatusForbidden {
		t.Errorf("a counsellor: %v, %d", err, r.StatusCode())
	}
	for _, want := range []contract.BatchResult{{Created: 1}, {Updated: 1}} {
		r, err := c.as("demo-operator").LoadPeopleWithResponse(ctx, batch)
		if err != nil || r.JSON200 == nil || *r.JSON200 != want {
			t.Fatalf("%v, %d %s", err, r.StatusCode(), r.Body)
		}
	}
	batch.People[0].Reach.Area = "atlantis"
	r, err := c.as("demo-operator").LoadPeopleWithResponse(ctx, batch)
	if err != nil || r.ApplicationproblemJSONDefault == nil || !strings.Contains(string(r.Body), `"/people/0/reach/area"`) {
		t.Errorf("a fault in a batch: %v, %s", err, r.Body)
	}
	if len(c.visitor().Get("/").All(".c-demo")) != 1 {
		t.Error("the first page does not say that this is a demonstration")
	}
}

func TestWhatServicesAsk(t *testing.T) {
	var outreach *suite.Env
	c := start(t, func(_ *echo.Echo, env *suite.Env) { outreach = env })
	ctx := t.Context()
	p := c.made("Awa Diop", "3331234567")
	service := c.asService(outreach, identity.AsService("outreach"))
	who, err := service.ResolveSubjectWithResponse(ctx, contract.SubjectRequest{Subject: "demo-employer"})
	if err != nil || who.JSON200 == nil || who.JSON200.Company == nil || *who.JSON200.Company != "company-1" {
		t.Errorf("who is the employer: %v, %s", err, who.Body)
	}
	stranger, err := service.ResolveSubjectWithResponse(ctx, contract.SubjectRequest{Subject: "stranger"})
	if err != nil || stranger.JSON200 == nil || len(stranger.JSON200.Roles) != 0 {
		t.Errorf("a stranger: %v, %s", err, stranger.Body)
	}
	if r, err := c.as("demo-operator").ResolveSubjectWithResponse(ctx, contract.SubjectRequest{Subject: "x"}); err != nil || r.StatusCode() != http.StatusForbidden {
		t.Errorf("a person asks the directory: %v, %d", err, r.StatusCode())
	}
	if r, err := c.as("demo-person").GetOwnerWithResponse(ctx, p.Id); err != nil || r.StatusCode() != http.StatusForbidden {
		t.Errorf("somebody asks whose a stranger's file is: %v, %d", err, r.StatusCode())
	}
	owner, err := service.GetOwnerWithResponse(ctx, p.Id)
	if err != nil || owner.JSON200 == nil || owner.JSON200.Team != "equipe-1" || owner.JSON200.Person != p.Id {
		t.Errorf("owner: %v, %s", err, owner.Body)
	}
	feed, err := service.ListChangesWithResponse(ctx, nil)
	if err != nil || feed.JSON200 == nil || len(feed.JSON200.Items) != 2 { // the development provider's person, and this one
		t.Fatalf("feed: %v, %s", err, feed.Body)
	}
	if s := feed.JSON200.Items[1].State; s == nil || s.PersonId != p.Id || s.WorkAccess == nil {
		t.Errorf("%+v", s)
	}
	if strings.Contains(string(feed.Body), "Diop") {
		t.Error("a name is in the feed")
	}
	other := c.asService(outreach, identity.Principal{Subject: "demo-counsellor-2", Roles: []identity.Role{identity.Counsellor}, Team: "equipe-2"})
	if r, err := other.GetPersonWithResponse(ctx, p.Id); err != nil || r.StatusCode() != http.StatusForbidden {
		t.Errorf("a service asks for a counsellor of another team: %v, %d", err, r.StatusCode())
	}
	if r, err := c.as("demo-counsellor-1").ListChangesWithResponse(ctx, nil); err != nil || r.StatusCode() != http.StatusForbidden {
		t.Errorf("a person reads the feed: %v, %d", err, r.StatusCode())
	}
}

func TestDirectoryIsKeptByThoseWhoMay(t *testing.T) {
	c := start(t, nil)
	ctx := t.Context()
	team := "equipe-1"
	r, err := c.as("demo-coordinator").PutStaffWithResponse(ctx, "new-1", contract.StaffUpdate{Roles: []string{"counsellor"}, Team: &team})
	if err != nil || r.JSON200 == nil {
		t.Errorf("a counsellor is made: %v, %s", err, r.Body)
	}
	for name, u := range map[string]contract.StaffUpdate{
		"auditor": {Roles: []string{"auditor"}}, "no team": {Roles: []string{"counsellor"}}, "no such role": {Roles: []string{"service"}},
	} {
		r, err := c.as("demo-coordinator").PutStaffWithResponse(ctx, "new-2", u)
		if err != nil || r.StatusCode() != http.StatusUnprocessableEntity {
			t.Errorf("%s: %v, %d", name, err, r.StatusCode())
		}
	}
	if r, err := c.as("demo-operator").PutStaffWithResponse(ctx, "new-2", contract.StaffUpdate{Roles: []string{"auditor"}}); err != nil || r.JSON200 == nil {
		t.Errorf("an operator makes an auditor: %v, %s", err, r.Body)
	}
	labels := func(user string) (n int) {
		r, err := c.as(user).ListTeamsWithResponse(ctx)
		if err != nil || r.JSON200 == nil {
			t.Fatalf("teams: %v, %s", err, r.Body)
		}
		for _, team := range r.JSON200.Items {
			if team.Label != nil {
				n++
			}
		}
		return n
	}
	if own, all := labels("demo-counsellor-1"), labels("demo-coordinator"); own != 1 || all != 6 {
		t.Errorf("a counsellor sees %d labels, a coordinator %d", own, all)
	}
	if r, err := c.as("demo-coordinator").PutPartnerWithResponse(ctx, "anapec", contract.PartnerUpdate{Name: "ANAPEC", Country: "MA"}); err != nil || r.JSON200 == nil {
		t.Errorf("partner: %v, %s", err, r.Body)
	}
}
