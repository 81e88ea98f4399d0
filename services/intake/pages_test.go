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
	"github.com/celav/celav/pkg/suite/suitetest"
)

func TestVisitorsAreInvitedAndSentToSignIn(t *testing.T) {
	c := start(t, nil)
	first := c.visitor().Get("/")
	if first.Status != http.StatusOK || suitetest.Attr(first.One("html"), "lang") != "it" {
		t.Errorf("first page: %d", first.Status)
	}
	arabic := c.visitor().Get("/?lang=ar")
	if root := arabic.One("html"); suitetest.Attr(root, "lang") != "ar" || suitetest.Attr(root, "dir") != "rtl" {
		t.Error("the Arabic first page is not Arabic")
	}
	if p := c.visitor().Get("/accessibility"); p.Status != http.StatusOK {
		t.Errorf("accessibility: %d", p.Status)
	}
	if p := c.visitor().Get("/intake/people"); !strings.HasPrefix(p.Path, "/oidc/") {
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
		home := c.signedIn(user).Get("/")
		content := suitetest.Text(home.One("#main"))
		if home.Status != http.StatusOK || !strings.Contains(content, "Posti da confermare") || strings.Contains(content, "Altrove") {
			t.Errorf("%s: %d %s", user, home.Status, content)
		}
		// The two that do not answer tasks are named, the others are not.
		if n := len(home.All("#main .c-alert")); n != 2 {
			t.Errorf("%s: %d services are named as silent", user, n)
		}
		for _, way := range ways {
			home.One("#main .c-card a[href='" + way + "']")
		}
	}
	if p := c.signedIn("demo-partner").Get("/intake/people"); p.Status != http.StatusOK || len(p.All(".c-empty")) != 1 {
		t.Errorf("a partner's people: %d", p.Status)
	}
	home := c.signedIn("demo-counsellor-1").Get("/home")
	home.One("a[href='/intake/people?missing=availability']")
	own := c.signedIn("demo-person").Get("/home")
	own.One("a[href='/intake/people/0190a0de-0000-7000-8000-000000000001/availability']")
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
	home := b.Get("/home")
	if took := time.Since(before); took > 3*time.Second {
		t.Errorf("it took %s", took)
	}
	if n := len(home.All("#main .c-alert")); n != 3 {
		t.Errorf("%d services are named", n)
	}
}

func TestFirstMeetingOnThePage(t *testing.T) {
	c := start(t, nil)
	b := c.signedIn("demo-counsellor-1")
	form := b.Get("/intake/people/new")
	key := suitetest.Attr(form.One("input[name='key']"), "value")

	wrong := b.Post("/intake/people/new", url.Values{"key": {key}, "name": {"<b>Awa</b>"}, "contact.channel": {"phone"}, "contact.value": {"12"}, "language": {"fr"}, "request": {"cucina"}, "unemployed": {"yes"}, "inMilan": {"yes"}})
	if wrong.Status != http.StatusUnprocessableEntity {
		t.Fatalf("%d", wrong.Status)
	}
	if suitetest.Attr(wrong.One("input[name='name']"), "value") != "<b>Awa</b>" || !strings.Contains(suitetest.Text(wrong.One("textarea[name='request']")), "cucina") {
		t.Error("what was typed is not kept")
	}
	if len(wrong.All("#main b")) != 0 {
		t.Error("typed markup is not escaped")
	}
	wrong.One(".c-summary a[href='#contact.value']")
	wrong.One("p[id='contact.value-error']")

	good := url.Values{"key": {key}, "name": {"Awa Diop"}, "contact.channel": {"phone"}, "contact.value": {"3331234567"}, "language": {"fr"}, "request": {"cucina"}, "unemployed": {"yes"}, "inMilan": {"yes"}}
	file := b.Post("/intake/people/new", good)
	if file.Status != http.StatusOK || suitetest.Text(file.One("h1")) != "Awa Diop" {
		t.Fatalf("%d %s", file.Status, file.Words())
	}
	if again := b.Post("/intake/people/new", good); again.Path != file.Path {
		t.Error("a double click makes two files")
	}
	good.Set("key", "another-key")
	dup := b.Post("/intake/people/new", good)
	if dup.Status != http.StatusUnprocessableEntity {
		t.Fatalf("a duplicate: %d", dup.Status)
	}
	dup.One("table a[href='" + file.Path + "']")
	dup.One("input[name='notDuplicate']")
	good.Set("notDuplicate", "true")
	if p := b.Post("/intake/people/new", good); p.Path == file.Path || suitetest.Text(p.One("h1")) != "Awa Diop" {
		t.Errorf("somebody else with the same name: %s", p.Path)
	}

	found := b.Post("/intake/people/search", url.Values{"name": {"diop aw"}})
	if len(found.All("#found tbody tr")) != 2 {
		t.Errorf("search: %s", suitetest.Text(found.One("#found")))
	}
	if p := c.signedIn("demo-counsellor-2").Get(file.Path); p.Status != http.StatusForbidden {
		t.Errorf("another team's counsellor: %d", p.Status)
	}
	coordinator := c.signedIn("demo-coordinator")
	coordinator.Get("/intake/people/new").One("select[name='team']")
	if p := coordinator.Post("/intake/people/new", url.Values{"name": {"Li Wei"}, "contact.channel": {"other"}, "contact.value": {"CAS"}, "language": {"zh"}}); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("no team: %d", p.Status)
	} else {
		p.One(".c-summary a[href='#team']")
	}
}

