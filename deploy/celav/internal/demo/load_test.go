package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/problem"
)

// peers answers as the three services do, and holds every body against their contracts.
type peers struct {
	world
	documents map[string]*openapi3.T

	mu       sync.Mutex
	faults   []string
	unmarked int
	stored   map[string]json.RawMessage // by kind and id
	teams    []string
	busy     int // how many batches to refuse first
}

func newPeers(t *testing.T, w world) *peers {
	t.Helper()
	openapi3.DefineStringFormatValidator("uuid", openapi3.NewRegexpFormatValidator("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"))
	p := &peers{world: w, documents: map[string]*openapi3.T{}, stored: map[string]json.RawMessage{}}
	for name, raw := range map[string][]byte{"intake": intake.Document, "assessment": assessment.Document, "outreach": outreach.Document, "matching": matching.Document} {
		doc, err := openapi3.NewLoader().LoadFromData(raw)
		if err != nil {
			t.Fatal(err)
		}
		p.documents[name] = doc
	}
	return p
}

func (p *peers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch r.Method + " " + r.URL.Path {
	case "GET /assessment/v1/taxonomy":
		reply(w, assessment.Taxonomy{Version: "v1", Sets: []assessment.TaxonomySet{{Name: p.set, Concepts: map[string]int{"occupation": 9}}}})
	case "GET /assessment/v1/taxonomy/relations":
		p.page(w, r)
	case "POST /assessment/v1/labels":
		var in assessment.LabelsRequest
		_ = json.NewDecoder(r.Body).Decode(&in)
		out := map[string]string{}
		for _, id := range in.Ids {
			if s := p.labels[string(in.Language)][id]; s != "" {
				out[id] = s
			}
		}
		reply(w, assessment.Labels{Labels: out, Version: "v1"})
	case "PUT /intake/v1/partners/" + demoPartner:
		reply(w, intake.Partner{Id: demoPartner})
	case "GET /intake/v1/teams":
		reply(w, intake.Teams{Items: []intake.Team{{Id: "equipe-1", Code: "Équipe 1"}}})
	default:
		if team, ok := strings.CutPrefix(r.URL.Path, "/intake/v1/teams/"); ok {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.teams = append(p.teams, team)
			reply(w, intake.Team{Id: team})
			return
		}
		if subject, ok := strings.CutPrefix(r.URL.Path, "/intake/v1/staff/"); ok {
			reply(w, intake.Principal{Subject: subject, Roles: []string{"counsellor"}})
			return
		}
		p.batch(w, r)
	}
}

// page gives 100 relations at a time.
func (p *peers) page(w http.ResponseWriter, r *http.Request) {
	from := 0
	_, _ = fmt.Sscan(r.URL.Query().Get("after"), &from)
	out := assessment.RelationsPage{Version: "v1", Items: p.relations[from:min(from+100, len(p.relations))]}
	if from+100 < len(p.relations) {
		out.Next = ptr(fmt.Sprint(from + 100))
	}
	reply(w, out)
}

func (p *peers) batch(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy > 0 {
		p.busy--
		_ = problem.Write(w, fault.New(fault.Throttled, "Later."), "")
		return
	}
	body, _ := io.ReadAll(r.Body)
	service, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	item := p.documents[service].Paths.Value("/" + path)
	if item == nil || item.Post == nil {
		p.faults = append(p.faults, "no such operation: "+r.URL.Path)
		return
	}
	var any any
	_ = json.NewDecoder(bytes.NewReader(body)).Decode(&any)
	schema := item.Post.RequestBody.Value.Content.Get("application/json").Schema.Value
	if err := schema.VisitJSON(any, openapi3.MultiErrors(), openapi3.EnableFormatValidation()); err != nil {
		p.faults = append(p.faults, r.URL.Path+": "+err.Error())
	}
	var in struct {
		Demo          bool              `json:"demo"`
		Items, People []json.RawMessage // one of them
	}
	_ = json.Unmarshal(body, &in)
	// Matches are worked out from marked people and openings; nothing in them is invented.
	if !in.Demo && r.URL.Path != "/matching/v1/runs/batch" {
		p.unmarked++
	}
	var result intake.BatchResult
	for _, raw := range append(in.Items, in.People...) {
		var id struct{ ID, PersonID string }
		_ = json.Unmarshal(raw, &id)
		key := r.URL.Path + " " + id.ID + id.PersonID
		if _, ok := p.stored[key]; ok {
			result.Updated++
		} else {
			result.Created++
		}
		p.stored[key] = raw
	}
	reply(w, result)
}

func reply(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

func TestLoad(t *testing.T) {
	for name, w := range map[string]world{"starter": starter(t), "esco": tinyESCO()} {
		t.Run(name, func(t *testing.T) {
			p := newPeers(t, w)
			p.busy = 1
			server := httptest.NewServer(p)
			defer server.Close()
			o := Options{People: 510, Openings: 525, Seed: 5, Today: today()}
			reports := map[string]Progress{}
			first, err := Load(t.Context(), Suite{server.URL, server.Client()}, o, func(pr Progress) { reports[pr.Part] = pr })
			if err != nil {
				t.Fatal(err)
			}
			before := len(p.stored)
			for part, pr := range reports {
				if pr.Done != pr.Total {
					t.Errorf("%s ended at %d of %d", part, pr.Done, pr.Total)
				}
			}
			if first.People != (Count{510, 0}) || first.Openings != (Count{525, 0}) || first.Companies != (Count{168, 0}) || first.Profiles.Created < 450 || first.Projects.Created < 250 || len(reports) < 7 {
				t.Errorf("first load: %+v, reports %v", first, reports)
			}
			kept := fmt.Sprint(p.stored)
			again, err := Load(t.Context(), Suite{server.URL, server.Client()}, o, nil)
			if err != nil {
				t.Fatal(err)
			}
			if again.People != (Count{0, 510}) || again.Openings.Created != 0 || len(p.stored) != before || fmt.Sprint(p.stored) != kept {
				t.Errorf("the second load changed something: %+v", again)
			}
			if len(p.faults) > 0 {
				t.Errorf("%d bodies break their contract, the first: %s", len(p.faults), p.faults[0])
			}
			if p.unmarked > 0 {
				t.Errorf("%d batches were not marked as a demonstration", p.unmarked)
			}
			slices.Sort(p.teams)
			if got := fmt.Sprint(slices.Compact(p.teams)); got != "[equipe-2 equipe-3 equipe-4 equipe-5 equipe-6]" {
				t.Errorf("teams made: %s", got)
			}
		})
	}
}

// A fault of a service is told as it is, and not tried again when trying cannot help.
func TestLoadTellsFaults(t *testing.T) {
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls++
		_ = problem.Write(w, fault.New(fault.Forbidden, "You may not."), "")
	}))
	defer server.Close()
	_, err := Load(t.Context(), Suite{server.URL, server.Client()}, Options{Today: today()}, nil)
	if !fault.Is(err, fault.Forbidden) || calls != 1 {
		t.Errorf("after %d calls: %v", calls, err)
	}
}
