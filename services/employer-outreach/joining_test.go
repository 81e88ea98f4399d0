package outreach_test

import (
	"net/http"
	"strings"
	"testing"

	contract "github.com/celav/celav/pkg/contract/outreach"
)

// A stranger registers a company and is its member at once, a colleague joins by invitation, a counsellor confirms.
func TestACompanyRegistersByItself(t *testing.T) {
	c := start(t)
	b := c.signedInAt("demo-person", "/outreach/register")
	p := b.Get("/outreach/register")
	p = b.Submit(p, typed("name", "Bottega Nuova"), "")
	if p.Status != http.StatusUnprocessableEntity || p.Find("[id='taxNumber-error'], [id='sites.0.area-error'], [id='contact.name-error']").Length() != 3 {
		t.Fatalf("an incomplete one: %d %s", p.Status, p.Find(".c-error").Text())
	}
	whole := typed("taxNumber", "IT 00743110157", "contact.name", "Capo", "contact.phone", "+39 02 1234567",
		"sites.0.address", "Via Prova 1", "sites.0.area", "duomo", "sites.0.headcount", "7",
		"sites.1.address", "Via Prova 2", "sites.1.area", "isola", "sites.1.headcount", "25")
	made := b.Submit(p, whole, "")
	if made.Status != http.StatusOK || !strings.HasPrefix(made.Path, "/outreach/companies/") {
		t.Fatalf("registering: %d at %s: %s", made.Status, made.Path, made.Find(".c-error").Text())
	}
	text := made.Find("main").Text()
	for _, want := range []string{"Bottega Nuova", "00743110157", "7 persone", "al massimo 2 tirocinanti", "al massimo 3 tirocinanti"} {
		if !strings.Contains(text, want) {
			t.Errorf("the company's page lacks %q", want)
		}
	}
	if again := b.Submit(p, whole, ""); again.Path != made.Path {
		t.Errorf("a double click leads to %s (%d)", again.Path, again.Status)
	}
	if p := b.Get("/outreach/register"); p.Path != made.Path {
		t.Errorf("who has a company is led to %s", p.Path)
	}
	second := c.signedInAt("demo-reviewer", "/outreach/register")
	form := second.Submit(second.Get("/outreach/register"), whole, "")
	form = second.Submit(form, typed("name", "Bottega Altra"), "")
	if form.Status != http.StatusUnprocessableEntity || form.Find("input[name=asNew]").Length() != 1 || strings.Contains(form.Find("main").Text(), "Bottega Nuova") {
		t.Fatalf("a tax number on record: %d", form.Status)
	}
	shown := b.Post(made.Path+"/members/invite", typed("label", "Ufficio"))
	link := strings.TrimSpace(shown.Find("main code").Text())
	at := strings.Index(link, "/outreach/invitations/")
	if at < 0 {
		t.Fatalf("no link to send: %d %s", shown.Status, shown.Find("main").Text())
	}
	invitation := second.Get(link[at:])
	joined := second.Post(invitation.Find("form.c-action").AttrOr("action", ""), typed())
	if joined.Path != made.Path || joined.Status != http.StatusOK {
		t.Fatalf("joining leads to %s (%d)", joined.Path, joined.Status)
	}
	if p := second.Get(made.Path + "/members"); !strings.Contains(p.Find("main").Text(), "Ufficio") {
		t.Error("the new member is not listed by name")
	}
	named := second.Get(made.Path + "/members")
	if text := named.Find("main").Text(); !strings.Contains(text, "Capo") || strings.Contains(text, "demo-") {
		t.Errorf("who registered is not called by name: %s", text)
	}
	empty := second.Submit(named, typed("name-0", " "), "")
	if empty.Status != http.StatusUnprocessableEntity || empty.Find("[id='name-0-error']").Length() != 1 || empty.Find("details[open] [id='name-0']").Length() != 1 || empty.Find("#label").AttrOr("value", "") != "" {
		t.Errorf("a name that is none: %d %s", empty.Status, empty.Find(".c-error").Text())
	}
	if p := second.Submit(named, typed("name-0", "Titolare"), ""); p.Status != http.StatusOK || !strings.Contains(p.Find("main").Text(), "Titolare") {
		t.Errorf("another name: %d", p.Status)
	}
	counsellor := c.signedIn("demo-counsellor-1")
	list := counsellor.Get("/outreach/companies?standing=to-check")
	if list.Find("tbody tr").Length() != 1 {
		t.Errorf("to check: %d", list.Find("tbody tr").Length())
	}
	p = counsellor.Get(made.Path)
	button := p.Find("form[action$='/confirm']")
	p = counsellor.Post(button.AttrOr("action", ""), typed("version", button.Find("input[name=version]").AttrOr("value", "")))
	if p.Status != http.StatusOK || p.Find("form[action$='/confirm']").Length() != 0 {
		t.Errorf("confirming: %d", p.Status)
	}
}

