package cohort_test

import (
	"fmt"
	"slices"
	"testing"

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
