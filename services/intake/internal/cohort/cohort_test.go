package cohort_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/intake/internal/cohort"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var today = civil.Date{Year: 2026, Month: 11, Day: 23}

func limits() cohort.Limits { return cohort.Limits{AdultAge: 18, TitleMaxMonths: 12} }

func good() map[string]string {
	return map[string]string{
		cohort.Ref: "T-1", cohort.LastName: "Ben Salah", cohort.FirstName: "Inès", cohort.BirthDate: "31/05/1998",
		cohort.Country: "Tunisie", cohort.InItaly: "non", cohort.Phone: "+216 20 123 456", cohort.Language: "français",
		cohort.Title: "BTS hôtellerie", cohort.TitleLevel: "technicien supérieur", cohort.TitleDate: "30/06/2026",
		cohort.Wanted: "cuisinier ; pâtissier", cohort.Skills: "préparer des plats", cohort.Italian: "A2", cohort.Consent: "oui",
	}
}

func TestAGoodRow(t *testing.T) {
	who, found := cohort.Check(good(), today, limits())
	if len(found) > 0 {
		t.Fatalf("%v", found)
	}
	if who.Country != "TN" || who.TitleLevel != cohort.HigherTechnical || who.Language != "fr" || who.InItaly || !who.Consent ||
		who.BirthDate != (civil.Date{Year: 1998, Month: 5, Day: 31}) || !slices.Equal(who.Wanted, []string{"cuisinier", "pâtissier"}) || len(who.Languages) != 1 {
		t.Errorf("%+v", who)
	}
}

func TestWhatIsWrongWithARow(t *testing.T) {
	for _, c := range []struct{ column, text, want string }{
		{cohort.Ref, "", "ref required"},
		{cohort.BirthDate, "31/02/1998", "birthDate not-a-date"},
		{cohort.BirthDate, "24/11/2026", "birthDate in-the-future"},
		{cohort.BirthDate, "24/11/2008", "birthDate too-young"},
		{cohort.BirthDate, "01/01/1900", "birthDate not-a-birth-date"},
		{cohort.Country, "Atlantide", "country not-in-list"},
		{cohort.Country, "France", "country lives-in-union"},
		{cohort.InItaly, "oui", "inItaly is-in-italy"},
		{cohort.InItaly, "peut-être", "inItaly not-in-list"},
		{cohort.Phone, "12", "phone not-a-phone"},
		{cohort.Phone, "", "phone contact-needed"},
		{cohort.Email, "ines@", "email not-an-email"},
		{cohort.TitleLevel, "grand", "titleLevel not-in-list"},
		{cohort.TitleDate, "30/06/2024", "titleDate title-old (warning)"},
		{cohort.TitleDate, "30/06/2005", "titleDate title-before-age"},
		{cohort.Months, "beaucoup", "months not-a-number"},
		{cohort.Italian, "moyen", "italian not-in-list"},
		{cohort.Italian, "", "italian italian-missing (warning)"},
		{cohort.HostFields, "magie", "hostFields not-in-list"},
		{cohort.Consent, "non", "consent consent-missing"},
	} {
		t.Run(c.want, func(t *testing.T) {
			row := good()
			row[c.column] = c.text
			_, found := cohort.Check(row, today, limits())
			var got []string
			for _, f := range found {
				s := f.Column + " " + f.Code
				if f.Warn {
					s += " (warning)"
				}
				got = append(got, s)
			}
			if !slices.Contains(got, c.want) || len(cohort.Wrong(found)) > 1 {
				t.Errorf("%q: %v, want %s", c.text, got, c.want)
			}
		})
	}
}

// Eighteen on the day itself is old enough.
func TestEighteenToday(t *testing.T) {
	row := good()
	row[cohort.BirthDate] = "23/11/2008"
	if _, found := cohort.Check(row, today, limits()); len(cohort.Wrong(found)) > 0 && found[0].Code == cohort.TooYoung {
		t.Errorf("%v", found)
	}
}

