package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/skills-assessment/internal/esco"
	"github.com/celav/celav/services/skills-assessment/internal/imports"
	"github.com/celav/celav/services/skills-assessment/internal/linking"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
	"github.com/celav/celav/services/skills-assessment/internal/store"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var morning = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

const person = "0192f0c8-7b1e-7000-8000-000000000001"

func open(t testing.TB, db *sqldb.DB) (*store.Store, *feed.Log) {
	t.Helper()
	now := func() time.Time { return morning }
	log, err := feed.New(t.Context(), db, feed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	recorder, err := audit.New(t.Context(), db, nil, slog.New(slog.DiscardHandler), now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(key)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), db, log, sealer, recorder, now)
	if err != nil {
		t.Fatal(err)
	}
	return s, log
}

func starter(t testing.TB) taxonomy.Starter {
	t.Helper()
	labels := func(it, en string) map[taxonomy.Language]taxonomy.Label {
		return map[taxonomy.Language]taxonomy.Label{"it": {Preferred: it, Alternatives: []string{it + " 2"}}, "en": {Preferred: en}, "fr": {Preferred: it}, "ar": {Preferred: it}}
	}
	return taxonomy.Starter{Version: "starter-1", Concepts: []taxonomy.Concept{
		{ID: "celav:o/cook", Set: "starter", Kind: taxonomy.Occupation, ISCO: "5120", Labels: labels("cuoco", "cook"), Essential: []string{"celav:s/knives"}, Optional: []string{"celav:s/baking"}},
		{ID: "celav:s/baking", Set: "starter", Kind: taxonomy.Skill, Labels: labels("panificazione", "baking")},
		{ID: "celav:s/cutting", Set: "starter", Kind: taxonomy.Skill, Labels: labels("tagliare", "cutting"), Related: []string{"celav:s/baking"}},
		{ID: "celav:s/knives", Set: "starter", Kind: taxonomy.Tool, Labels: labels("coltelli", "knives"), Broader: []string{"celav:s/cutting"}},
	}}
}

func TestTheStarterSetIsLoadedOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := open(t, db)
		ctx := t.Context()
		set := starter(t)
		for range 2 {
			if err := s.LoadStarter(ctx, set); err != nil {
				t.Fatal(err)
			}
		}
		version, err := s.Version(ctx)
		if err != nil || version != "starter-1.r1" {
			t.Errorf("version %q, %v", version, err)
		}
		page, err := s.Relations(ctx, "", "", 3)
		if err != nil {
			t.Fatal(err)
		}
		rest, err := s.Relations(ctx, "starter", page[2].ID, 3)
		if err != nil {
			t.Fatal(err)
		}
		var want []taxonomy.Concept
		for _, c := range set.Concepts {
			c.Labels = map[taxonomy.Language]taxonomy.Label{}
			want = append(want, c)
		}
		if diff := cmp.Diff(want, append(page, rest...)); diff != "" {
			t.Errorf("relations (-want +got):\n%s", diff)
		}
		c, narrower, err := s.Concept(ctx, "celav:s/cutting")
		if err != nil || c.Labels["it"].Alternatives[0] != "tagliare 2" || len(narrower) != 1 || narrower[0] != "celav:s/knives" {
			t.Errorf("concept %+v, narrower %v, %v", c, narrower, err)
		}
		if _, _, err := s.Concept(ctx, "celav:s/nothing"); !fault.Is(err, fault.NotFound) {
			t.Errorf("an unknown concept: %v", err)
		}
		labels, err := s.Labels(ctx, []string{"celav:o/cook", "celav:s/nothing"}, taxonomy.English)
		if err != nil || len(labels) != 1 || labels["celav:o/cook"] != "cook" {
			t.Errorf("labels %v, %v", labels, err)
		}
		list, err := s.List(ctx, taxonomy.Italian, false, "coltelli", "celav:s/knives", 10)
		if err != nil || len(list) != 2 || list[0].Label != "panificazione" {
			t.Errorf("list %v, %v", list, err)
		}

		// A later version without the tool, whose label profiles still show.
		set.Version, set.Concepts = "starter-2", set.Concepts[:3]
		set.Concepts[0].Essential = nil
		if err := s.LoadStarter(ctx, set); err != nil {
			t.Fatal(err)
		}
		known, err := s.Known(ctx, []string{"celav:s/knives", "celav:o/cook"})
		if err != nil || len(known) != 1 || known["celav:o/cook"].ISCO != "5120" {
			t.Errorf("known %v, %v", known, err)
		}
		labels, err = s.Labels(ctx, []string{"celav:s/knives"}, taxonomy.English)
		if err != nil || labels["celav:s/knives"] != "knives" {
			t.Errorf("the label of a retired concept: %v, %v", labels, err)
		}
		c, _, err = s.Concept(ctx, "celav:o/cook")
		if err != nil || len(c.Essential) != 0 || len(c.Optional) != 1 {
			t.Errorf("relations of an earlier version stay: %+v, %v", c, err)
		}
		entries, err := s.Entries(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.Concept == "celav:s/knives" {
				t.Error("a retired concept is still offered")
			}
		}
		if len(entries) != 3*5 {
			t.Errorf("%d labels, want 15", len(entries))
		}
	})
}

