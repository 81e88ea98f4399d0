package cohorts_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/audit"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/seal"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/cohorts"
	"github.com/celav/celav/services/intake/internal/directory"
	"github.com/celav/celav/services/intake/internal/registration"
	"github.com/celav/celav/services/intake/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type fixture struct {
	*cohorts.Desk
	feed   *feed.Log
	skills *skills
}

// skills knows one occupation and keeps what it is told.
type skills struct {
	down    bool
	written map[string]cohorts.Profile
}

func (s *skills) Link(_ context.Context, text, _, _ string) (cohorts.Concept, bool, error) {
	if s.down {
		return cohorts.Concept{}, false, fault.New(fault.Unavailable, "down")
	}
	if text == "cuisinier" {
		return cohorts.Concept{ID: "celav:o/cook", Label: "Cuisinier", Score: 1}, true, nil
	}
	return cohorts.Concept{ID: "celav:o/other", Score: 0.4}, true, nil
}

func (s *skills) Write(_ context.Context, person string, p cohorts.Profile) error {
	s.written[person] = p
	return nil
}

func everywhere(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) { test(t, open(t, db)) })
}

func open(t *testing.T, db *sqldb.DB) *fixture {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	key, err := seal.Generate()
	must(t, err)
	sealer, err := seal.New(key)
	must(t, err)
	log, err := feed.New(t.Context(), db, feed.Options{})
	must(t, err)
	recorder, err := audit.New(t.Context(), db, sealer, slog.New(slog.DiscardHandler), now)
	must(t, err)
	records, err := store.Open(t.Context(), db, log, sealer, recorder)
	must(t, err)
	must(t, registration.SeedDevelopment(t.Context(), records, now()))
	must(t, records.PutPartner(t.Context(), directory.Partner{ID: "other", Name: "Other", Country: "MA", Team: "equipe-2"}, audit.Entry{Action: identity.PartnerWrite, Kind: "partner", ID: "other"}))
	rules, err := policy.Embedded()
	must(t, err)
	zone, err := time.LoadLocation("Europe/Rome")
	must(t, err)
	n := 0
	f := &fixture{feed: log, skills: &skills{written: map[string]cohorts.Profile{}}}
	f.Desk = &cohorts.Desk{Store: records, Rules: rules, Now: now, Zone: zone, Skills: f.skills, Outcome: registration.New(records, rules, now, nil, zone).Outcome, NewID: func() (string, error) {
		n++
		return fmt.Sprintf("0190a0de-0000-7000-b000-%012d", n), nil
	}}
	return f
}

func as(role identity.Role, p identity.Principal) context.Context {
	p.Subject, p.Roles = string(role)+p.Team+p.Partner, []identity.Role{role}
	return identity.With(context.Background(), p)
}

func partner() context.Context {
	return as(identity.Partner, identity.Principal{Partner: "demo-partner"})
}

func city() context.Context { return as(identity.Counsellor, identity.Principal{Team: "equipe-1"}) }

// file has n people, of whom the second and the third have a fault.
func file(n int) []byte {
	var b strings.Builder
	b.WriteString("Référence;Nom;Prénom;Date de naissance;Pays de résidence;Déjà en Italie;Téléphone;Langue pour lui écrire;Diplôme;Niveau du diplôme;Date du diplôme;Métiers souhaités;Compétences;Italien;Information acceptée\n")
	for i := range n {
		born := fmt.Sprintf("%02d/05/1998", i%28+1)
		country := "Tunisie"
		if i == 1 {
			born = "31/02/1998"
		}
		if i == 2 {
			country = "Atlantide"
		}
		fmt.Fprintf(&b, "T-%d;Ben Salah;Prénom%d;%s;%s;non;+216 20 123 4%02d;français;BTS hôtellerie;BTS;30/06/2026;cuisinier;pétrir;A2;oui\n", i+1, i+1, born, country, i)
	}
	return []byte(b.String())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) uploaded(t *testing.T, n int) cohorts.Full {
	t.Helper()
	c, err := f.New(partner(), "Promotion", "key")
	must(t, err)
	full, asked, err := f.Upload(partner(), c.ID, file(n))
	must(t, err)
	if asked != nil {
		t.Fatalf("asked about %v", asked)
	}
	return full
}

