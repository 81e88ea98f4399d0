package outreach_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
)

func today() time.Time { return time.Now().UTC() }

// A counsellor logs a contact with a company that is not registered: what is wrong stands beside the field and what was
// typed is kept, a double click logs one, the next step waits until it is ticked off, and the meter counts.
func TestACounsellorLogsAContact(t *testing.T) {
	c := start(t)
	b := c.signedIn("demo-counsellor-1")
	form := b.Get("/outreach/contacts/new")
	day := today().Format(time.DateOnly)
	p := b.Submit(form, typed("subject", "Cerca aiuto cuochi", "heldOn", today().AddDate(0, 0, 3).Format(time.DateOnly), "nextOn", "domani"), "")
	if p.Status != http.StatusUnprocessableEntity || p.Find("#nextOn-error").Length() != 1 || p.Find("input#subject").AttrOr("value", "") != "Cerca aiuto cuochi" {
		t.Fatalf("a day that is none: %d %s", p.Status, p.Find(".c-error").Text())
	}
	p = b.Submit(form, typed("subject", "Cerca aiuto cuochi", "heldOn", today().AddDate(0, 0, 3).Format(time.DateOnly)), "")
	if p.Status != http.StatusUnprocessableEntity || p.Find("#heldOn-error, #channel-error, #result-error").Length() != 3 || p.Find("a[href='#heldOn']").Length() != 1 {
		t.Fatalf("in the future, without channel and result: %d %s", p.Status, p.Find(".c-error").Text())
	}
	whole := typed("subject", "Cerca aiuto cuochi", "heldOn", day, "channel", "phone", "result", "call-back", "next", "Richiamare", "nextOn", day,
		"lead.name", "Bar Zqlead", "lead.municipality", "Milano", "lead.reach", "02 555", "note", "<b>gentile</b>")
	listed := b.Submit(form, whole, "")
	b.Submit(form, whole, "") // a double click
	if listed.Status != http.StatusOK || listed.Path != "/outreach/contacts" || listed.Find("main b").Length() != 0 {
		t.Fatalf("logged: %d at %s", listed.Status, listed.Path)
	}
	rows := func(path string) *goquery.Selection { return b.Get(path).Find("tbody tr") }
	if all := rows("/outreach/contacts"); all.Length() != 1 || !strings.Contains(all.Text(), "Bar Zqlead") {
		t.Fatalf("after a double click %d contacts stand there: %s", all.Length(), all.Text())
	}
	if n := rows("/outreach/contacts?view=steps").Length(); n != 1 {
		t.Errorf("%d next steps wait", n)
	}
	if meter := b.Get("/outreach/contacts").Find("main meter").AttrOr("value", ""); meter != "1" {
		t.Errorf("the meter counts %q contacts", meter)
	}
	step := b.Get("/outreach/contacts?view=steps").Find("form.c-action[action$='/done']")
	at := strings.TrimSuffix(step.AttrOr("action", ""), "/done")
	done := b.Post(at+"/done", typed("version", step.Find("input[name=version]").AttrOr("value", "")))
	if done.Status != http.StatusOK || rows("/outreach/contacts?view=steps").Length() != 0 {
		t.Errorf("ticked off, it still waits: %d", done.Status)
	}

	// Two people edit the same contact: the second sees what stands now beside what was typed.
	edit := b.Get(at)
	b.Submit(edit, typed("subject", "Cerca due aiuto cuochi"), "")
	late := b.Submit(edit, typed("subject", "Altro"), "")
	if late.Status != http.StatusConflict || !strings.Contains(late.Find("main").Text(), "Cerca due aiuto cuochi") || late.Find("input#subject").AttrOr("value", "") != "Altro" {
		t.Errorf("somebody else was faster: %d", late.Status)
	}
	if p := c.signedIn("demo-employer").Get(at); p.Status != http.StatusForbidden {
		t.Errorf("an employer reads the log: %d", p.Status)
	}
}

