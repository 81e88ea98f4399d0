package company_test

import (
	"errors"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/employer-outreach/internal/company"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func told(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return ""
	}
	var list []string
	for _, v := range f.Violations {
		list = append(list, v.Pointer+" "+v.Code)
	}
	return strings.Join(list, ", ")
}

func TestCheckCompany(t *testing.T) {
	minus := -1
	for want, c := range map[string]company.Company{
		"":               {Name: "Osteria", Contact: company.Contact{Email: "a@b.it", Phone: "+39 02 123"}},
		"/name required": {Name: " "},
		"/name too-long": {Name: strings.Repeat("x", 201)},
		"/headcount out-of-range, /contact/email email, /contact/phone format": {Name: "x", Headcount: &minus, Contact: company.Contact{Email: "a@b", Phone: "call me"}},
	} {
		if got := told(c.Check()); got != want {
			t.Errorf("%+v: got %q, want %q", c, got, want)
		}
	}
}

func TestCheckSite(t *testing.T) {
	for want, s := range map[string]company.Site{
		"": {Address: "Via Roma 1", Municipality: "Milano", Region: "lombardy", Lat: 45.46, Lon: 9.19},
		"/address required, /municipality required, /region format, /lat out-of-range, /lon out-of-range": {},
		"/lat out-of-range": {Address: "x", Municipality: "y", Region: "lombardy", Lat: 9.19, Lon: 9.19},
	} {
		if got := told(s.Check()); got != want {
			t.Errorf("%+v: got %q, want %q", s, got, want)
		}
	}
}

func TestRound(t *testing.T) {
	for in, want := range map[float64]float64{45.4642: 45.46, 9.18951: 9.19, -0.004: 0} {
		if got := company.Round(in); got != want {
			t.Errorf("%v is rounded to %v, want %v", in, got, want)
		}
	}
}
