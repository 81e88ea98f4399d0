package person

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"cloud.google.com/go/civil"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
)

func day(s string) civil.Date {
	d, err := civil.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func codes(err error) []string {
	var out []string
	if f, ok := err.(*fault.Error); ok { //nolint:errorlint // the domain returns it bare
		for _, v := range f.Violations {
			out = append(out, v.Pointer+" "+v.Code)
		}
	}
	return out
}

func TestFirstMeetingClean(t *testing.T) {
	good := FirstMeeting{Name: "  Awa\t Diop ", Contact: Contact{Phone, "+39 333 123 4567"}, Language: "fr"}
	for _, c := range []struct {
		name   string
		change func(*FirstMeeting)
		want   []string
	}{
		{"good", func(*FirstMeeting) {}, nil},
		{"nothing", func(f *FirstMeeting) { *f = FirstMeeting{} }, []string{"/name required", "/language required", "/contact/channel required"}},
		{"digits are no name", func(f *FirstMeeting) { f.Name = "123" }, []string{"/name invalid"}},
		{"long", func(f *FirstMeeting) { f.Name = strings.Repeat("è", MaxName+1) }, []string{"/name too-long"}},
		{"language", func(f *FirstMeeting) { f.Language = "xx" }, []string{"/language unknown"}},
		{"phone", func(f *FirstMeeting) { f.Contact.Value = "12" }, []string{"/contact/value format"}},
		{"arabic digits", func(f *FirstMeeting) { f.Contact.Value = "٣٣٣١٢٣٤٥٦٧" }, nil},
		{"mail", func(f *FirstMeeting) { f.Contact = Contact{Email, "awa@"} }, []string{"/contact/value email"}},
		{"good mail", func(f *FirstMeeting) { f.Contact = Contact{Email, "awa@example.org"} }, nil},
		{"channel", func(f *FirstMeeting) { f.Contact.Channel = "pigeon" }, []string{"/contact/channel unknown"}},
	} {
		f := good
		c.change(&f)
		got, err := f.Clean()
		if !slices.Equal(codes(err), c.want) {
			t.Errorf("%s: %v, want %v", c.name, codes(err), c.want)
		}
		if c.name == "good" && got.Name != "Awa Diop" {
			t.Errorf("name is %q", got.Name)
		}
	}
}

// What is cleaned can be stored by both databases, whatever bytes a form sent.
func TestCleanTextIsVisibleText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := string(rapid.SliceOf(rapid.Byte()).Draw(t, "raw")) + "a"
		got, _ := FirstMeeting{Name: raw, Contact: Contact{Other, raw}, Language: "it"}.Clean()
		for _, s := range []string{got.Name, got.Contact.Value} {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) || strings.TrimSpace(s) != s {
				t.Fatalf("%q became %q", raw, s)
			}
		}
	})
}

func TestContactKey(t *testing.T) {
	same := []Contact{{Phone, "+39 333 12 34 567"}, {Phone, "3331234567"}, {Phone, "0039-333-1234567"}, {Phone, "٣٣٣١٢٣٤٥٦٧"}}
	for _, c := range same {
		if c.Key() != same[0].Key() {
			t.Errorf("%q has key %q, want %q", c.Value, c.Key(), same[0].Key())
		}
	}
	if (Contact{Other, "desk"}).Key() != "" {
		t.Error("a desk identifies nobody")
	}
}

func TestAvailabilityClean(t *testing.T) {
	for _, c := range []struct {
		name string
		in   Availability
		want []string
	}{
		{"no start", Availability{}, []string{"/from required"}},
		{"hours", Availability{From: day("2026-12-01"), MaxHoursWeek: 61}, []string{"/maxHoursWeek out-of-range"}},
		{"backwards", Availability{From: day("2026-12-01"), Slots: []Slot{{1, 600, 540}}}, []string{"/slots/0/to order"}},
		{"day", Availability{From: day("2026-12-01"), Slots: []Slot{{8, 540, 600}}}, []string{"/slots/0/day out-of-range"}},
		{"three times", Availability{From: day("2026-12-01"), Slots: []Slot{{1, 0, 60}, {1, 120, 180}, {1, 240, 300}}}, []string{"/slots too-many"}},
		{"touching", Availability{From: day("2026-12-01"), Slots: []Slot{{1, 60, 120}, {1, 0, 60}, {1, 240, 300}}}, nil},
	} {
		if _, err := c.in.Clean(); !slices.Equal(codes(err), c.want) {
			t.Errorf("%s: %v, want %v", c.name, codes(err), c.want)
		}
	}
}

func TestCleanSlotsNeverOverlapAndKeepEachMinute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slots := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Slot {
			from := rapid.IntRange(0, 1439).Draw(t, "from")
			return Slot{rapid.IntRange(1, 7).Draw(t, "day"), Clock(from), Clock(rapid.IntRange(from+1, 1440).Draw(t, "to"))}
		}), 0, 10).Draw(t, "slots")
		out := join(slots)
		for i, s := range out {
			if i > 0 && out[i-1].Day == s.Day && out[i-1].To >= s.From {
				t.Fatalf("%v overlaps", out)
			}
		}
		covers := func(in []Slot, day int, m Clock) bool {
			return slices.ContainsFunc(in, func(s Slot) bool { return s.Day == day && s.From <= m && m < s.To })
		}
		d, m := rapid.IntRange(1, 7).Draw(t, "d"), Clock(rapid.IntRange(0, 1439).Draw(t, "m"))
		if covers(slots, d, m) != covers(out, d, m) {
			t.Fatalf("minute %v of day %d differs between %v and %v", m, d, slots, out)
		}
	})
}

