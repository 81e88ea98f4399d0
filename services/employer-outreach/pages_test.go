package outreach_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/celav/celav/pkg/suite/suitetest"
)

func typed(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// The whole way of an employer without JavaScript: search the occupation, take a usual skill, search another,
// save the draft, publish, and see it in public.
func TestAnEmployerWritesAndPublishesAnOpening(t *testing.T) {
	c := start(t)
	b := c.signedIn("demo-employer")
	p := b.Get("/outreach/openings/new")
	if p.Status != http.StatusOK || p.Find("select#siteId option[selected]").AttrOr("value", "") != ownSite {
		t.Fatalf("%s answers %d and its only site is not chosen", p.Path, p.Status)
	}
	p = b.Submit(p, typed("title", "Aiuto cuoco", "description", "<b>Cucina</b>\nper cinquanta", "start", "2027-01-11", "seats", "2", "occupation.q", "cuo"), "find=occupation")
	if p.Find("input[type=radio][name=occupation][value='celav:o/cook']").Length() != 1 || p.Find("input#title").AttrOr("value", "") != "Aiuto cuoco" {
		t.Fatalf("the search shows no candidate or forgets what was typed: %s", p.Find("#occupation").Text())
	}
	p = b.Submit(p, typed("occupation", "celav:o/cook"), "find=usual")
	if p.Status != http.StatusOK || p.Find("input[name='neededAtStart.add'][value='celav:s/hygiene']").Length() != 1 {
		t.Errorf("the occupation's usual skills are not proposed: %d %s", p.Status, p.Find("#neededAtStart").Text())
	}
	p = b.Submit(p, typed("neededAtStart.q", "verdure"), "find=neededAtStart")
	if p.Find("input[name='neededAtStart.add'][value='celav:s/cut-vegetables']").Length() != 1 {
		t.Fatalf("no skill is proposed: %s", p.Find("#neededAtStart").Text())
	}
	if p.Find("input[type=hidden][name=occupation], input[type=radio][checked][name=occupation]").AttrOr("value", "") != "celav:o/cook" {
		t.Error("the occupation is lost")
	}
	p = b.Submit(p, typed("neededAtStart.add", "celav:s/cut-vegetables", "title", ""), "save=true")
	if p.Status != http.StatusUnprocessableEntity || p.Find("#title-error").Length() != 1 || p.Find("a[href='#title']").Length() == 0 {
		t.Fatalf("a missing title: %d, %q", p.Status, p.Find(".c-error").Text())
	}
	if p.Find("input[name='neededAtStart.0.skill']").AttrOr("value", "") != "celav:s/cut-vegetables" {
		t.Error("the chosen skill is lost when something is to be corrected")
	}
	p = b.Submit(p, typed("title", "Aiuto cuoco", "neededAtStart.0.level", "2"), "save=true")
	if p.Status != http.StatusOK || p.Find("h1").Text() != "Aiuto cuoco" || !strings.Contains(p.Find("main").Text(), "tagliare verdure (con aiuto)") {
		t.Fatalf("the draft: %d at %s\n%s", p.Status, p.Path, p.Find("main").Text())
	}
	if p.Find("main b").Length() != 0 {
		t.Error("markup that was typed is not escaped")
	}
	if public := c.visitor().Get("/outreach/jobs"); strings.Contains(public.Text(), "Aiuto cuoco") {
		t.Error("a draft is public")
	}
	p = press(t, b, p, "published")
	if got := strings.TrimSpace(p.Find(".c-badge").First().Text()); got != "Visibile a tutti" {
		t.Errorf("published, it says %q", got)
	}
	job := strings.Replace(p.Path, "/openings/", "/jobs/", 1)
	visitor := c.visitor()
	if public := visitor.Get("/outreach/jobs"); !strings.Contains(public.Find("main").Text(), "Aiuto cuoco") || strings.Contains(public.Text(), "Esempio") {
		t.Errorf("the public list lacks the opening or names the company: %s", public.Find("main").Text())
	}
	if public := visitor.Get(job + "?lang=ar"); public.Status != http.StatusOK || public.Find("html").AttrOr("dir", "") != "rtl" || public.Find("main [lang=it]").Length() == 0 {
		t.Errorf("the public page in Arabic: %d", public.Status)
	}
	p = press(t, b, b.Get(p.Path), "closed")
	if public := visitor.Get(job); public.Status != http.StatusNotFound {
		t.Errorf("closed, its public page answers %d", public.Status)
	}
	if p = b.Get(p.Path + "/edit"); p.Status != http.StatusPreconditionFailed {
		t.Errorf("editing a closed opening answers %d", p.Status)
	}
}

// press clicks the button that moves an opening to a state.
func press(t *testing.T, b *suitetest.Browser, p suitetest.Page, to string) suitetest.Page {
	t.Helper()
	form := p.Find("form.c-action").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return s.Find("input[name=to]").AttrOr("value", "") == to
	})
	if form.Length() != 1 {
		t.Fatalf("%s has no button to %s", p.Path, to)
	}
	return b.Post(form.AttrOr("action", ""), typed("to", to, "version", form.Find("input[name=version]").AttrOr("value", "")))
}

