package intake_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/suite"
)

func TestVisitorsAreInvitedAndSentToSignIn(t *testing.T) {
	c := start(t, nil)
	first := c.visitor().get("/")
	if first.Status != http.StatusOK || attr(first.one("html"), "lang") != "it" {
		t.Errorf("first page: %d", first.Status)
	}
	arabic := c.visitor().get("/?lang=ar")
	if root := arabic.one("html"); attr(root, "lang") != "ar" || attr(root, "dir") != "rtl" {
		t.Error("the Arabic first page is not Arabic")
	}
	if p := c.visitor().get("/accessibility"); p.Status != http.StatusOK {
		t.Errorf("accessibility: %d", p.Status)
	}
	if p := c.visitor().get("/intake/people"); !strings.HasPrefix(p.Path, "/oidc/") {
		t.Errorf("a visitor who asks for people ends at %s", p.Path)
	}
}

func TestEveryRoleHasAFrontPage(t *testing.T) {
	c := start(t, func(e *echo.Echo, _ *suite.Env) {
		e.GET("/outreach/v1/tasks", func(c echo.Context) error {
			return c.JSON(http.StatusOK, map[string]any{"items": []map[string]any{
				{"text": "Posti da confermare", "count": 3, "url": "/outreach/openings", "since": "2026-11-01"},
				{"text": "Altrove", "count": 1, "url": "https://elsewhere.example/"},
			}})
		})
	})
	c.made("Awa Diop", "3331234567")
	for user, ways := range map[string][]string{
		"demo-counsellor-1": {"/intake/people/new", "/intake/people", "/outreach/openings", "/outreach/companies"},
		"demo-coordinator":  {"/intake/people/new", "/intake/people"},
		"demo-employer":     {"/outreach/openings"},
		"demo-auditor":      {"/intake/audit"},
		"demo-person":       {"/intake/me/data", "/intake/people/0190a0de-0000-7000-8000-000000000001/looks"},
		"demo-partner":      nil,
		"demo-reviewer":     nil,
		"demo-operator":     nil,
	} {
		home := c.signedIn(user).get("/")
		content := text(home.one("#main"))
		if home.Status != http.StatusOK || !strings.Contains(content, "Posti da confermare") || strings.Contains(content, "Altrove") {
			t.Errorf("%s: %d %s", user, home.Status, content)
		}
		// The two that do not answer tasks are named, the others are not.
		if n := len(home.all("#main .c-alert")); n != 2 {
			t.Errorf("%s: %d services are named as silent", user, n)
		}
		for _, way := range ways {
			home.one("#main .c-card a[href=" + way + "]")
		}
	}
	if p := c.signedIn("demo-partner").get("/intake/people"); p.Status != http.StatusOK || len(p.all(".c-empty")) != 1 {
		t.Errorf("a partner's people: %d", p.Status)
	}
	home := c.signedIn("demo-counsellor-1").get("/home")
	home.one("a[href=/intake/people?missing=availability]")
	own := c.signedIn("demo-person").get("/home")
	own.one("a[href=/intake/people/0190a0de-0000-7000-8000-000000000001/availability]")
}

func TestASilentServiceDelaysTheFrontPageLittle(t *testing.T) {
	hang := make(chan struct{})
	c := start(t, func(e *echo.Echo, _ *suite.Env) {
		e.GET("/outreach/v1/tasks", func(c echo.Context) error {
			select {
			case <-hang:
			case <-c.Request().Context().Done():
			}
			return c.NoContent(http.StatusNoContent)
		})
	})
	defer close(hang)
	b := c.signedIn("demo-counsellor-1")
	before := time.Now()
	home := b.get("/home")
	if took := time.Since(before); took > 3*time.Second {
		t.Errorf("it took %s", took)
	}
	if n := len(home.all("#main .c-alert")); n != 3 {
		t.Errorf("%d services are named", n)
	}
}