// What both sets call the same is near, whichever set was loaded first, and only as long as both call it so.
func TestTheSetsAreRelated(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := open(t, db)
		ctx := t.Context()
		if err := s.LoadStarter(ctx, starter(t)); err != nil {
			t.Fatal(err)
		}
		worker := imports.NewWorker(s, store.ESCO{Store: s}, slog.New(slog.DiscardHandler), time.Now)
		desk := &imports.Desk{Records: s}
		esco := map[string]string{
			"occupations_en.csv": occupationsEN + "http://data.europa.eu/esco/occupation/o2,9412,Cook,\n",
			"skills_en.csv":      skillsEN + "http://data.europa.eu/esco/skill/s2,skill/competence,bread making,baking\n", "occupationSkillRelations.csv": linksEN,
		}
		finish(t, desk, worker, "1", esco)
		related := func(id string) []string {
			c, _, err := s.Concept(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			return c.Related
		}
		if got := related("celav:o/cook"); len(got) != 1 || got[0] != "esco:o/o1" {
			t.Errorf("the cook is near %v, want the one of the same ISCO group", got)
		}
		if got := related("celav:s/baking"); len(got) != 1 || got[0] != "esco:s/s2" {
			t.Errorf("baking is near %v", got)
		}
		if got := related("celav:s/cutting"); len(got) != 1 || got[0] != "celav:s/baking" {
			t.Errorf("cutting is near %v: what the set itself says must stay", got)
		}
		set := starter(t)
		set.Version = "starter-2"
		set.Concepts[0].Labels["en"] = taxonomy.Label{Preferred: "kitchen hero"}
		if err := s.LoadStarter(ctx, set); err != nil {
			t.Fatal(err)
		}
		if got := related("celav:o/cook"); len(got) != 0 {
			t.Errorf("the renamed cook is near %v", got)
		}
	})
}