func TestClockRoundTrip(t *testing.T) {
	for m := Clock(0); m <= 1440; m++ {
		if got, err := ParseClock(m.String()); err != nil || got != m {
			t.Fatalf("%s reads as %v, %v", m, got, err)
		}
	}
	for _, s := range []string{"", "8:00", "24:01", "12:60", "aa:bb", "-1:00"} {
		if _, err := ParseClock(s); err == nil {
			t.Errorf("%q was read", s)
		}
	}
}

func TestReachClean(t *testing.T) {
	for _, c := range []struct {
		in   Reach
		want []string
	}{
		{Reach{Area: "bovisa", Modes: []Mode{Bike, Transit, Bike}}, nil},
		{Reach{}, []string{"/area required", "/modes required"}},
		{Reach{Area: "atlantis", MaxMinutes: 1, Modes: []Mode{"broom"}}, []string{"/area unknown", "/maxMinutes out-of-range", "/modes unknown"}},
	} {
		got, err := c.in.Clean()
		if !slices.Equal(codes(err), c.want) {
			t.Errorf("%v: %v, want %v", c.in, codes(err), c.want)
		}
		if c.want == nil && !slices.Equal(got.Modes, []Mode{Transit, Bike}) {
			t.Errorf("modes are %v", got.Modes)
		}
	}
}

func TestAreasAreCoarseAndInTheCity(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range Areas() {
		if seen[a.ID] {
			t.Errorf("%s stands twice", a.ID)
		}
		seen[a.ID] = true
		if a.Lat < 45.3 || a.Lat > 45.6 || a.Lon < 9.0 || a.Lon > 9.35 {
			t.Errorf("%s lies outside", a.ID)
		}
		for _, x := range []float64{a.Lat, a.Lon} {
			if r := x * 100; r-float64(int(r+0.5)) > 1e-6 || float64(int(r+0.5))-r > 1e-6 {
				t.Errorf("%s is finer than a kilometre", a.ID)
			}
		}
	}
}

func TestReachedAge(t *testing.T) {
	for _, c := range []struct {
		born, on string
		reached  int
		next     string
	}{
		{"2000-05-01", "2026-11-23", 18, ""},
		{"2008-11-24", "2026-11-23", 16, "2026-11-24"},
		{"2008-11-23", "2026-11-23", 18, ""},
		{"2008-02-29", "2026-02-28", 16, "2026-03-01"},
		{"2015-01-01", "2026-11-23", 1, "2030-01-01"},
	} {
		reached, next := WorkFile{BirthDate: day(c.born)}.ReachedAge(day(c.on))
		if reached != c.reached || (c.next == "") != (next == civil.Date{}) || (c.next != "" && next != day(c.next)) {
			t.Errorf("born %s, on %s: %d, %s", c.born, c.on, reached, next)
		}
	}
	if reached, _ := (WorkFile{}).ReachedAge(day("2026-11-23")); reached != 0 {
		t.Error("an unknown age has reached something")
	}
}

func TestReachedAgeNeverFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		born := day("2000-01-01").AddDays(rapid.IntRange(0, 9000).Draw(t, "born"))
		on := day("2024-01-01").AddDays(rapid.IntRange(0, 2000).Draw(t, "on"))
		w := WorkFile{BirthDate: born}
		now, next := w.ReachedAge(on)
		later, _ := w.ReachedAge(on.AddDays(1))
		if later < now {
			t.Fatalf("fell from %d to %d", now, later)
		}
		if later != now && next != on.AddDays(1) {
			t.Fatalf("changed on %s, announced for %s", on.AddDays(1), next)
		}
	})
}

func TestWorkFileClean(t *testing.T) {
	today := civil.DateOf(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		name string
		in   WorkFile
		want []string
	}{
		{"empty", WorkFile{}, nil},
		{"future birth", WorkFile{BirthDate: today.AddDays(1)}, []string{"/birthDate date"}},
		{"kind", WorkFile{Documents: []policy.Document{{}}}, []string{"/documents/0/kind required"}},
		{"asylum", WorkFile{Documents: []policy.Document{{Kind: policy.AsylumSeeker}}}, []string{"/documents/0/lodgedOn required"}},
		{"future", WorkFile{Documents: []policy.Document{{Kind: policy.Work, IssuedOn: today.AddDays(1)}}}, []string{"/documents/0/issuedOn future"}},
		{"order", WorkFile{Documents: []policy.Document{{Kind: policy.Work, IssuedOn: today, ExpiresOn: today.AddDays(-1)}}}, []string{"/documents/0/expiresOn order"}},
		{"words", WorkFile{Documents: []policy.Document{{Kind: "passport", Procedure: "x", Decision: "y"}}}, []string{"/documents/0/kind unknown", "/documents/0/procedure unknown", "/documents/0/decision unknown"}},
	} {
		if _, err := c.in.Clean(today); !slices.Equal(codes(err), c.want) {
			t.Errorf("%s: %v, want %v", c.name, codes(err), c.want)
		}
	}
}

func TestCodeIsNeutralAndStable(t *testing.T) {
	a, b := Code("0190a0de-0000-7000-8000-000000000001"), Code("0190a0de-0000-7000-8000-000000000002")
	if a == b || len(a) != 8 || a != Code("0190a0de-0000-7000-8000-000000000001") {
		t.Errorf("%s, %s", a, b)
	}
}