func TestFirstMeetingOnThePage(t *testing.T) {
	c := start(t, nil)
	b := c.signedIn("demo-counsellor-1")
	form := b.get("/intake/people/new")
	key := attr(form.one("input[name=key]"), "value")

	wrong := b.post("/intake/people/new", url.Values{"key": {key}, "name": {"<b>Awa</b>"}, "contact.channel": {"phone"}, "contact.value": {"12"}, "language": {"fr"}, "request": {"cucina"}, "unemployed": {"yes"}, "inMilan": {"yes"}})
	if wrong.Status != http.StatusUnprocessableEntity {
		t.Fatalf("%d", wrong.Status)
	}
	if attr(wrong.one("input[name=name]"), "value") != "<b>Awa</b>" || !strings.Contains(text(wrong.one("textarea[name=request]")), "cucina") {
		t.Error("what was typed is not kept")
	}
	if len(wrong.all("#main b")) != 0 {
		t.Error("typed markup is not escaped")
	}
	wrong.one(".c-summary a[href=#contact.value]")
	wrong.one("p[id=contact.value-error]")

	good := url.Values{"key": {key}, "name": {"Awa Diop"}, "contact.channel": {"phone"}, "contact.value": {"3331234567"}, "language": {"fr"}, "request": {"cucina"}, "unemployed": {"yes"}, "inMilan": {"yes"}}
	file := b.post("/intake/people/new", good)
	if file.Status != http.StatusOK || text(file.one("h1")) != "Awa Diop" {
		t.Fatalf("%d %s", file.Status, text(file.Root))
	}
	if again := b.post("/intake/people/new", good); again.Path != file.Path {
		t.Error("a double click makes two files")
	}
	good.Set("key", "another-key")
	dup := b.post("/intake/people/new", good)
	if dup.Status != http.StatusUnprocessableEntity {
		t.Fatalf("a duplicate: %d", dup.Status)
	}
	dup.one("table a[href=" + file.Path + "]")
	dup.one("input[name=notDuplicate]")
	good.Set("notDuplicate", "true")
	if p := b.post("/intake/people/new", good); p.Path == file.Path || text(p.one("h1")) != "Awa Diop" {
		t.Errorf("somebody else with the same name: %s", p.Path)
	}

	found := b.post("/intake/people/search", url.Values{"name": {"diop aw"}})
	if len(found.all("#found tbody tr")) != 2 {
		t.Errorf("search: %s", text(found.one("#found")))
	}
	if p := c.signedIn("demo-counsellor-2").get(file.Path); p.Status != http.StatusForbidden {
		t.Errorf("another team's counsellor: %d", p.Status)
	}
	coordinator := c.signedIn("demo-coordinator")
	coordinator.get("/intake/people/new").one("select[name=team]")
	if p := coordinator.post("/intake/people/new", url.Values{"name": {"Li Wei"}, "contact.channel": {"other"}, "contact.value": {"CAS"}, "language": {"zh"}}); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("no team: %d", p.Status)
	} else {
		p.one(".c-summary a[href=#team]")
	}
}