// Anybody books the desk without an account, once; the link that they keep names nobody; the counsellor notes what was asked.
func TestTheDeskFromATimeToItsNote(t *testing.T) {
	c := start(t)
	b := c.signedIn("demo-counsellor-1")
	tomorrow := today().AddDate(0, 0, 1).Format(time.DateOnly)
	agenda := b.Get("/outreach/consultation/desk")
	wrong := b.Submit(agenda, typed("date", "2020-01-01", "place", ""), "")
	if wrong.Status != http.StatusUnprocessableEntity || wrong.Find("#date-error, #place-error").Length() != 2 {
		t.Fatalf("a day that is over, nowhere: %d %s", wrong.Status, wrong.Find(".c-error").Text())
	}
	opened := b.Submit(agenda, typed("date", tomorrow, "from", "09:00", "to", "10:00", "minutes", "30", "place", "Sportello Prova"), "")
	if opened.Status != http.StatusOK || opened.Find("tbody tr").Length() != 2 {
		t.Fatalf("an hour in halves: %d, %d times", opened.Status, opened.Find("tbody tr").Length())
	}
	visitor := c.visitor()
	slot := visitor.Get("/outreach/consultation").Find("main a[href*='/book?slot=']").First().AttrOr("href", "")
	form := visitor.Get(slot)
	if p := visitor.Submit(form, typed("name", "Zqvisitatore"), ""); p.Status != http.StatusUnprocessableEntity || p.Find("#reach-error").Length() != 1 || p.Find("input#name").AttrOr("value", "") != "Zqvisitatore" {
		t.Fatalf("no way to reach the visitor: %d", p.Status)
	}
	whole := typed("name", "Zqvisitatore", "reach", "02 555", "about", "Assumere un richiedente asilo")
	booked := visitor.Submit(form, whole, "")
	if booked.Status != http.StatusOK || !strings.Contains(booked.Path, "/consultation/visits/") || strings.Contains(booked.Text(), "Zqvisitatore") {
		t.Fatalf("booked: %d at %s", booked.Status, booked.Path)
	}
	if again := visitor.Submit(form, whole, ""); again.Status != http.StatusOK || strings.Contains(again.Path, "/visits/") {
		t.Errorf("a double click: %d at %s", again.Status, again.Path)
	}
	if other := c.visitor().Submit(form, typed("key", "another-key", "name", "Altra", "reach", "x", "kind", "person"), ""); other.Status != http.StatusConflict {
		t.Errorf("the same time for two: %d", other.Status)
	}
	week := b.Get("/outreach/consultation/desk?week=" + tomorrow)
	visit := week.Find("tbody a[href*='/consultation/desk/']").AttrOr("href", "")
	if n := strings.Count(week.Find("tbody").Text(), "Zqvisitatore"); n != 1 || visit == "" {
		t.Fatalf("the agenda shows the visitor %d times", n)
	}
	if p := b.Get(visit); !strings.Contains(p.Find("main").Text(), "Assumere un richiedente asilo") || p.Find("textarea#asked").Length() != 0 {
		t.Error("a visit that lies ahead can be noted already")
	}
	if p := b.Post(visit, typed("version", "1", "state", "held", "asked", "x")); p.Status < 400 {
		t.Errorf("noted before it began: %d", p.Status)
	}
	if p := visitor.Get("/outreach/consultation/desk"); p.Status == http.StatusOK && strings.Contains(p.Text(), "Zqvisitatore") {
		t.Error("anybody reads the agenda")
	}
	if p := c.visitor().Post(booked.Path, url.Values{}); p.Status != http.StatusOK {
		t.Fatalf("cancelling by the link: %d", p.Status)
	}
	if n := c.visitor().Get("/outreach/consultation").Find("main a[href*='/book?slot=']").Length(); n != 2 {
		t.Errorf("after cancelling %d times are free", n)
	}
}
