package person

import (
	"testing"

	"cloud.google.com/go/civil"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
)

// The codes are those that the documentation of public libraries gives as examples.
func TestTaxCodes(t *testing.T) {
	for _, c := range []struct{ code, born, want string }{
		{"", "", ""},
		{"RSSMRA85T10A562S", "1985-12-10", ""},
		{"CCCFBA85D03L219P", "1985-04-03", ""},
		{"RCCMNL83S18D969H", "1983-11-18", ""},
		{"rss mra 85t10 a562s", "", ""},
		{"00743110157", "", ""}, // eleven digits, as a provisional one has
		{"RSSMRA85T10A562S", "1985-12-11", "other-birth"},
		{"RSSMRA85T10A562T", "", "tax-code"},
		{"RSSMRA85T10A56", "", "tax-code"},
		{"00743110158", "", "tax-code"},
		{"0074311015A", "", "tax-code"},
		{"1SSMRA85T10A562S", "", "tax-code"},
		{"RSSMRA85T10A562è", "", "tax-code"},
	} {
		var born civil.Date
		if c.born != "" {
			born = day(c.born)
		}
		var bad fault.Violations
		CheckTaxCode(TidyTaxCode(c.code), born, &bad)
		got := ""
		if len(bad) > 0 {
			got = bad[0].Code
		}
		if got != c.want {
			t.Errorf("%q born %q: got %q, want %q", c.code, c.born, got, c.want)
		}
	}
}

// One wrong digit never passes.
func TestOneWrongDigitIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := []byte("00743110157")
		at := rapid.IntRange(0, 10).Draw(t, "at")
		digit := byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
		same := code[at] == digit
		code[at] = digit
		var bad fault.Violations
		CheckTaxCode(string(code), civil.Date{}, &bad)
		if (len(bad) == 0) != same {
			t.Fatalf("%s: %v", code, bad)
		}
	})
}

func FuzzTaxCode(f *testing.F) {
	f.Add("RSSMRA85T10A562S")
	f.Add("00743110157")
	f.Fuzz(func(_ *testing.T, s string) {
		var bad fault.Violations
		CheckTaxCode(TidyTaxCode(s), civil.Date{Year: 1985, Month: 12, Day: 10}, &bad)
	})
}
