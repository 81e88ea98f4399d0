package alerts_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/alertmail"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
	"github.com/celav/celav/services/traineeship-matching/internal/pages/newmatches"
)

// Two weeks in which something new comes every hour: one message on each working day, none on others, none without news.
func TestOneMessageAWorkingDay(t *testing.T) {
	w, ctx := sqlite(t), counsellor("equipe-1")
	sealer, err := seal.LoadOrCreate(t.TempDir() + "/seal.key")
	if err != nil {
		t.Fatal(err)
	}
	hours, err := outbox.NewHours()
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return w.now }
	box, err := outbox.Open(t.Context(), w.db, sealer, outbox.Options{Now: clock, Hours: hours})
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := ui.NewCatalog(newmatches.Messages())
	if err != nil {
		t.Fatal(err)
	}
	mailer := alerts.Mailer{
		Post: &alertmail.Post{Store: w.store, Box: box, Catalog: catalog}, Now: clock, Zone: time.UTC, Log: slog.New(slog.DiscardHandler),
	}
	if err := w.desk.Set(ctx, alerts.Setting{Threshold: 70, Mail: true, Address: "counsellor@example.org", Language: "en"}); err != nil {
		t.Fatal(err)
	}
	w.putPerson(worker("p1", "equipe-1", 1, 2))
	w.rest()
	start := time.Date(2026, 11, 30, 0, 30, 0, 0, time.UTC) // a Monday; 7 and 8 December are holidays
	perDay := map[string]int{}
	for hour := range 14 * 24 {
		w.now = start.Add(time.Duration(hour) * time.Hour)
		if w.now.Day() != 3 { // on the 3rd nothing comes, and the day before had its share before the message
			w.putOpenings(place("o"+w.now.Format("0102-15"), 1, 2))
			w.rest()
		}
		for range 3 {
			n, err := mailer.Tell(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			perDay[w.now.Format("01-02")] += n
		}
	}
	want := map[string]int{"11-30": 1, "12-01": 1, "12-02": 1, "12-04": 1, "12-09": 1, "12-10": 1, "12-11": 1}
	for day := range 14 {
		at := start.AddDate(0, 0, day).Format("01-02")
		if perDay[at] != want[at] {
			t.Errorf("%s: %d messages, want %d", at, perDay[at], want[at])
		}
	}
	kept, _, err := box.List(t.Context(), outbox.Filter{Recipient: "counsellor of equipe-1", Limit: 50})
	if err != nil || len(kept) != len(want) {
		t.Fatalf("%d messages in the outbox: %v", len(kept), err)
	}
	if m := kept[0]; m.Address != "counsellor@example.org" || m.URL != "/matching/alerts" || m.Subject != "5 new matches wait for you" || !strings.Contains(m.Body, "(people: 1)") {
		t.Errorf("the last message: %+v", m)
	}
}