func content() profile.Content {
	hours, no := 30, false
	return profile.Content{
		Skills:      []profile.Skill{{Skill: "celav:s/knives", Level: 3, Evidence: profile.Seen, ConfirmedOn: civil.Date{Year: 2026, Month: 3, Day: 29}}},
		Occupations: []profile.Occupation{{Occupation: "celav:o/cook", Held: true, Wanted: true, Months: 18, Informal: true}},
		Languages:   []profile.Language{{Language: "it", Listening: "A2", Reading: "A1", Interaction: "A2", Production: "A1", Writing: "A1"}},
		Education:   &profile.Education{EQF: 4}, Licences: []string{"B"}, Learning: []string{"celav:s/baking"},
		Preferences: &profile.Preferences{Kinds: []string{"contract"}, MaxHoursWeek: &hours, NightShifts: &no},
		Experience: []profile.Experience{{
			ID: "experience-1", Occupation: "celav:o/cook", Setting: profile.Household, Employer: "Bottega segreta", Country: "MA",
			From: "2019-03", To: "2020-08", Tasks: "pane e zuppe", Language: "it", ConfirmedOn: civil.Date{Year: 2026, Month: 3, Day: 29},
		}},
		Titles:       []profile.Title{{ID: "title-0001", Name: "Baccalauréat", Language: "fr", Country: "MA", Year: 2015, EQF: 4, Recognised: profile.NotRecognised}},
		Certificates: []profile.Certificate{{ID: "certificate-1", Code: "B", Expires: &civil.Date{Year: 2030, Month: 1, Day: 31}}},
	}
}

func TestProfiles(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, log := open(t, db)
		ctx := identity.With(t.Context(), identity.Principal{Subject: "counsellor", Roles: []identity.Role{identity.Counsellor}})
		entry := audit.Entry{Action: identity.ProfileWrite, Kind: "profile", ID: person, Person: person}

		empty, err := s.Profile(ctx, person)
		if err != nil || empty.Version != 0 || empty.Person != person {
			t.Fatalf("nothing noted yet: %+v, %v", empty, err)
		}
		p := profile.Profile{Person: person, TaxonomyVersion: "v", UpdatedAt: morning, Content: content()}
		first, err := s.Save(ctx, p, entry)
		if err != nil {
			t.Fatal(err)
		}
		p.Version = 1
		var stored string
		if err := db.NewRaw("SELECT content FROM profile").Scan(ctx, &stored); err != nil || strings.Contains(stored, "segreta") || strings.Contains(stored, "Baccalaur") {
			t.Errorf("the person's own words are not sealed: %s, %v", stored, err)
		}
		if diff := cmp.Diff(p, first); diff != "" {
			t.Errorf("saved (-want +got):\n%s", diff)
		}
		read, err := s.Profile(ctx, person)
		if err != nil || !cmp.Equal(first, read) {
			t.Errorf("read %+v, %v", read, err)
		}
		if _, err := s.Save(ctx, profile.Profile{Person: person, UpdatedAt: morning}, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second new profile: %v", err)
		}
		second, err := s.Save(ctx, first, entry)
		if err != nil || second.Version != 2 {
			t.Fatalf("%+v, %v", second, err)
		}
		if _, err := s.Save(ctx, first, entry); !fault.Is(err, fault.Conflict) {
			t.Errorf("a stale profile: %v", err)
		}
		page, err := log.Changes(ctx, s.States, "", 10, 0)
		if err != nil || len(page.Items) != 1 || page.Items[0].ID != person || page.Items[0].Kind != "profile" || page.Items[0].Version != 3 && page.Items[0].Version != 2 {
			t.Errorf("feed %+v, %v", page, err)
		}
		created, updated, err := s.SaveBatch(ctx, []profile.Profile{p, {Person: "0192f0c8-7b1e-7000-8000-000000000002", UpdatedAt: morning}}, entry)
		if err != nil || created != 1 || updated != 1 {
			t.Errorf("batch %d, %d, %v", created, updated, err)
		}
		if read, err := s.Profile(ctx, person); err != nil || read.Version != 3 {
			t.Errorf("after the batch: %d, %v", read.Version, err)
		}
	})
}

func announce(t testing.TB, names map[string]string) []imports.File {
	t.Helper()
	var files []imports.File
	for name, text := range names {
		sum := sha256.Sum256([]byte(text))
		files = append(files, imports.File{Name: name, Size: int64(len(text)), SHA256: hex.EncodeToString(sum[:])})
	}
	return files
}

