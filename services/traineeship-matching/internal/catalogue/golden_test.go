package catalogue_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/search/essearch"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// server plays an Elasticsearch that finds nothing.
type server struct{}

// RoundTrip implements http.RoundTripper.
func (server) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "application/json")
	body := `{"hits":{"total":{"value":0}}}`
	if strings.HasPrefix(r.URL.Path, "/_alias/") {
		body = `{"` + strings.TrimPrefix(r.URL.Path, "/_alias/") + `-0123456789ab-01890000-0000-7000-8000-000000000000":{"aliases":{}}}`
	}
	_, _ = w.WriteString(body) // a recorder cannot fail
	return w.Result(), nil
}

// TestRecallRequestsArePinned compares what a recall asks Elasticsearch for with the files that were reviewed: one person
// and one opening of whom everything is known, in a small taxonomy.
func TestRecallRequestsArePinned(t *testing.T) {
	kept := &keeper{next: server{}}
	d, err := essearch.Open("http://search.example", essearch.Options{Transport: kept})
	if err != nil {
		t.Fatal(err)
	}
	c, err := catalogue.New(d, shipped(t), search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := newSnapshot(t)
	p := match.Person{
		ID: "p1", State: "active", Residence: "local", MinimumAge: 18, UpdatedOn: today,
		WorkAccess:   []policy.Interval{{From: today, Until: ptr(today.AddDays(90)), Outcome: policy.MayWorkLimited, HoursWeek: ptr(20)}},
		Availability: &match.Availability{From: ptr(today.AddDays(40)), MaxHoursWeek: ptr(30), Slots: week("12", 16, 24)},
		Reach:        &match.Reach{Lat: 45.48, Lon: 9.21, MaxMinutes: ptr(20), Modes: []string{"walk"}},
		Skills:       []match.PersonSkill{{Skill: skill(0), Level: 3, Evidence: "seen"}},
		Occupations:  []match.PastOccupation{{Occupation: "o/0", Held: true, Wanted: true, Months: 12}},
		Languages:    []match.SpokenLanguage{{Language: "it", Listening: 3, Interaction: 3}},
		Education:    &match.Education{EQF: ptr(3)}, Licences: []string{"B"}, Learning: []string{skill(1)},
		Preferences: &match.Preferences{Kinds: []string{"traineeship"}, NightShifts: ptr("no"), Weekend: ptr("no")},
	}
	o := match.Opening{
		ID: "o1", Kind: "traineeship", Occupation: "o/0", ISCO: "5131", Seats: 1, Live: true, MinimumAge: 18, EducationEQF: ptr(3), Licences: []string{"B"},
		NeededAtStart: []match.OpeningSkill{{Skill: skill(0), Level: ptr(2), Weight: 3}}, Optional: []match.OpeningSkill{{Skill: skill(2), Weight: 1}},
		LearnedHere: []string{skill(1)}, Languages: []match.RequiredLanguage{{Language: "it", Level: 2}}, HoursWeek: ptr(8), Start: ptr(today.AddDays(30)),
		Site: match.Site{Lat: ptr(45.47), Lon: ptr(9.19)}, Slots: week("6", 42, 46),
	}
	recalls := map[string]func() error{
		"recall-openings.json": func() error {
			_, err := c.RecallOpenings(t.Context(), s, p, today, catalogue.MaxRecall)
			return err
		},
		"recall-people.json": func() error {
			_, err := c.RecallPeople(t.Context(), s, o, today, catalogue.MaxRecall)
			return err
		},
	}
	for name, recall := range recalls {
		kept.requests = nil
		if err := recall(); err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		for _, r := range kept.requests { // what has much in common, and what fills up
			if err := json.Indent(&got, r.body, "", " "); err != nil {
				t.Fatal(err)
			}
			got.WriteByte('\n')
		}
		path := "testdata/" + name
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s is not what would be sent now (go test ./internal/catalogue -run Pinned -update rewrites it)", path)
		}
	}
}