func TestFromTheFileToPeople(t *testing.T) {
	everywhere(t, func(t *testing.T, f *fixture) {
		full := f.uploaded(t, 20)
		if n := full.Counts; n.Rows != 20 || n.Create != 18 || n.Faulty != 2 {
			t.Fatalf("%+v", n)
		}
		if _, err := f.Submit(partner(), full.ID, full.Version); !fault.Is(err, fault.Precondition) {
			t.Fatalf("submitted with faults: %v", err)
		}
		if _, err := f.Open(city(), full.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the City reads a draft: %v", err)
		}
		for i, mended := range map[int]struct{ column, text string }{1: {cohort.BirthDate, "28/02/1998"}, 2: {cohort.Country, "TN"}} {
			r := full.Rows[i]
			if _, err := f.Mend(partner(), full.ID, r.ID, r.Version, r.Cells); !fault.Is(err, fault.Invalid) {
				t.Errorf("a fault was kept: %v", err)
			}
			cells := map[string]string{}
			for k, v := range r.Cells {
				cells[k] = v
			}
			cells[mended.column] = mended.text
			got, err := f.Mend(partner(), full.ID, r.ID, r.Version, cells)
			must(t, err)
			if got.Result != cohort.Create {
				t.Errorf("mended: %s", got.Result)
			}
			if _, err := f.Mend(partner(), full.ID, r.ID, r.Version, cells); !fault.Is(err, fault.Conflict) {
				t.Errorf("mended twice at one version: %v", err)
			}
		}
		again, _, err := f.Upload(partner(), full.ID, file(20))
		must(t, err)
		if n := again.Counts; n.Same != 20 || n.Rows != 20 {
			t.Errorf("the same file again: %+v", n)
		}
		c, err := f.Submit(partner(), full.ID, again.Version)
		must(t, err)
		if _, _, err := f.Upload(partner(), full.ID, file(20)); !fault.Is(err, fault.Precondition) {
			t.Errorf("an upload after submitting: %v", err)
		}
		first := again.Rows[0].ID
		if _, err := f.Decide(partner(), c.ID, cohorts.Verdict{Version: c.Version, Decision: cohort.Taken}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a partner decides: %v", err)
		}
		if _, err := f.Decide(city(), c.ID, cohorts.Verdict{Version: c.Version, Rows: []string{first}, Decision: cohort.SentBack}); !fault.Is(err, fault.Invalid) {
			t.Errorf("sent back without a reason: %v", err)
		}
		one, err := f.Decide(city(), c.ID, cohorts.Verdict{Version: c.Version, Rows: []string{first}, Decision: cohort.SentBack, Reason: "La photo du diplôme manque"})
		must(t, err)
		rest, err := f.Decide(city(), c.ID, cohorts.Verdict{Version: one.Version, Decision: cohort.Taken})
		must(t, err)
		if rest.State != cohort.Returned || rest.Counts.Accepted != 19 || len(f.skills.written) != 19 {
			t.Fatalf("%s %+v, %d profiles", rest.State, rest.Counts, len(f.skills.written))
		}
		p, err := f.Store.Person(t.Context(), rest.Rows[1].Person)
		must(t, err)
		if p.Partner != "demo-partner" || p.Cohort != c.ID || p.Team != "equipe-1" || p.Residence != "abroad" || p.TitleOn != (civil.Date{Year: 2026, Month: 6, Day: 30}) {
			t.Errorf("%+v", p)
		}
		if got := f.skills.written[p.ID]; len(got.Wanted) != 1 || len(got.Skills) != 0 || got.EQF != 5 {
			t.Errorf("%+v", got)
		}
		page, err := f.feed.Changes(t.Context(), f.Store.States, "", 100, 0)
		must(t, err)
		if !slices.ContainsFunc(page.Items, func(i feed.Item) bool {
			return strings.Contains(string(i.State), c.ID) && strings.Contains(string(i.State), `"titleOn":"2026-06-30"`)
		}) {
			t.Error("the feed does not tell matching of them")
		}
		// Who was sent back is mended and submitted again; who was accepted stays as they are.
		if _, err := f.Mend(partner(), c.ID, rest.Rows[1].ID, rest.Rows[1].Version, rest.Rows[1].Cells); !fault.Is(err, fault.Precondition) {
			t.Errorf("an accepted row is mended: %v", err)
		}
		c, err = f.Submit(partner(), c.ID, rest.Version)
		must(t, err)
		last, err := f.Decide(city(), c.ID, cohorts.Verdict{Version: c.Version, Decision: cohort.Taken})
		must(t, err)
		if last.State != cohort.Accepted || last.Counts.Accepted != 20 {
			t.Errorf("%s %+v", last.State, last.Counts)
		}
		r := last.Rows[0]
		r, err = f.Advance(city(), c.ID, r.ID, r.Version, cohort.PaperStep{Stage: cohort.Papers, On: f.Today(), Document: "PFI 1"})
		must(t, err)
		if due, ok, err := f.NextPaper(r); err != nil || !ok || due.Paper != "to-region" {
			t.Errorf("%+v %v %v", due, ok, err)
		}
	})
}