const (
	occupationsEN = "conceptUri,iscoGroup,preferredLabel,altLabels\nhttp://data.europa.eu/esco/occupation/o1,5120,cook,chef\n"
	skillsEN      = "conceptUri,skillType,preferredLabel,altLabels\nhttp://data.europa.eu/esco/skill/s1,skill/competence,cut,\n"
	linksEN       = "occupationUri,relationType,skillUri\nhttp://data.europa.eu/esco/occupation/o1,essential,http://data.europa.eu/esco/skill/s1\n"
	occupationsFR = "conceptUri,iscoGroup,preferredLabel,altLabels\nhttp://data.europa.eu/esco/occupation/o1,5120,cuisinier,\n"
)

func TestAnImport(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := open(t, db)
		ctx := t.Context()
		now := morning
		worker := imports.NewWorker(s, store.ESCO{Store: s}, slog.New(slog.DiscardHandler), func() time.Time { return now })
		desk := &imports.Desk{Records: s, Wake: worker.Wake}
		names := map[string]string{"occupations_en.csv": occupationsEN, "skills_en.csv": skillsEN, "occupationSkillRelations.csv": linksEN}
		files := announce(t, names)

		begun, err := desk.Begin(ctx, "1.1.1", files)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range names {
			if _, err := desk.Receive(ctx, begun.ID, name, 10, []byte(text[10:])); !fault.Is(err, fault.Conflict) {
				t.Errorf("a part behind a gap: %v", err)
			}
			for range 2 { // each part twice, as after a lost answer
				if _, err := desk.Receive(ctx, begun.ID, name, 0, []byte(text[:10])); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := desk.Start(ctx, begun.ID); !fault.Is(err, fault.Precondition) {
				t.Errorf("an incomplete import starts: %v", err)
			}
			again, err := desk.Begin(ctx, "1.1.1", files)
			if err != nil || again.ID != begun.ID {
				t.Fatalf("begun again: %+v, %v", again, err)
			}
			if f, err := desk.Receive(ctx, begun.ID, name, 10, []byte(text[10:])); err != nil || f.Received != f.Size {
				t.Fatalf("%+v, %v", f, err)
			}
			if _, err := desk.Receive(ctx, begun.ID, name, 5, make([]byte, 1000)); !fault.Is(err, fault.Invalid) {
				t.Errorf("more than announced: %v", err)
			}
		}
		if _, err := desk.Receive(ctx, begun.ID, "other.csv", 0, nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("a file that was not announced: %v", err)
		}
		for range 2 {
			if i, err := desk.Start(ctx, begun.ID); err != nil || i.State != imports.Queued {
				t.Fatalf("%+v, %v", i, err)
			}
		}
		// A worker takes it and dies; later another one takes over.
		if _, ok, err := s.Claim(ctx, now.Add(-time.Second)); !ok || err != nil {
			t.Fatalf("claim: %v, %v", ok, err)
		}
		if worked, err := worker.Once(ctx); !worked || err != nil {
			t.Fatalf("take over: %v, %v", worked, err)
		}
		done, err := desk.Get(ctx, begun.ID)
		if err != nil || done.State != imports.Done || done.Report.Concepts["occupation"] != 1 || done.Report.Links["essential"] != 1 || done.BytesRead != done.BytesTotal {
			t.Fatalf("%+v, %v", done, err)
		}
		if version, _ := s.Version(ctx); version != "esco-1.1.1.r1" {
			t.Errorf("version %s", version)
		}
		if worked, err := worker.Once(ctx); worked || err != nil {
			t.Errorf("more work: %v, %v", worked, err)
		}
		if n, err := db.NewRaw("SELECT count(*) FROM import_part").Exec(ctx); err != nil {
			t.Error(n, err)
		}

		// A later language merges, and the name of the version stays.
		finish(t, desk, worker, "", map[string]string{"occupations_fr.csv": occupationsFR})
		labels, err := s.Labels(ctx, []string{"esco:o/o1"}, taxonomy.French)
		if err != nil || labels["esco:o/o1"] != "cuisinier" {
			t.Errorf("labels %v, %v", labels, err)
		}
		if version, _ := s.Version(ctx); version != "esco-1.1.1.r2" {
			t.Errorf("version %s", version)
		}
		// The first download again: nothing is lost.
		finish(t, desk, worker, "1.1.1", names)
		c, _, err := s.Concept(ctx, "esco:o/o1")
		if err != nil || c.Labels["fr"].Preferred != "cuisinier" || c.Labels["en"].Alternatives[0] != "chef" || len(c.Essential) != 1 {
			t.Errorf("%+v, %v", c, err)
		}
		// A file that is not what was announced.
		bad := announce(t, map[string]string{"occupations_fr.csv": occupationsFR})
		bad[0].SHA256 = hex.EncodeToString(make([]byte, 32))
		i, err := desk.Begin(ctx, "", bad)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := desk.Receive(ctx, i.ID, "occupations_fr.csv", 0, []byte(occupationsFR)); err != nil {
			t.Fatal(err)
		}
		if _, err := desk.Start(ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := worker.Once(ctx); err != nil {
			t.Fatal(err)
		}
		if i, _ = desk.Get(ctx, i.ID); i.State != imports.Failed || i.Failure == "" {
			t.Errorf("a changed file: %+v", i)
		}
	})
}

