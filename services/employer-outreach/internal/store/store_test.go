package store_test

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/employer-outreach/internal/company"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock is a day that tests move.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

type fixture struct {
	*store.Store
	log   *feed.Log
	db    *sqldb.DB
	clock *clock
}

func open(t *testing.T, db *sqldb.DB) fixture {
	t.Helper()
	key, err := seal.Generate()
	must(t, err)
	sealer, err := seal.New(key)
	must(t, err)
	c := &clock{at: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), c.now)
	must(t, err)
	log, err := feed.New(t.Context(), db, feed.Options{})
	must(t, err)
	s, err := store.New(t.Context(), db, log, sealer, recorder, oneInTen, c.now)
	must(t, err)
	return fixture{Store: s, log: log, db: db, clock: c}
}

// oneInTen is a limit that is not the law's.
func oneInTen(_ civil.Date, region string, headcount int) (int, bool) {
	return headcount/10 + 1, region == "lombardy"
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func id() string { return uuid.Must(uuid.NewV7()).String() }

func bakery() company.Company {
	n := 14
	return company.Company{
		ID: id(), Version: 1, Name: "Panificio Aurora", Standing: company.Confirmed, Headcount: &n,
		Contact: company.Contact{Name: "Marked Contact", Email: "marked@example.org", Phone: "+39 02 1234567"},
		Sites:   []company.Site{{ID: id(), Address: "Via Padova 1", Municipality: "Milano", Region: "lombardy", Lat: 45.489, Lon: 9.221}},
	}
}

func terms(site string) opening.Terms {
	level := 2
	return opening.Terms{
		SiteID: site, Kind: opening.Traineeship, Title: "Aiuto panettiere", Description: "Impasti.", Language: "it",
		Occupation: "celav:o/baker", ISCO: "7512",
		NeededAtStart: []opening.SkillDemand{{Skill: "celav:s/knead-dough", Level: &level, Weight: 3}},
		LearnedHere:   []string{"celav:s/operate-oven"},
		Languages:     []opening.LanguageDemand{{Language: "it", Level: "A2"}},
		Slots:         []opening.Slot{{Day: 1, From: "05:00", To: "11:00"}},
		Start:         civil.Date{Year: 2027, Month: 1, Day: 11}, Seats: 2,
	}
}

func draft(t *testing.T, c company.Company) opening.Opening {
	t.Helper()
	o, err := opening.New(id(), c.ID, terms(c.Sites[0].ID))
	must(t, err)
	return o
}

func (f fixture) move(t *testing.T, openingID string, to opening.State) opening.Opening {
	t.Helper()
	o, err := f.Opening(t.Context(), openingID)
	must(t, err)
	o, err = o.Move(to, store.Today(f.clock.at))
	must(t, err)
	must(t, f.SaveOpening(t.Context(), o))
	o.Version++
	return o
}

func (f fixture) told(t *testing.T, after string) feed.Page {
	t.Helper()
	page, err := f.log.Changes(t.Context(), f.States, after, 100, 0)
	must(t, err)
	return page
}

func TestCompanies(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx, c := open(t, db), t.Context(), bakery()
		must(t, f.AddCompany(ctx, c, "", ""))
		c.Sites[0].Lat, c.Sites[0].Lon = 45.49, 9.22 // rounded to about a kilometre
		got, err := f.Company(ctx, c.ID)
		must(t, err)
		if d := cmp.Diff(c, got); d != "" {
			t.Errorf("company (-want +got):\n%s", d)
		}
		var contact []byte
		must(t, db.NewRaw("SELECT contact FROM company").Scan(ctx, &contact))
		if strings.Contains(string(contact), "Marked") || len(contact) == 0 {
			t.Error("the contact is not sealed")
		}
		c.Name = "Panificio Aurora srl"
		must(t, f.SaveCompany(ctx, c))
		if err := f.SaveCompany(ctx, c); !fault.Is(err, fault.Conflict) {
			t.Errorf("saving an old version: %v", err)
		}
		must(t, f.SaveSite(ctx, c.ID, 0, company.Site{ID: id(), Address: "Via Como 2", Municipality: "Monza", Region: "lombardy", Lat: 45.58, Lon: 9.27}, true, ""))
		if err := f.SaveSite(ctx, c.ID, 3, company.Site{ID: id()}, false, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("changing a site that is not there: %v", err)
		}
		got, err = f.Company(ctx, c.ID)
		must(t, err)
		if len(got.Sites) != 2 || got.Version != 3 || got.Sites[1].Municipality != "Monza" {
			t.Errorf("after all changes: %+v", got)
		}
		if _, err := f.Company(ctx, id()); !fault.Is(err, fault.NotFound) {
			t.Errorf("no company: %v", err)
		}
	})
}