func TestOnlyTheirOwn(t *testing.T) {
	everywhere(t, func(t *testing.T, f *fixture) {
		full := f.uploaded(t, 1)
		_, err := f.Submit(partner(), full.ID, full.Version)
		must(t, err)
		for name, ctx := range map[string]context.Context{
			"another partner": as(identity.Partner, identity.Principal{Partner: "other"}),
			"another team":    as(identity.Counsellor, identity.Principal{Team: "equipe-2"}),
			"an employer":     as(identity.Employer, identity.Principal{Company: "c"}),
		} {
			if _, err := f.Open(ctx, full.ID); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s opens it: %v", name, err)
			}
			if _, err := f.Decide(ctx, full.ID, cohorts.Verdict{}); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s decides: %v", name, err)
			}
			list, err := f.List(ctx)
			if len(list) > 0 {
				t.Errorf("%s sees it in the list: %v", name, err)
			}
		}
		if list, err := f.List(city()); err != nil || len(list) != 1 {
			t.Errorf("the City's list: %v %v", list, err)
		}
	})
}

// Headings that nobody understands are asked about, the file is kept meanwhile, and the answer is remembered.
func TestAskedAboutColumns(t *testing.T) {
	everywhere(t, func(t *testing.T, f *fixture) {
		c, err := f.New(partner(), "Promotion", "")
		must(t, err)
		odd := []byte(strings.Replace(strings.Replace(string(file(2)), "Référence", "Cod. cand.", 1), "Information acceptée", "RGPD", 1))
		full, asked, err := f.Upload(partner(), c.ID, odd)
		must(t, err)
		if asked == nil || !full.Asking || asked.Mapping[0] != "" || asked.Examples[0] != "T-1" {
			t.Fatalf("%+v", asked)
		}
		_, q, err := f.Asked(partner(), c.ID)
		must(t, err)
		said := slices.Clone([]string(q.Mapping))
		if _, err := f.Confirm(partner(), c.ID, said); !fault.Is(err, fault.Invalid) {
			t.Errorf("a required column is missing: %v", err)
		}
		said[0], said[len(said)-1] = cohort.Ref, cohort.Consent
		full, err = f.Confirm(partner(), c.ID, said)
		must(t, err)
		if full.Asking || full.Counts.Rows != 2 {
			t.Errorf("%+v", full.Counts)
		}
		if _, asked, err := f.Upload(partner(), c.ID, odd); err != nil || asked != nil {
			t.Errorf("asked again: %v %v", asked, err)
		}
	})
}

func TestTwice(t *testing.T) {
	everywhere(t, func(t *testing.T, f *fixture) {
		full := f.uploaded(t, 1)
		text := string(file(1))
		_, line, _ := strings.Cut(text, "\n")
		both, _, err := f.Upload(partner(), full.ID, []byte(text+strings.Replace(line, "T-1", "T-9", 1)+strings.Replace(line, "Prénom1", "Autre", 1)))
		must(t, err)
		codes := map[string]int{}
		for _, r := range both.Rows {
			for _, x := range cohort.Wrong(r.Findings) {
				codes[x.Code]++
			}
		}
		if both.Counts.Rows != 3 || codes[cohort.RefTwice] != 1 || codes[cohort.PersonTwice] != 1 {
			t.Errorf("%+v %v", both.Counts, codes)
		}
		must(t, f.Remove(partner(), full.ID, both.Rows[1].ID))
		other, err := f.New(partner(), "Autre", "")
		must(t, err)
		got, _, err := f.Upload(partner(), other.ID, file(1))
		must(t, err)
		if got.Counts.Faulty != 1 || got.Rows[0].Findings[0].Code != cohort.OtherCohort {
			t.Errorf("%+v", got.Rows)
		}
	})
}

