package journey_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// A month's grant from the host's hours to the paying office: the host enters, a counsellor says what is due for too few
// hours, a second person approves, a coordinator exports, and a correction comes as the difference. On embedded backends
// in one process, and on real servers in four.
func TestLedger(t *testing.T) {
	eachShape(t, ledgerJourney)
}

type grantMonth struct {
	Term                                   int
	Month, State                           string
	Lines, PlannedMinutes, AttendedMinutes int
	DueCents, ApprovedCents                *int64
}

var exportPath = regexp.MustCompile(`^/matching/grants/exports/([0-9a-f-]{36})$`)

func ledgerJourney(t *testing.T, c *city) {
	c.settle(t)
	id, month := traineeshipOf(ownPerson), c.today()
	last := time.Date(month.Year, month.Month-1, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
	at := "/matching/traineeships/" + id + "/grants/1/" + last
	counsellor, coordinator, employer := c.as(t, "demo-counsellor-1"), c.as(t, "demo-coordinator"), c.as(t, "demo-employer")
	now := func() grantMonth {
		t.Helper()
		var page struct{ Items []grantMonth }
		coordinator.must("GET", "/matching/v1/traineeships/"+id+"/grants", nil, &page)
		for _, m := range page.Items {
			if m.Month == last {
				return m
			}
		}
		t.Fatalf("no %s in %+v", last, page)
		return grantMonth{}
	}

	// The host: from the front page to the month, hours entered, no amounts.
	host := c.browser(t)
	host.signIn("demo-employer")
	if home := host.send("GET", "/home", nil); !strings.Contains(string(home.body), `href="/matching/attendance"`) {
		t.Error("the hours that are owed do not stand on the host's front page")
	}
	if owed := host.send("GET", "/matching/attendance", nil); !strings.Contains(string(owed.body), `href="`+at+`"`) || strings.Contains(string(owed.body), "€") {
		t.Errorf("the host's list: %d", owed.status)
	}
	planned := now().PlannedMinutes
	if wrong := host.send("POST", at, url.Values{"act": {"attendance"}, "lines": {"0"}, "hours": {"tante"}}); wrong.status != http.StatusUnprocessableEntity || !strings.Contains(string(wrong.body), `value="tante"`) {
		t.Errorf("hours that are none: %d", wrong.status)
	}
	hours := url.Values{"act": {"attendance"}, "lines": {"0"}, "hours": {fmt.Sprint(planned / 120)}}
	if got := host.send("POST", at, hours); got.status != http.StatusSeeOther {
		t.Fatalf("the host's hours: %d %.300s", got.status, got.body)
	}
	if again := host.send("POST", at, hours); again.status != http.StatusConflict {
		t.Errorf("a double click: %d", again.status)
	}
	var owed struct {
		Items []struct {
			TraineeshipID string
			PersonID      *string
			Grant         grantMonth
		}
	}
	employer.must("GET", "/matching/v1/attendance", nil, &owed)
	for _, x := range owed.Items {
		if x.PersonID != nil || x.Grant.DueCents != nil || x.TraineeshipID == id && x.Grant.Month == last {
			t.Errorf("the host is owed to by %+v", x)
		}
	}

	// Staff: too few hours wait for a person, the amount for a second one.
	first, second := c.browser(t), c.browser(t)
	first.signIn("demo-counsellor-1")
	second.signIn("demo-coordinator")
	if waits := first.send("GET", "/matching/grants?show=confirm", nil); !strings.Contains(string(waits.body), at) {
		t.Errorf("what is to be confirmed is not listed: %d", waits.status)
	}
	press := func(b *browser, want int, of url.Values) {
		t.Helper()
		of.Set("lines", fmt.Sprint(now().Lines))
		if got := b.send("POST", at, of); got.status != want {
			t.Fatalf("%s: %d, want %d: %.400s", of.Encode(), got.status, want, got.body)
		}
	}
	press(first, http.StatusSeeOther, url.Values{"act": {"confirmation"}, "verdict": {"proportional"}})
	press(first, http.StatusForbidden, url.Values{"act": {"approval"}})
	press(second, http.StatusSeeOther, url.Values{"act": {"approval"}})
	press(host, http.StatusConflict, url.Values{"act": {"attendance"}, "hours": {"1"}})
	if m := now(); m.State != "approved" || m.ApprovedCents == nil || *m.ApprovedCents <= 0 || *m.ApprovedCents >= 50_000 {
		t.Errorf("approved: %+v", m)
	}

	one := c.export(t, second, *now().ApprovedCents)
	if again := second.send("POST", "/matching/grants/exports", url.Values{}); again.status != http.StatusConflict {
		t.Errorf("nothing is left, and an export answers %d", again.status)
	}
	if got := coordinator.send("POST", "/matching/v1/grants/exports", nil); got.status != http.StatusPreconditionFailed {
		t.Errorf("nothing is left, and an export over the API answers %d", got.status)
	}

	// A correction is a new line: what was paid stays, the difference comes next.
	paid := *now().ApprovedCents
	act := "/matching/v1/traineeships/" + id + "/grants/1/" + last + "/acts"
	counsellor.must("POST", act, fields{"act": "attendance", "lines": now().Lines, "minutes": planned}, nil)
	if got := coordinator.send("POST", act, fields{"act": "approval", "lines": 0}); got.status != http.StatusConflict {
		t.Errorf("approved from an old page: %d", got.status)
	}
	coordinator.must("POST", act, fields{"act": "approval", "lines": now().Lines}, nil)
	two := c.export(t, second, 50_000-paid)
	var exports struct {
		Items    []struct{ ID string }
		NextRows int
	}
	coordinator.must("GET", "/matching/v1/grants/exports", nil, &exports)
	if len(exports.Items) != 2 || exports.Items[0].ID != two || exports.Items[1].ID != one || exports.NextRows != 0 {
		t.Errorf("the exports: %+v", exports)
	}
	c.grantLists(t, id, last)
}

// export hands over what is approved, and checks both files: one amount, a reference, nobody's name.
func (c *city) export(t *testing.T, b *browser, cents int64) string {
	t.Helper()
	made := b.send("POST", "/matching/grants/exports", url.Values{})
	found := exportPath.FindStringSubmatch(made.header.Get("Location"))
	if found == nil {
		t.Fatalf("the export: %d %.300s", made.status, made.body)
	}
	amount := fmt.Sprintf("%d.%02d", cents/100, cents%100)
	page := b.send("GET", found[0], nil)
	text := b.send("GET", found[0]+"/csv", nil)
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text.body, []byte("\ufeff"))))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil || len(rows) != 3 || rows[0][6] != "amount_eur" || rows[1][6] != amount || rows[2][6] != amount {
		t.Fatalf("the CSV: %d, %v, %s", text.status, err, text.body)
	}
	sheet := b.send("GET", found[0]+"/xlsx", nil)
	book, err := excelize.OpenReader(bytes.NewReader(sheet.body))
	if err != nil {
		t.Fatalf("the .xlsx: %d, %v", sheet.status, err)
	}
	defer func() { _ = book.Close() }()
	cells, err := book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil || len(cells) != 3 || cells[1][1] != rows[1][1] {
		t.Errorf("the .xlsx: %v, %v", err, cells)
	}
	for _, x := range []answer{page, text, sheet} {
		if body := string(x.body); x.status != http.StatusOK || strings.Contains(body, "Bakary") || strings.Contains(body, "Tirocinante Prova") {
			t.Errorf("an export answers %d or names somebody", x.status)
		}
	}
	return found[1]
}