func TestReadDay(t *testing.T) {
	want := civil.Date{Year: 1998, Month: 5, Day: 31}
	for _, s := range []string{
		"1998-05-31", "31/05/1998", "31.5.1998", "31-05-98", "31 mai 1998", "31 maggio 1998", "31 May 1998", "31 ماي 1998", "31 مايو 1998",
		"٣١/٠٥/١٩٩٨", "35946", "1998-05-31T00:00:00Z", "1998-05-31 00:00:00", "05/31/1998", "1998/5/31",
	} {
		if got, ok := cohort.ReadDay(s); !ok || got != want {
			t.Errorf("%q: %v %v", s, got, ok)
		}
	}
	if got, ok := cohort.ReadDay("1er juin 1998"); !ok || got.Day != 1 || got.Month != 6 {
		t.Errorf("the first of the month: %v", got)
	}
	for _, s := range []string{"", "hier", "31/02/1998", "1998", "32/01/1998", "1/2/3/4", "-1"} {
		if got, ok := cohort.ReadDay(s); ok {
			t.Errorf("%q is read as %v", s, got)
		}
	}
}

// Whatever language the template was taken in, its headings are understood, and each says one column.
func TestHeadingsOfEveryLanguage(t *testing.T) {
	for _, lang := range []string{"fr", "it", "en", "ar"} {
		var headings []string
		for _, c := range cohort.Columns() {
			headings = append(headings, c.Heading.In(lang))
		}
		m := cohort.Map(headings, nil)
		if !m.Sure() {
			t.Errorf("%s: %v", lang, m)
		}
		for i, c := range cohort.Columns() {
			if m[i] != c.Key {
				t.Errorf("%s: %q is read as %q, want %q", lang, headings[i], m[i], c.Key)
			}
		}
	}
}

func TestEveryTextIsThereInEveryLanguage(t *testing.T) {
	for _, c := range cohort.Columns() {
		for _, lang := range []string{"fr", "it", "en", "ar"} {
			if c.Heading.In(lang) == "" || c.Hint.In(lang) == "" {
				t.Errorf("%s has no heading or hint in %s", c.Key, lang)
			}
			for _, v := range c.Values {
				if v.Text.In(lang) == "" {
					t.Errorf("%s: %s has no text in %s", c.Key, v.Code, lang)
				}
			}
		}
		seen := map[string]string{}
		for _, v := range c.Values {
			for _, s := range append([]string{v.Code, v.Text.FR, v.Text.IT, v.Text.EN, v.Text.AR}, v.Also...) {
				if other, ok := seen[cohort.Fold(s)]; ok && other != v.Code {
					t.Errorf("%s: %q means both %s and %s", c.Key, s, other, v.Code)
				}
				seen[cohort.Fold(s)] = v.Code
			}
		}
	}
}

func TestMappingThatThePartnerConfirmed(t *testing.T) {
	headings := []string{"Cod. cand.", "Nom", "Nom", "Remarques"}
	m := cohort.Map(headings, nil)
	if m[0] != "" || m[1] != cohort.LastName || m[2] != "" || m.Sure() || len(m.Missing()) == 0 {
		t.Errorf("%v", m)
	}
	m = cohort.Map(headings, map[string]string{cohort.Fold("cod cand"): cohort.Ref, cohort.Fold("REMARQUES"): cohort.Ignored})
	if m[0] != cohort.Ref || m[3] != cohort.Ignored {
		t.Errorf("%v", m)
	}
}

func TestSubmitAndDecide(t *testing.T) {
	c := cohort.Cohort{State: cohort.Draft}
	rows := []cohort.Row{{Result: cohort.Create}, {Result: cohort.Faulty}}
	if err := c.Submit(rows, today); !fault.Is(err, fault.Precondition) {
		t.Fatalf("a cohort with a faulty row: %v", err)
	}
	if err := c.Submit(nil, today); !fault.Is(err, fault.Precondition) {
		t.Fatalf("an empty cohort: %v", err)
	}
	rows[1].Put(nil, nil, true)
	if err := c.Submit(rows, today); err != nil || c.Open() {
		t.Fatalf("%v %s", err, c.State)
	}
	if err := c.Submit(rows, today); !fault.Is(err, fault.Precondition) {
		t.Fatalf("twice: %v", err)
	}
	must(t, rows[0].Decide(cohort.Taken, ""))
	if c.Settle(rows); c.State != cohort.Submitted {
		t.Errorf("one still waits: %s", c.State)
	}
	must(t, rows[1].Decide(cohort.SentBack, "photo"))
	if c.Settle(rows); c.State != cohort.Returned || !c.Open() {
		t.Errorf("one was sent back: %s", c.State)
	}
	if err := rows[0].Decide(cohort.SentBack, "no"); !fault.Is(err, fault.Precondition) {
		t.Errorf("an accepted person is sent back: %v", err)
	}
	must(t, c.Submit(rows, today))
	must(t, rows[1].Decide(cohort.Taken, ""))
	if c.Settle(rows); c.State != cohort.Accepted {
		t.Errorf("all accepted: %s", c.State)
	}
}