func TestAvailabilityReachAndPapersOnPages(t *testing.T) {
	c := start(t, nil)
	p := c.made("Awa Diop", "3331234567")
	b := c.signedIn("demo-counsellor-1")
	at := "/intake/people/" + p.Id

	wrong := b.post(at+"/availability", url.Values{"version": {"1"}, "from": {""}, "maxHoursWeek": {"many"}, "slots.1.0.from": {"14:00"}, "slots.1.0.to": {"08:00"}})
	if wrong.Status != http.StatusUnprocessableEntity || len(wrong.all(".c-summary li")) < 2 {
		t.Errorf("availability: %d %s", wrong.Status, text(wrong.Root))
	}
	if attr(wrong.one("input[name=slots.1.0.from]"), "value") != "14:00" || attr(wrong.one("input[name=maxHoursWeek]"), "value") != "many" {
		t.Error("what was typed is not kept")
	}
	file := b.post(at+"/availability", url.Values{"version": {"1"}, "from": {"2026-12-01"}, "maxHoursWeek": {"30"}, "slots.1.0.from": {"08:00"}, "slots.1.0.to": {"14:00"}})
	if file.Path != at || !strings.Contains(text(file.one("#main")), "08:00–14:00") {
		t.Errorf("availability: %s %s", file.Path, text(file.Root))
	}

	conflict := b.post(at+"/reach", url.Values{"version": {"1"}, "area": {"bovisa"}, "modes": {"walk", "bike"}})
	if conflict.Status != http.StatusConflict || attr(conflict.one("input[name=version]"), "value") != "2" {
		t.Errorf("conflict: %d", conflict.Status)
	}
	if file = b.post(at+"/reach", url.Values{"version": {"2"}, "area": {"bovisa"}, "maxMinutes": {"45"}, "modes": {"walk", "bike"}}); file.Path != at || !strings.Contains(text(file.one("#main")), "Bovisa") {
		t.Errorf("reach: %d %s", file.Status, text(file.Root))
	}

	work := b.get(at + "/work-access")
	work.one("select[name=kind]")
	add := url.Values{"act": {"add"}, "version": {"3"}, "kind": {"asylum-seeker"}}
	wrong = b.post(at+"/work-access", add)
	if wrong.Status != http.StatusUnprocessableEntity {
		t.Errorf("no date: %d", wrong.Status)
	}
	wrong.one(".c-summary a[href=#lodgedOn]")
	add.Set("lodgedOn", "2026-01-10")
	add.Set("expiresOn", "2027-01-09")
	work = b.post(at+"/work-access", add)
	if work.Status != http.StatusOK || !strings.Contains(text(work.one("#main")), "WA-02") || !strings.Contains(text(work.one("#main")), "60 giorni") {
		t.Errorf("line of time: %d %s", work.Status, text(work.Root))
	}
	work = b.post(at+"/work-access", url.Values{"act": {"birth"}, "version": {"4"}, "birthDate": {"1999-05-01"}})
	if attr(work.one("input[name=birthDate]"), "value") != "1999-05-01" {
		t.Error("the date of birth is not kept")
	}
	paper := ""
	for _, a := range work.all("a") {
		if href := attr(a, "href"); strings.HasPrefix(href, at+"/work-access/") {
			paper = href
		}
	}
	corrected := url.Values{"version": {"5"}, "kind": {"asylum-seeker"}, "lodgedOn": {"2026-01-11"}, "expiresOn": {"2027-01-09"}, "number": {"I0123"}}
	if work = b.post(paper, corrected); work.Status != http.StatusOK || !strings.Contains(text(work.one("#main")), "I0123") || !strings.Contains(text(work.one("#main")), "Versioni precedenti") {
		t.Errorf("a corrected paper: %d %s", work.Status, text(work.Root))
	}
	if stale := b.post(paper, corrected); stale.Status != http.StatusConflict {
		t.Errorf("two who correct a paper: %d", stale.Status)
	}
	if wrong = b.post(paper, url.Values{"act": {"remove"}, "version": {"6"}}); wrong.Status != http.StatusUnprocessableEntity {
		t.Errorf("taken out without a reason: %d", wrong.Status)
	}
	work = b.post(paper, url.Values{"act": {"remove"}, "version": {"6"}, "removal": {"mistake"}})
	work.one(".c-empty")
	if p := c.signedIn("demo-person").get(at + "/work-access"); p.Status != http.StatusForbidden {
		t.Errorf("somebody else: %d", p.Status)
	}
	edited := b.post(at+"/edit", url.Values{
		"version": {"7"}, "name": {"Awa Diop Fall"}, "contact.channel": {"email"}, "contact.value": {"awa@example.org"}, "language": {"wo"}, "state": {"closed"},
	})
	if edited.Path != at || text(edited.one("h1")) != "Awa Diop Fall" {
		t.Errorf("edit: %d %s", edited.Status, text(edited.Root))
	}
	stale := b.post(at+"/edit", url.Values{
		"version": {"7"}, "name": {"Awa Ndiaye"}, "contact.channel": {"email"}, "contact.value": {"awa@example.org"}, "language": {"wo"}, "state": {"active"},
	})
	if stale.Status != http.StatusConflict || attr(stale.one("input[name=name]"), "value") != "Awa Ndiaye" || !strings.Contains(text(stale.one(".c-facts")), "Awa Diop Fall") {
		t.Errorf("two editors are not shown both versions: %d %s", stale.Status, text(stale.Root))
	}
	audit := c.signedIn("demo-auditor").get("/intake/audit")
	if rows := audit.all("tbody tr"); len(rows) < 10 || strings.Contains(text(audit.Root), "Diop") {
		t.Errorf("audit: %d rows", len(rows))
	}
}