// grantLists are what waits and what is ahead over the API, each for its own.
func (c *city) grantLists(t *testing.T, id, month string) {
	t.Helper()
	type page struct {
		Items []struct {
			TraineeshipID, PersonID string
			Grant                   grantMonth
		}
	}
	var approved, others page
	c.as(t, "demo-counsellor-1").must("GET", "/matching/v1/grants?show=approved", nil, &approved)
	if len(approved.Items) != 1 || approved.Items[0].TraineeshipID != id || approved.Items[0].PersonID != ownPerson || approved.Items[0].Grant.Month != month {
		t.Errorf("approved: %+v", approved)
	}
	c.as(t, "demo-counsellor-2").must("GET", "/matching/v1/grants?show=approved", nil, &others)
	if len(others.Items) != 0 {
		t.Errorf("another team lists %+v", others)
	}
	var ahead struct {
		Items []struct {
			Month                                  string
			SureCents, StartingCents, PendingCents int64
		}
	}
	c.as(t, "demo-coordinator").must("GET", "/matching/v1/grants/forecast", nil, &ahead)
	if len(ahead.Items) != 12 || ahead.Items[0].SureCents <= 0 {
		t.Errorf("the forecast: %+v", ahead)
	}
	if got := c.as(t, "demo-employer").send("GET", "/matching/v1/grants/forecast", nil); got.status != http.StatusForbidden {
		t.Errorf("a host reads the budget: %d", got.status)
	}
}