func TestAvailabilityReachAndPapersOnPages(t *testing.T) {
	c := start(t, nil)
	p := c.made("Awa Diop", "3331234567")
	b := c.signedIn("demo-counsellor-1")
	at := "/intake/people/" + p.Id

	wrong := b.Post(at+"/availability", url.Values{"version": {"1"}, "from": {""}, "maxHoursWeek": {"many"}, "slots.1.0.from": {"14:00"}, "slots.1.0.to": {"08:00"}})
	if wrong.Status != http.StatusUnprocessableEntity || len(wrong.All(".c-summary li")) < 2 {
		t.Errorf("availability: %d %s", wrong.Status, wrong.Words())
	}
	if suitetest.Attr(wrong.One("input[name='slots.1.0.from']"), "value") != "14:00" || suitetest.Attr(wrong.One("input[name='maxHoursWeek']"), "value") != "many" {
		t.Error("what was typed is not kept")
	}
	file := b.Post(at+"/availability", url.Values{"version": {"1"}, "from": {"2026-12-01"}, "maxHoursWeek": {"30"}, "slots.1.0.from": {"08:00"}, "slots.1.0.to": {"14:00"}})
	if file.Path != at || !strings.Contains(suitetest.Text(file.One("#main")), "08:00–14:00") {
		t.Errorf("availability: %s %s", file.Path, file.Words())
	}

	conflict := b.Post(at+"/reach", url.Values{"version": {"1"}, "area": {"bovisa"}, "modes": {"walk", "bike"}})
	if conflict.Status != http.StatusConflict || suitetest.Attr(conflict.One("input[name='version']"), "value") != "2" {
		t.Errorf("conflict: %d", conflict.Status)
	}
	if file = b.Post(at+"/reach", url.Values{"version": {"2"}, "area": {"bovisa"}, "maxMinutes": {"45"}, "modes": {"walk", "bike"}}); file.Path != at || !strings.Contains(suitetest.Text(file.One("#main")), "Bovisa") {
		t.Errorf("reach: %d %s", file.Status, file.Words())
	}

	work := b.Get(at + "/work-access")
	work.One("select[name='kind']")
	add := url.Values{"act": {"add"}, "version": {"3"}, "kind": {"asylum-seeker"}}
	wrong = b.Post(at+"/work-access", add)
	if wrong.Status != http.StatusUnprocessableEntity {
		t.Errorf("no date: %d", wrong.Status)
	}
	wrong.One(".c-summary a[href='#lodgedOn']")
	add.Set("lodgedOn", "2026-01-10")
	add.Set("expiresOn", "2027-01-09")
	work = b.Post(at+"/work-access", add)
	if work.Status != http.StatusOK || !strings.Contains(suitetest.Text(work.One("#main")), "WA-02") || !strings.Contains(suitetest.Text(work.One("#main")), "60 giorni") {
		t.Errorf("line of time: %d %s", work.Status, work.Words())
	}
	work = b.Post(at+"/work-access", url.Values{"act": {"birth"}, "version": {"4"}, "birthDate": {"1999-05-01"}})
	if suitetest.Attr(work.One("input[name='birthDate']"), "value") != "1999-05-01" {
		t.Error("the date of birth is not kept")
	}
	paper := ""
	for _, a := range work.All("a") {
		if href := suitetest.Attr(a, "href"); strings.HasPrefix(href, at+"/work-access/") {
			paper = href
		}
	}
	corrected := url.Values{"version": {"5"}, "kind": {"asylum-seeker"}, "lodgedOn": {"2026-01-11"}, "expiresOn": {"2027-01-09"}, "number": {"I0123"}}
	if work = b.Post(paper, corrected); work.Status != http.StatusOK || !strings.Contains(suitetest.Text(work.One("#main")), "I0123") || !strings.Contains(suitetest.Text(work.One("#main")), "Versioni precedenti") {
		t.Errorf("a corrected paper: %d %s", work.Status, work.Words())
	}
	if stale := b.Post(paper, corrected); stale.Status != http.StatusConflict {
		t.Errorf("two who correct a paper: %d", stale.Status)
	}
	if wrong = b.Post(paper, url.Values{"act": {"remove"}, "version": {"6"}}); wrong.Status != http.StatusUnprocessableEntity {
		t.Errorf("taken out without a reason: %d", wrong.Status)
	}
	work = b.Post(paper, url.Values{"act": {"remove"}, "version": {"6"}, "removal": {"mistake"}})
	work.One(".c-empty")
	if p := c.signedIn("demo-person").Get(at + "/work-access"); p.Status != http.StatusForbidden {
		t.Errorf("somebody else: %d", p.Status)
	}
	edited := b.Post(at+"/edit", url.Values{
		"version": {"7"}, "name": {"Awa Diop Fall"}, "contact.channel": {"email"}, "contact.value": {"awa@example.org"}, "language": {"wo"}, "state": {"closed"},
	})
	if edited.Path != at || suitetest.Text(edited.One("h1")) != "Awa Diop Fall" {
		t.Errorf("edit: %d %s", edited.Status, edited.Words())
	}
	stale := b.Post(at+"/edit", url.Values{
		"version": {"7"}, "name": {"Awa Ndiaye"}, "contact.channel": {"email"}, "contact.value": {"awa@example.org"}, "language": {"wo"}, "state": {"active"},
	})
	if stale.Status != http.StatusConflict || suitetest.Attr(stale.One("input[name='name']"), "value") != "Awa Ndiaye" || !strings.Contains(suitetest.Text(stale.One(".c-facts")), "Awa Diop Fall") {
		t.Errorf("two editors are not shown both versions: %d %s", stale.Status, stale.Words())
	}
	audit := c.signedIn("demo-auditor").Get("/intake/audit")
	if rows := audit.All("tbody tr"); len(rows) < 10 || strings.Contains(audit.Words(), "Diop") {
		t.Errorf("audit: %d rows", len(rows))
	}
}