func TestStrangeAddressesAreNotFound(t *testing.T) {
	c := start(t, nil)
	b := c.signedIn("demo-counsellor-1")
	for _, path := range []string{"/intake/people/nobody", "/intake/people/%00", "/intake/people/0190a0de-0000-7000-8000-00000000ffff", "/intake/nowhere", "/nowhere"} {
		if p := b.get(path); p.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p := b.get("/intake/people?after=bm90aGluZw"); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("a made-up cursor: %d", p.Status)
	}
}

func TestThePersonSeesAndSetsTheirOwnData(t *testing.T) {
	c := start(t, nil)
	b := c.signedIn("demo-person")
	at := "/intake/people/0190a0de-0000-7000-8000-000000000001"
	own := b.get(at)
	if own.Status != http.StatusOK || len(own.all("a[href="+at+"/edit]")) != 0 || len(own.all(".c-parts a[href=/matching/people/0190a0de-0000-7000-8000-000000000001]")) != 0 {
		t.Errorf("own file: %d", own.Status)
	}
	saved := b.post(at+"/availability", url.Values{"version": {"1"}, "from": {"2026-12-01"}})
	if saved.Path != at || saved.Status != http.StatusOK {
		t.Errorf("own availability: %d %s", saved.Status, text(saved.Root))
	}
	if w := b.get(at + "/work-access"); w.Status != http.StatusOK || len(w.all("select[name=kind]")) != 0 {
		t.Errorf("own papers: %d", w.Status)
	}
	other := c.made("Awa Diop", "3331234567")
	if p := b.get("/intake/people/" + other.Id); p.Status != http.StatusForbidden {
		t.Errorf("somebody else's file: %d", p.Status)
	}
}

func TestPagesInArabic(t *testing.T) {
	c := start(t, nil)
	p := c.made("Awa Diop", "3331234567")
	b := c.signedIn("demo-counsellor-1")
	b.get("/home?lang=ar")
	for _, path := range []string{"/home", "/intake/people", "/intake/people/new", "/intake/people/" + p.Id, "/intake/people/" + p.Id + "/edit", "/intake/people/" + p.Id + "/availability", "/intake/people/" + p.Id + "/reach", "/intake/people/" + p.Id + "/work-access"} {
		got := b.get(path)
		if got.Status != http.StatusOK || attr(got.one("html"), "dir") != "rtl" || strings.Contains(text(got.Root), "intake.") {
			t.Errorf("%s: %d %s", path, got.Status, text(got.Root))
		}
	}
}

func TestListsArePagedByCursor(t *testing.T) {
	c := start(t, nil)
	var batch contract.PeopleBatch
	for i := range 40 {
		batch.People = append(batch.People, contract.BatchPerson{
			Id: newID(i), Name: "Persona " + string(rune('A'+i%26)) + string(rune('A'+i/26)), Language: "it", Team: "equipe-1",
			WaitingSince: date("2026-10-01"), Contact: contract.Contact{Channel: "other", Value: "sportello"},
		})
	}
	if r, err := c.as("demo-operator").LoadPeopleWithResponse(t.Context(), batch); err != nil || r.JSON200 == nil {
		t.Fatalf("%v, %s", err, r.Body)
	}
	b := c.signedIn("demo-counsellor-1")
	first := b.get("/intake/people")
	if n := len(first.all("#found tbody tr")); n != 25 {
		t.Fatalf("%d on the first page", n)
	}
	second := b.get(attr(first.all(".c-pager a")[0], "href"))
	if n := len(second.all("#found tbody tr")); n != 16 { // and the development provider's person
		t.Errorf("%d on the second page", n)
	}
}

func newID(i int) string {
	return "0190a0de-0000-7000-9000-0000000000" + string("0123456789abcdef"[i/16]) + string("0123456789abcdef"[i%16])
}