func TestMembers(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx, a, b := open(t, db), t.Context(), bakery(), bakery()
		must(t, errors.Join(f.AddCompany(ctx, a, "", ""), f.AddCompany(ctx, b, "", "")))
		must(t, errors.Join(f.AddMember(ctx, a.ID, "demo-employer"), f.AddMember(ctx, b.ID, "demo-employer")))
		if got, err := f.CompanyOf(ctx, "demo-employer"); got != b.ID || err != nil {
			t.Errorf("belongs to %q (%v), want the second", got, err)
		}
		if err := f.RemoveMember(ctx, a.ID, "demo-employer", true); !fault.Is(err, fault.NotFound) {
			t.Errorf("removing from the wrong company: %v", err)
		}
		must(t, f.RemoveMember(ctx, b.ID, "demo-employer", true))
		if _, err := f.CompanyOf(ctx, "demo-employer"); !fault.Is(err, fault.NotFound) {
			t.Errorf("after removal: %v", err)
		}
		if err := f.AddMember(ctx, id(), "x"); !fault.Is(err, fault.NotFound) {
			t.Errorf("no such company: %v", err)
		}
	})
}

func TestOpeningAndItsFeed(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx, c := open(t, db), t.Context(), bakery()
		must(t, f.AddCompany(ctx, c, "", ""))
		o := draft(t, c)
		must(t, f.AddOpening(ctx, o, ""))
		got, err := f.Opening(ctx, o.ID)
		must(t, err)
		if d := cmp.Diff(o, got); d != "" {
			t.Errorf("opening (-want +got):\n%s", d)
		}
		before := f.told(t, "")
		if len(before.Items) != 0 {
			t.Errorf("a draft is told: %+v", before.Items)
		}
		o = f.move(t, o.ID, opening.Published)
		page := f.told(t, before.Cursor)
		if len(page.Items) != 1 || page.Items[0].ID != o.ID {
			t.Fatalf("published, told %+v", page.Items)
		}
		text := string(page.Items[0].State)
		for _, want := range []string{`"live":true`, `"municipality":"Milano"`, `"lat":45.49`, `"isco":"7512"`, `"seatLimit":2`, `"optional":[]`} {
			if !strings.Contains(text, want) {
				t.Errorf("state lacks %s: %s", want, text)
			}
		}
		for _, never := range []string{"Marked", "marked@", "Aurora", "Via Padova"} {
			if strings.Contains(text, never) {
				t.Errorf("state tells %s: %s", never, text)
			}
		}
		stale := o
		stale.Version--
		if err := f.SaveOpening(ctx, stale); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		f.move(t, o.ID, opening.Paused)
		if page = f.told(t, page.Cursor); len(page.Items) != 1 || !strings.Contains(string(page.Items[0].State), `"live":false`) {
			t.Errorf("paused, told %+v", page.Items)
		}
		c.Headcount = nil
		must(t, f.SaveCompany(ctx, c))
		if page = f.told(t, page.Cursor); len(page.Items) != 1 || !strings.Contains(string(page.Items[0].State), `"seatLimit":null`) {
			t.Errorf("the company changed, told %+v", page.Items)
		}
		wrong := draft(t, c)
		wrong.Terms.SiteID = id()
		if err := f.AddOpening(ctx, wrong, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("a foreign site: %v", err)
		}
	})
}

func TestClosingDay(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx, c := open(t, db), t.Context(), bakery()
		must(t, f.AddCompany(ctx, c, "", ""))
		o := draft(t, c)
		last := civil.Date{Year: 2026, Month: 11, Day: 25}
		o.Terms.ClosesOn = &last
		must(t, f.AddOpening(ctx, o, ""))
		f.move(t, o.ID, opening.Published)
		// 23:30 in Rome on the last day is 22:30 UTC: still open. Half an hour after midnight it is not.
		f.clock.at = time.Date(2026, 11, 25, 22, 30, 0, 0, time.UTC)
		if n, err := f.CloseExpired(ctx); n != 0 || err != nil {
			t.Errorf("on the day %d were closed (%v)", n, err)
		}
		f.clock.at = time.Date(2026, 11, 25, 23, 30, 0, 0, time.UTC)
		if n, err := f.CloseExpired(ctx); n != 1 || err != nil {
			t.Errorf("after the day %d were closed (%v)", n, err)
		}
		if got, err := f.Opening(ctx, o.ID); err != nil || got.State != opening.Closed || got.Version != 3 {
			t.Errorf("afterwards: %+v (%v)", got, err)
		}
		if n, err := f.CloseExpired(ctx); n != 0 || err != nil {
			t.Errorf("again %d were closed (%v)", n, err)
		}
	})
}

