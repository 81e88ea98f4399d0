package company_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/celav/celav/services/employer-outreach/internal/company"
)

// The published cases of python-stdnum's module for Italian VAT numbers, and what people type around them.
func TestTaxNumbers(t *testing.T) {
	for typed, want := range map[string]bool{
		"IT 00743110157": true, "00743110157": true, "00743110158": false, "it00743110157": true, "0074 3110 157": true,
		"": false, "00000000000": false, "0074311015": false, "007431101577": false, "0074311015X": false,
	} {
		if got := company.IsTaxNumber(company.TidyTaxNumber(typed)); got != want {
			t.Errorf("%q: %v, want %v", typed, got, want)
		}
	}
}

// One wrong digit is always found, and of ten last digits exactly one is right.
func TestTheLastDigitChecksTheOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := fmt.Sprintf("%010d", rapid.Int64Range(1, 9_999_999_999).Draw(t, "digits"))
		right := ""
		for last := range 10 {
			if s := first + fmt.Sprint(last); company.IsTaxNumber(s) {
				right += s
			}
		}
		if len(right) != 11 {
			t.Fatalf("%s is completed by %q", first, right)
		}
		at := rapid.IntRange(0, 10).Draw(t, "at")
		wrong := []byte(right)
		wrong[at] = '0' + (wrong[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		if company.IsTaxNumber(string(wrong)) {
			t.Fatalf("%s passes for %s", wrong, right)
		}
	})
}

func TestARegistrationSaysEnough(t *testing.T) {
	n := 7
	whole := company.Company{
		Name: "Osteria", TaxNumber: "00743110157", Contact: company.Contact{Name: "Capo", Phone: "+39 02 123456"},
		Sites: []company.Site{{Address: "Via Roma 1", Municipality: "Milano", Region: "lombardy", Lat: 45.46, Lon: 9.19, Headcount: &n}},
	}
	if got := told(whole.CheckRegistration()); got != "" {
		t.Errorf("a whole one: %q", got)
	}
	want := "/name required, /taxNumber required, /contact/name required, /contact/email required, /sites required"
	if got := told(company.Company{}.CheckRegistration()); got != want {
		t.Errorf("an empty one: %q, want %q", got, want)
	}
	minus := -1
	whole.Sites[0].Headcount = &minus
	if got := told(whole.CheckRegistration()); got != "/sites/0/headcount out-of-range" {
		t.Errorf("a wrong headcount of a unit: %q", got)
	}
}

func TestUnitHeadcount(t *testing.T) {
	whole, unit := 40, 7
	one := company.Company{Headcount: &whole, Sites: []company.Site{{ID: "a"}}}
	two := company.Company{Headcount: &whole, Sites: []company.Site{{ID: "a"}, {ID: "b", Headcount: &unit}}}
	for _, c := range []struct {
		of    company.Company
		site  string
		want  int
		known bool
	}{{one, "a", 40, true}, {two, "a", 0, false}, {two, "b", 7, true}, {company.Company{}, "a", 0, false}} {
		if got, known := c.of.UnitHeadcount(c.site); got != c.want || known != c.known {
			t.Errorf("%s: %d, %v; want %d, %v", c.site, got, known, c.want, c.known)
		}
	}
}