func TestTwoClicksMakeOneOpening(t *testing.T) {
	c := start(t)
	b := c.signedIn("demo-employer")
	form := b.Get("/outreach/openings/new")
	whole := typed("title", "Aiuto cuoco", "start", "2027-01-11", "occupation", "celav:o/cook", "welcomesArt27", "true")
	one, two := b.Submit(form, whole, "save=true"), b.Submit(form, whole, "save=true")
	if one.Path != two.Path || one.Status != http.StatusOK {
		t.Fatalf("two clicks lead to %s and %s (%d)", one.Path, two.Path, two.Status)
	}
	if p := press(t, b, one, "published"); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("nobody gives board and lodging, and it is published: %d", p.Status)
	}
	edit := b.Get(one.Path + "/edit")
	saved := b.Submit(edit, typed("boardAndLodging.by", "host", "boardAndLodging.address", "Via Casa 1", "boardAndLodging.free", "true", "boardAndLodging.returnPaidBy", "promoter"), "save=true")
	if saved.Status != http.StatusOK || !strings.Contains(saved.Find("main").Text(), "Via Casa 1") {
		t.Fatalf("board and lodging: %d %s", saved.Status, saved.Find(".c-error").Text())
	}
	preview := b.Get(one.Path + "/preview")
	if preview.Status != http.StatusOK || strings.Contains(preview.Find("main").Text(), "Esempio") {
		t.Errorf("the preview: %d %s", preview.Status, preview.Find("main").Text())
	}
	if p := press(t, b, saved, "published"); p.Status != http.StatusOK {
		t.Errorf("publishing: %d %s", p.Status, p.Find("main").Text())
	}
	edit = b.Get(one.Path + "/edit")
	b.Submit(edit, typed("seats", "2"), "save=true")
	stale := b.Submit(edit, typed("title", "Altro"), "save=true")
	if stale.Status != http.StatusConflict || !strings.Contains(stale.Find("main").Text(), "Aiuto cuoco") || stale.Find("#title").AttrOr("value", "") != "Altro" {
		t.Errorf("somebody else was faster: %d, and what stands now is not shown beside what was typed", stale.Status)
	}
}

func TestRegisteringOverTheAPI(t *testing.T) {
	c := start(t)
	n := 4
	body := contract.Registration{
		Name: "Via API", TaxNumber: "00743110157", Contact: contract.Contact{Name: "X", Email: "x@example.org"},
		Sites: []contract.SiteInput{{Address: "Via A 1", Municipality: "Milano", Region: "lombardy", Lat: 45.47, Lon: 9.19, Headcount: &n}},
	}
	made, err := c.as("demo-person").RegisterCompanyWithResponse(t.Context(), nil, body)
	if err != nil || made.JSON201 == nil {
		t.Fatalf("%v %s", err, made.Body)
	}
	if s := made.JSON201.Sites[0]; s.SeatLimit == nil || *s.SeatLimit != 1 || made.JSON201.Standing != contract.ToCheck {
		t.Errorf("registered: %s", made.Body)
	}
	wrong := body
	wrong.TaxNumber = "00743110158"
	if refused, err := c.as("demo-reviewer").RegisterCompanyWithResponse(t.Context(), nil, wrong); err != nil || refused.StatusCode() != http.StatusUnprocessableEntity || !strings.Contains(string(refused.Body), `"/taxNumber"`) {
		t.Errorf("a wrong tax number: %v %s", err, refused.Body)
	}
	mine, err := c.as("demo-person").GetCompanyWithResponse(t.Context(), made.JSON201.Id)
	if err != nil || mine.JSON200 == nil {
		t.Errorf("reading the own company: %v %s", err, mine.Body)
	}
}