func TestLists(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx := open(t, db), t.Context()
		a, b := bakery(), bakery()
		b.Name = "Zafferano"
		must(t, errors.Join(f.AddCompany(ctx, a, "", ""), f.AddCompany(ctx, b, "", "")))
		for i := range 7 {
			owner := a
			if i%3 == 0 {
				owner = b
			}
			o := draft(t, owner)
			o.Terms.Title = fmt.Sprint("n", i)
			must(t, f.AddOpening(ctx, o, ""))
			if i < 5 {
				f.clock.at = f.clock.at.Add(24 * time.Hour)
				f.move(t, o.ID, opening.Published)
			}
		}
		for want, w := range map[string]store.Wanted{
			"n6 n5 n4 n3 n2 n1 n0": {},
			"n6 n3 n0":             {Company: b.ID},
			"n6 n5":                {State: opening.Draft},
			"n4 n3 n2 n1 n0":       {Live: true},
			"":                     {IDs: []string{}},
		} {
			if got := f.titles(t, w); got != want {
				t.Errorf("%+v lists %q, want %q", w, got, want)
			}
		}
		lines, next, err := f.Companies(ctx, store.WantedCompanies{}, store.Query{Limit: 1})
		must(t, err)
		if len(lines) != 1 || lines[0].Name != a.Name || lines[0].LiveOpenings != 3 || lines[0].Municipalities[0] != "Milano" {
			t.Errorf("first company: %+v", lines)
		}
		lines, next, err = f.Companies(ctx, store.WantedCompanies{}, store.Query{Limit: 1, Cursor: next})
		if err != nil || len(lines) != 1 || lines[0].Name != b.Name || next != "" {
			t.Errorf("second company: %+v, next %q (%v)", lines, next, err)
		}
		if _, _, err := f.Openings(ctx, store.Wanted{}, store.Query{Cursor: "foreign"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a foreign cursor: %v", err)
		}
		counts, err := f.Count(ctx, "")
		must(t, err)
		if counts.DraftSince == nil || counts.LatelySince == nil || counts.PausedSince != nil || counts.ClosingOn != nil {
			t.Errorf("the days: %+v", counts)
		}
		counts.DraftSince, counts.LatelySince = nil, nil
		if want := (store.Counts{Drafts: 2, Live: 5, PublishedLately: 5}); counts != want {
			t.Errorf("counts %+v, want %+v", counts, want)
		}
	})
}

// titles walks all pages of two.
func (f fixture) titles(t *testing.T, w store.Wanted) string {
	t.Helper()
	var titles []string
	for cursor, pages := "", 0; pages < 9; pages++ {
		lines, next, err := f.Openings(t.Context(), w, store.Query{Limit: 2, Cursor: cursor})
		must(t, err)
		for _, l := range lines {
			titles = append(titles, l.Terms.Title)
		}
		if cursor = next; next == "" {
			break
		}
	}
	return strings.Join(titles, " ")
}

func TestBatches(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f, ctx, c := open(t, db), t.Context(), bakery()
		o := draft(t, c)
		day := civil.Date{Year: 2026, Month: 11, Day: 20}
		o.State, o.PublishedOn = opening.Published, &day
		for i, want := range []store.Written{{Created: 1}, {Updated: 1}} {
			w, err := f.LoadCompanies(ctx, []company.Company{c}, [][]string{{"demo-employer"}})
			if err != nil || w != want {
				t.Fatalf("companies, round %d: %+v (%v)", i, w, err)
			}
			w, err = f.LoadOpenings(ctx, []opening.Opening{o})
			if err != nil || w != want {
				t.Fatalf("openings, round %d: %+v (%v)", i, w, err)
			}
		}
		if page := f.told(t, ""); len(page.Items) != 1 {
			t.Errorf("told %+v", page.Items)
		}
		stray := draft(t, bakery())
		if _, err := f.LoadOpenings(ctx, []opening.Opening{o, stray}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a stray opening: %v", err)
		}
		must(t, f.KeepLabels(ctx, "it", map[string]string{"celav:s/x": "y"}))
		if ids, err := f.Unlabelled(ctx, "it", 10); err != nil || len(ids) != 3 || !slices.Contains(ids, "celav:o/baker") || !slices.Contains(ids, "celav:s/knead-dough") {
			t.Errorf("unlabelled %v (%v)", ids, err)
		}
		must(t, f.KeepLabels(ctx, "it", map[string]string{"celav:o/baker": "panettiere"}))
		labels, err := f.Labels(ctx, "it", []string{"celav:o/baker", "celav:o/none"})
		if d := cmp.Diff(map[string]string{"celav:o/baker": "panettiere"}, labels); err != nil || d != "" {
			t.Errorf("labels %s (%v)", d, err)
		}
	})
}