func finish(t testing.TB, desk *imports.Desk, worker *imports.Worker, version string, names map[string]string) imports.Import {
	t.Helper()
	ctx := t.Context()
	i, err := desk.Begin(ctx, version, announce(t, names))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range names {
		for at := 0; at < len(text); at += imports.MaxPart {
			if _, err := desk.Receive(ctx, i.ID, name, int64(at), []byte(text[at:min(at+imports.MaxPart, len(text))])); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := desk.Start(ctx, i.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := worker.Once(ctx); err != nil {
		t.Fatal(err)
	}
	if i, err = desk.Get(ctx, i.ID); err != nil || i.State != imports.Done {
		t.Fatalf("%+v, %v", i, err)
	}
	return i
}

// BenchmarkImport loads a real download into SQLite: CELAV_ESCO_DIR=... go test -bench Import -benchtime 1x
func BenchmarkImport(b *testing.B) {
	dir := os.Getenv("CELAV_ESCO_DIR")
	if dir == "" {
		b.Skip("CELAV_ESCO_DIR names no ESCO download")
	}
	files, err := esco.Dir(dir)
	if err != nil {
		b.Fatal(err)
	}
	names := map[string]string{}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name))
		if err != nil {
			b.Fatal(err)
		}
		names[f.Name] = string(data)
	}
	db := sqldbtest.SQLite(b)
	if os.Getenv(sqldbtest.PostgresURL) != "" && os.Getenv("CELAV_ESCO_ON") == "postgres" {
		db = sqldbtest.Postgres(b)
	}
	s, _ := open(b, db)
	worker := imports.NewWorker(s, store.ESCO{Store: s}, slog.New(slog.DiscardHandler), time.Now)
	desk := &imports.Desk{Records: s}
	set, err := taxonomy.LoadStarter()
	if err != nil {
		b.Fatal(err)
	}
	if err := s.LoadStarter(b.Context(), set); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		begun := time.Now()
		i := finish(b, desk, worker, "1.1.1", names)
		pairs, err := s.Crosswalk(b.Context())
		b.Logf("%d pairs between the sets, %v", pairs, err)
		b.Logf("%.1f s: %v concepts, %v links", time.Since(begun).Seconds(), i.Report.Concepts, i.Report.Links)
		begun = time.Now()
		entries, err := s.Entries(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		read := time.Since(begun)
		index := linking.Build(entries)
		b.Logf("index of %d labels: %.2f s to read, %.2f s in all", index.Size(), read.Seconds(), time.Since(begun).Seconds())
	}
}
