package letters

import (
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
)

func TestEveryLetterIsWrittenInEveryLanguage(t *testing.T) {
	desk, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range Kinds() {
		seen := map[string]bool{}
		for tag, text := range desk.Write(kind, civil.Date{Year: 2026, Month: time.December, Day: 24}) {
			if strings.Contains(text.Subject+text.Body, "matching.letter") || strings.Contains(text.Body, "{{") || text.Subject == "" {
				t.Errorf("%s in %s: %q %q", kind, tag, text.Subject, text.Body)
			}
			if kind != "started" && !strings.Contains(text.Body, "2026") && kind != "resumed" {
				t.Errorf("%s in %s does not tell the day: %q", kind, tag, text.Body)
			}
			seen[text.Body] = true
		}
		if len(seen) != 4 {
			t.Errorf("%s: %d different texts", kind, len(seen))
		}
	}
}

func TestEveryLetterToStaffIsWrittenInEveryLanguage(t *testing.T) {
	desk, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range StaffKinds() {
		for _, tag := range []string{"it", "en", "fr", "ar"} {
			text := desk.WriteToStaff(kind, civil.Date{Year: 2026, Month: time.December, Day: 24}, tag)
			if strings.Contains(text.Subject+text.Body, "matching.letter") || strings.Contains(text.Body, "{{") || !strings.Contains(text.Body, "2026") {
				t.Errorf("%s in %s: %q %q", kind, tag, text.Subject, text.Body)
			}
		}
	}
}