func TestPapersHaveNoJumps(t *testing.T) {
	row := cohort.Row{Decision: cohort.Taken}
	clocks := cohort.Clocks{ConsulateDays: 90, PermitDays: 8, StartDays: 15}
	on := func(n int) civil.Date { return today.AddDays(n - 100) }
	if err := row.Advance(cohort.PaperStep{Stage: cohort.Stamped, On: on(1), Document: "x"}, today); err == nil {
		t.Error("a jump")
	}
	for i, s := range []struct {
		stage cohort.Stage
		next  string
		by    string
	}{
		{cohort.Papers, "to-region", ""},
		{cohort.AtRegion, "region-stamp", ""},
		{cohort.Stamped, "visa-request", ""},
		{cohort.AtConsulate, "visa-decision", on(4 + 90).String()},
		{cohort.VisaGranted, "entry", ""},
		{cohort.Entered, "permit-request", on(6 + 8).String()},
		{cohort.PermitRequested, "start", on(7 + 15).String()},
	} {
		must(t, row.Advance(cohort.PaperStep{Stage: s.stage, On: on(i + 1), Document: "doc"}, today))
		due, ok := cohort.NextPaper(row.Papers, clocks)
		by := ""
		if !due.By.IsZero() {
			by = due.By.String()
		}
		if !ok || due.Paper != s.next || by != s.by {
			t.Errorf("after %s: %+v %v", s.stage, due, ok)
		}
	}
	if err := row.Advance(cohort.PaperStep{Stage: cohort.Started, On: today.AddDays(1)}, today); err == nil {
		t.Error("a day in the future without a document")
	}
	if err := (&cohort.Row{}).Advance(cohort.PaperStep{Stage: cohort.Papers, On: today, Document: "x"}, today); !fault.Is(err, fault.Precondition) {
		t.Errorf("papers before the City accepted: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(fmt.Errorf("unexpected: %w", err))
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("31/05/1998", "Tunisie", "a;b")
	f.Add("٣١/٠٥/١٩٩٨", "\u202eTN", "=1+1")
	f.Fuzz(func(t *testing.T, date, country, many string) {
		row := good()
		row[cohort.BirthDate], row[cohort.Country], row[cohort.Skills] = date, country, many
		who, found := cohort.Check(row, today, limits())
		if len(cohort.Wrong(found)) == 0 && (!who.BirthDate.IsValid() || len(who.Country) != 2) {
			t.Errorf("accepted %q %q: %+v", date, country, who)
		}
	})
}

func TestAChangeIsAskedForAfterSubmitting(t *testing.T) {
	today := civil.Date{Year: 2026, Month: 11, Day: 23}
	row := cohort.Row{ID: "r", Cells: map[string]string{cohort.Phone: "+216 20 000 001", cohort.BirthDate: "31/05/1998"}}
	draft, submitted, returned := cohort.Cohort{State: cohort.Draft}, cohort.Cohort{State: cohort.Submitted}, cohort.Cohort{State: cohort.Returned}
	taken := row
	taken.Decision = cohort.Taken
	wish := cohort.Request{Column: cohort.Phone, New: "+216 20 000 002", Why: "Nouveau numéro"}
	for name, c := range map[string]struct {
		in   cohort.Cohort
		row  cohort.Row
		wish cohort.Request
		open []cohort.Request
		want fault.Kind
	}{
		"a draft is changed directly":    {draft, row, wish, nil, fault.Precondition},
		"so is who was sent back":        {returned, row, wish, nil, fault.Precondition},
		"who was accepted is asked for":  {returned, taken, wish, nil, 0},
		"who was submitted is asked for": {submitted, row, wish, nil, 0},
		"the same value":                 {submitted, row, cohort.Request{Column: cohort.Phone, New: "+216 20 000 001", Why: "x"}, nil, fault.Invalid},
		"a value that is wrong":          {submitted, row, cohort.Request{Column: cohort.BirthDate, New: "31/02/1998", Why: "x"}, nil, fault.Invalid},
		"a needed value taken out":       {submitted, row, cohort.Request{Column: cohort.BirthDate, Why: "x"}, nil, fault.Invalid},
		"without a reason":               {submitted, row, cohort.Request{Column: cohort.Phone, New: "+216 20 000 002"}, nil, fault.Invalid},
		"an unknown column":              {submitted, row, cohort.Request{Column: "x", New: "y", Why: "z"}, nil, fault.Invalid},
		"the same column waits already":  {submitted, row, wish, []cohort.Request{{Column: cohort.Phone, State: cohort.Asked}}, fault.Precondition},
		"another column waits":           {submitted, row, wish, []cohort.Request{{Column: cohort.Email, State: cohort.Asked}}, 0},
	} {
		_, err := cohort.Ask(c.in, c.row, c.wish, c.open, today, cohort.Limits{AdultAge: 18})
		if c.want == 0 && err != nil || c.want != 0 && !fault.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheCityAnswersAChange(t *testing.T) {
	today := civil.Date{Year: 2026, Month: 11, Day: 23}
	asked := cohort.Request{Column: cohort.Phone, Old: "1", New: "+216 20 000 002", State: cohort.Asked}
	row := cohort.Row{Cells: map[string]string{cohort.Phone: "1"}}
	q, r := asked, row
	if err := q.Settle(&r, false, " ", today, cohort.Limits{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a refusal without a reason: %v", err)
	}
	if err := q.Settle(&r, false, "Non", today, cohort.Limits{}); err != nil || q.State != cohort.ChangeRefused || r.Cells[cohort.Phone] != "1" {
		t.Errorf("refused: %+v, %v", q, err)
	}
	if err := q.Settle(&r, true, "", today, cohort.Limits{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("answered twice: %v", err)
	}
	q = asked
	if err := q.Settle(&r, true, "", today, cohort.Limits{}); err != nil || q.State != cohort.ChangeAccepted || r.Cells[cohort.Phone] != "+216 20 000 002" || row.Cells[cohort.Phone] != "1" {
		t.Errorf("accepted: %+v, %v, %v", q, r.Cells, err)
	}
	q = asked
	if err := q.Settle(&r, true, "", today, cohort.Limits{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("the cell has changed since: %v", err)
	}
}

func TestTheHoursOfTheDeclarationOfHospitality(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	clocks := cohort.Clocks{HospitalityDays: 2}
	day := civil.Date{Year: 2026, Month: 11, Day: 20}
	entered := []cohort.PaperStep{{Stage: cohort.VisaGranted, On: day.AddDays(-9)}, {Stage: cohort.Entered, On: day, At: "18:30"}}
	n, ok := cohort.NoticeOf(entered, clocks, rome)
	if want := time.Date(2026, 11, 22, 18, 30, 0, 0, rome); !ok || !n.Until.Equal(want) || !n.Open() || n.Overdue(want) || !n.Overdue(want.Add(time.Second)) {
		t.Errorf("%+v, %v", n, ok)
	}
	entered[1].At = "" // the day's first hour: better early than late
	if n, _ := cohort.NoticeOf(entered, clocks, rome); !n.Until.Equal(time.Date(2026, 11, 22, 0, 0, 0, 0, rome)) {
		t.Errorf("without the hour: %s", n.Until)
	}
	if _, ok := cohort.NoticeOf(entered[:1], clocks, rome); ok {
		t.Error("the clock runs before the arrival")
	}
	if _, ok := cohort.NoticeOf(entered, cohort.Clocks{}, rome); ok {
		t.Error("a clock that is off runs")
	}
	row := cohort.Row{Decision: cohort.Taken, Papers: entered}
	notified := cohort.PaperStep{Stage: cohort.Notified, On: day.AddDays(1), Document: "Questura"}
	if err := (&cohort.Row{Decision: cohort.Taken, Papers: entered[:1]}).Advance(notified, day.AddDays(2)); err == nil {
		t.Error("declared before the arrival")
	}
	if err := row.Advance(notified, day.AddDays(2)); err != nil {
		t.Fatal(err)
	}
	if n, _ := cohort.NoticeOf(row.Papers, clocks, rome); n.Open() || n.Done != notified.On || cohort.StageOf(row.Papers).Stage != cohort.Entered {
		t.Errorf("declared: %+v", n)
	}
	if err := row.Advance(notified, day.AddDays(2)); err == nil {
		t.Error("declared twice")
	}
	if err := row.Advance(cohort.PaperStep{Stage: cohort.PermitRequested, On: day, Document: "Ricevuta"}, day.AddDays(2)); err != nil {
		t.Errorf("the papers go on: %v", err)
	}
}