func TestEnterInASearchSearches(t *testing.T) {
	c := start(t)
	b := c.signedIn("demo-employer")
	p := b.Submit(b.Get("/outreach/openings/new"), typed("optional.q", "igiene"), "")
	if p.Find("input[name='optional.add']").Length() != 1 {
		t.Errorf("no candidate: %s", p.Find("#optional").Text())
	}
	c.taxonomy.down = true
	p = b.Submit(p, typed("optional.q", "igiene"), "find=optional")
	if p.Find("#optional-absent-error").Length() != 1 || p.Find("input[id='optional.q']").AttrOr("value", "") != "igiene" {
		t.Errorf("a silent taxonomy is not told: %d %s", p.Status, p.Find("#optional").Text())
	}
}

func TestSomebodyElseWasFaster(t *testing.T) {
	c := start(t)
	b := c.signedIn("demo-employer")
	first := b.Get("/outreach/companies/" + ownCompany + "/edit")
	if p := b.Submit(first, typed("name", "Trattoria Nuova"), ""); p.Status != http.StatusOK || p.Find("h1").Text() != "Trattoria Nuova" {
		t.Fatalf("saving: %d at %s", p.Status, p.Path)
	}
	p := b.Submit(first, typed("name", "Trattoria Vecchia", "headcount", "x"), "")
	if p.Status != http.StatusUnprocessableEntity || p.Find("#headcount-error").Length() != 1 || p.Find("#name").AttrOr("value", "") != "Trattoria Vecchia" {
		t.Errorf("a headcount that is no number: %d", p.Status)
	}
	p = b.Submit(first, typed("name", "Trattoria Vecchia"), "")
	if p.Status != http.StatusConflict || p.Find("#name").AttrOr("value", "") != "Trattoria Vecchia" {
		t.Fatalf("an old version: %d", p.Status)
	}
	if p = b.Submit(p, nil, ""); p.Status != http.StatusOK || p.Find("h1").Text() != "Trattoria Vecchia" {
		t.Errorf("saving again on purpose: %d", p.Status)
	}
}

func TestSites(t *testing.T) {
	c := start(t)
	b := c.signedIn("demo-employer")
	at := "/outreach/companies/" + ownCompany
	p := b.Submit(b.Get(at+"/sites/new"), typed("address", ""), "")
	if p.Status != http.StatusUnprocessableEntity || p.Find("#address-error, #area-error").Length() != 2 {
		t.Errorf("an empty site: %d %s", p.Status, p.Find(".c-error").Text())
	}
	p = b.Submit(p, typed("address", "Via Rho 3", "area", "rho"), "")
	if p.Status != http.StatusOK || !strings.Contains(p.Find("main").Text(), "Via Rho 3, Rho") {
		t.Fatalf("adding a site: %d at %s", p.Status, p.Path)
	}
	p = b.Get(at + "/sites/" + ownSite)
	p = b.Submit(p, typed("address", "Via Nuova 9"), "")
	if p.Status != http.StatusOK || !strings.Contains(p.Find("main").Text(), "Via Nuova 9, Milano") {
		t.Errorf("moving within the area: %d at %s", p.Status, p.Path)
	}
}

func TestWhoSeesWhat(t *testing.T) {
	c := start(t)
	employer, counsellor, visitor := c.signedIn("demo-employer"), c.signedIn("demo-counsellor-1"), c.visitor()
	if p := visitor.Get("/outreach/companies"); !strings.HasPrefix(p.Path, "/oidc") && !strings.HasPrefix(p.Path, "/sign-in") {
		t.Errorf("a visitor is led to %s (%d)", p.Path, p.Status)
	}
	p := counsellor.Submit(counsellor.Get("/outreach/companies/new"), typed("name", "Altra Azienda", "contact.email", "nessuno"), "")
	if p.Status != http.StatusUnprocessableEntity || p.Find("[id='contact.email-error']").Length() != 1 {
		t.Errorf("a wrong e-mail: %d", p.Status)
	}
	p = counsellor.Submit(p, typed("contact.email", "capo@example.org"), "")
	if p.Status != http.StatusOK || p.Find("h1").Text() != "Altra Azienda" {
		t.Fatalf("recording a company: %d at %s", p.Status, p.Path)
	}
	other := p.Path
	for _, path := range []string{other, other + "/edit", other + "/sites/new", "/outreach/openings/new?company=" + strings.TrimPrefix(other, "/outreach/companies/"), "/outreach/companies/new"} {
		if p := employer.Get(path); p.Status != http.StatusForbidden {
			t.Errorf("the employer sees %s of another company: %d", path, p.Status)
		}
	}
	if p := employer.Get("/outreach/companies"); p.Find("tbody tr").Length() != 1 {
		t.Errorf("the employer's list has %d companies", p.Find("tbody tr").Length())
	}
	if p := counsellor.Get("/outreach/companies"); p.Find("tbody tr").Length() != 2 {
		t.Errorf("the counsellor's list has %d companies", p.Find("tbody tr").Length())
	}
	if p := employer.Get("/outreach/company"); p.Path != "/outreach/companies/"+ownCompany {
		t.Errorf("the employer's company is at %s", p.Path)
	}
}