func TestStrangeAddressesAreNotFound(t *testing.T) {
	c := start(t, nil)
	b := c.signedIn("demo-counsellor-1")
	for _, path := range []string{"/intake/people/nobody", "/intake/people/%00", "/intake/people/0190a0de-0000-7000-8000-00000000ffff", "/intake/nowhere", "/nowhere"} {
		if p := b.Get(path); p.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p := b.Get("/intake/people?after=bm90aGluZw"); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("a made-up cursor: %d", p.Status)
	}
}

func TestThePersonSeesAndSetsTheirOwnData(t *testing.T) {
	c := start(t, nil)
	b := c.signedIn("demo-person")
	at := "/intake/people/0190a0de-0000-7000-8000-000000000001"
	own := b.Get(at)
	if own.Status != http.StatusOK || len(own.All("a[href="+at+"/edit]")) != 0 || len(own.All(".c-parts a[href='/matching/people/0190a0de-0000-7000-8000-000000000001']")) != 0 {
		t.Errorf("own file: %d", own.Status)
	}
	saved := b.Post(at+"/availability", url.Values{"version": {"1"}, "from": {"2026-12-01"}})
	if saved.Path != at || saved.Status != http.StatusOK {
		t.Errorf("own availability: %d %s", saved.Status, saved.Words())
	}
	if w := b.Get(at + "/work-access"); w.Status != http.StatusOK || len(w.All("select[name='kind']")) != 0 {
		t.Errorf("own papers: %d", w.Status)
	}
	other := c.made("Awa Diop", "3331234567")
	if p := b.Get("/intake/people/" + other.Id); p.Status != http.StatusForbidden {
		t.Errorf("somebody else's file: %d", p.Status)
	}
}

func TestPagesInArabic(t *testing.T) {
	c := start(t, nil)
	p := c.made("Awa Diop", "3331234567")
	b := c.signedIn("demo-counsellor-1")
	b.Get("/home?lang=ar")
	for _, path := range []string{"/home", "/intake/people", "/intake/people/new", "/intake/people/" + p.Id, "/intake/people/" + p.Id + "/edit", "/intake/people/" + p.Id + "/availability", "/intake/people/" + p.Id + "/reach", "/intake/people/" + p.Id + "/work-access"} {
		got := b.Get(path)
		if got.Status != http.StatusOK || suitetest.Attr(got.One("html"), "dir") != "rtl" || strings.Contains(got.Words(), "intake.") {
			t.Errorf("%s: %d %s", path, got.Status, got.Words())
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
	first := b.Get("/intake/people")
	if n := len(first.All("#found tbody tr")); n != 25 {
		t.Fatalf("%d on the first page", n)
	}
	second := b.Get(suitetest.Attr(first.All(".c-pager a")[0], "href"))
	if n := len(second.All("#found tbody tr")); n != 16 { // and the development provider's person
		t.Errorf("%d on the second page", n)
	}
}

func newID(i int) string {
	return "0190a0de-0000-7000-9000-0000000000" + string("0123456789abcdef"[i/16]) + string("0123456789abcdef"[i%16])
}

// Before anybody was written to, the list of messages is empty.
func TestNoMessages(t *testing.T) {
	c := start(t, nil)
	for _, user := range []string{"demo-counsellor-1", "demo-coordinator"} {
		if p := c.signedIn(user).Get("/intake/messages"); p.Status != http.StatusOK || len(p.All(".c-empty")) != 1 {
			t.Errorf("%s: %d %s", user, p.Status, p.Words())
		}
	}
}