// When skills-assessment does not answer, the acceptance stands and what the person can do is sent later.
func TestProfilesLater(t *testing.T) {
	everywhere(t, func(t *testing.T, f *fixture) {
		full := f.uploaded(t, 1)
		c, err := f.Submit(partner(), full.ID, full.Version)
		must(t, err)
		f.skills.down = true
		got, err := f.Decide(city(), c.ID, cohorts.Verdict{Version: c.Version, Decision: cohort.Taken})
		must(t, err)
		if got.State != cohort.Accepted || !got.Rows[0].ProfilePending {
			t.Fatalf("%+v", got)
		}
		f.skills.down = false
		got, err = f.Again(city(), c.ID)
		must(t, err)
		if got.Rows[0].ProfilePending || len(f.skills.written) != 1 {
			t.Errorf("%+v", got.Rows[0])
		}
	})
}

func TestAPartnerAsksForAChangeAfterSubmitting(t *testing.T) {
	everywhere(t, func(t *testing.T, f *fixture) {
		c := accepted(t, f)
		full, err := f.Open(partner(), c)
		must(t, err)
		row := full.Rows[0]
		wish := cohort.Request{ID: "0190a0de-0000-7000-a000-000000000001", Column: cohort.From, New: "15/01/2027", Why: "Le visa arrive plus tard"}
		var q cohort.Request
		for range 2 { // a double click asks once
			q, err = f.Ask(partner(), c, row.ID, wish)
			must(t, err)
		}
		if _, err := f.Ask(as(identity.Partner, identity.Principal{Partner: "other"}), c, row.ID, wish); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another partner asks: %v", err)
		}
		if _, err := f.Settle(partner(), c, q.ID, cohorts.Answer{Version: 1, Accept: true}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the partner answers itself: %v", err)
		}
		if _, err := f.Settle(city(), c, q.ID, cohorts.Answer{Version: 1}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a refusal without a reason: %v", err)
		}
		q, err = f.Settle(city(), c, q.ID, cohorts.Answer{Version: 1, Accept: true})
		must(t, err)
		if _, err := f.Settle(city(), c, q.ID, cohorts.Answer{Version: 1, Accept: true}); !fault.Is(err, fault.Conflict) {
			t.Errorf("answered twice: %v", err)
		}
		full, err = f.Open(partner(), c)
		must(t, err)
		if len(full.Requests) != 1 || full.Requests[0].State != cohort.ChangeAccepted || full.Requests[0].New != "15/01/2027" || full.Requests[0].AnsweredAt.IsZero() || full.Rows[0].Cells[cohort.From] != "15/01/2027" {
			t.Errorf("the record is %+v", full.Requests)
		}
		page, err := f.feed.Changes(t.Context(), f.Store.States, "", 100, 0)
		must(t, err)
		found := false
		for _, item := range page.Items {
			found = found || item.ID == full.Rows[0].Person && strings.Contains(string(item.State), `"from":"2027-01-15"`)
		}
		if !found {
			t.Error("the change has not reached the feed")
		}
	})
}

// accepted is a cohort whose people the City has accepted.
func accepted(t *testing.T, f *fixture) string {
	t.Helper()
	c, err := f.New(partner(), "Promotion", "accepted")
	must(t, err)
	lines := strings.Split(strings.TrimSpace(string(file(5))), "\n")
	full, _, err := f.Upload(partner(), c.ID, []byte(strings.Join([]string{lines[0], lines[1], lines[4], lines[5]}, "\n")))
	must(t, err)
	c, err = f.Submit(partner(), c.ID, full.Version)
	must(t, err)
	_, err = f.Decide(city(), c.ID, cohorts.Verdict{Version: c.Version, Decision: cohort.Taken})
	must(t, err)
	return c.ID
}
