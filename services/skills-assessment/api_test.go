package assessment_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/assessment"
)

func today() civil.Date { return civil.DateOf(time.Now()) }

// knives and cook are concepts of the shipped set, found by their words.
func (c *city) concept(kind contract.FindConceptsParamsKind, text string) contract.Candidate {
	c.t.Helper()
	it := contract.Language("it")
	r, err := c.as("demo-counsellor-1").FindConceptsWithResponse(c.t.Context(), &contract.FindConceptsParams{Q: text, Kind: &kind, Language: &it})
	if err != nil || r.JSON200 == nil || len(r.JSON200.Items) == 0 {
		c.t.Fatalf("%q gives %v, %s", text, err, r.Body)
	}
	return r.JSON200.Items[0]
}

func update(version int64, skills ...contract.ProfileSkill) contract.ProfileUpdate {
	return contract.ProfileUpdate{
		Version: version, Skills: skills, Occupations: []contract.ProfileOccupation{}, Languages: []contract.ProfileLanguage{}, Licences: []string{"B"}, Learning: []string{},
	}
}

func TestTheTaxonomyIsThereAtOnce(t *testing.T) {
	c := start(t)
	cook := c.concept("occupation", "cuoca")
	if cook.Kind != "occupation" || cook.Isco == nil || *cook.Isco == "" || cook.Score < 0.9 {
		t.Errorf("%+v", cook)
	}
	api := c.as("demo-employer")
	all, err := api.GetTaxonomyWithResponse(t.Context())
	if err != nil || all.JSON200 == nil || len(all.JSON200.Sets) != 1 || all.JSON200.Sets[0].Concepts["occupation"] < 100 || all.JSON200.Sets[0].Labels["ar"] < 600 {
		t.Errorf("%v, %s", err, all.Body)
	}
	labels, err := api.ReadLabelsWithResponse(t.Context(), contract.LabelsRequest{Ids: []string{cook.Id, "celav:o/none"}, Language: "ar"})
	if err != nil || labels.JSON200 == nil || len(labels.JSON200.Labels) != 1 || labels.JSON200.Labels[cook.Id] == "" {
		t.Errorf("%v, %s", err, labels.Body)
	}
	one, err := api.GetConceptWithResponse(t.Context(), &contract.GetConceptParams{Id: cook.Id})
	if err != nil || one.JSON200 == nil || len(one.JSON200.Essential) == 0 || len(one.JSON200.Labels) != 4 || one.JSON200.Essential[0].Label == "" {
		t.Errorf("%v, %s", err, one.Body)
	}
	if none, err := api.GetConceptWithResponse(t.Context(), &contract.GetConceptParams{Id: "celav:o/none"}); err != nil || none.StatusCode() != http.StatusNotFound {
		t.Errorf("%v, %s", err, none.Body)
	}
	n, after := 0, ""
	for {
		params := &contract.ListRelationsParams{After: &after}
		r, err := c.asMatching().ListRelationsWithResponse(t.Context(), params)
		if err != nil || r.JSON200 == nil {
			t.Fatalf("%v, %s", err, r.Body)
		}
		n += len(r.JSON200.Items)
		if r.JSON200.Next == nil {
			break
		}
		after = *r.JSON200.Next
	}
	if n < 700 {
		t.Errorf("%d concepts in the pages of relations", n)
	}
}

func TestAProfileOverTheAPI(t *testing.T) {
	c := start(t)
	ctx := t.Context()
	knives := c.concept("skill", "coltelli").Id
	skill := contract.ProfileSkill{Skill: knives, Level: 3, Evidence: "seen", ConfirmedOn: today()}
	own, other := c.as("demo-counsellor-1"), c.as("demo-counsellor-2")

	empty, err := own.GetProfileWithResponse(ctx, awa)
	if err != nil || empty.JSON200 == nil || empty.JSON200.Version != 0 || empty.JSON200.Completeness != 0 {
		t.Fatalf("%v, %s", err, empty.Body)
	}
	put, err := own.PutProfileWithResponse(ctx, awa, update(0, skill))
	if err != nil || put.JSON200 == nil || put.JSON200.Version != 1 || put.JSON200.TaxonomyVersion == "" {
		t.Fatalf("%v, %s", err, put.Body)
	}
	if again, err := own.PutProfileWithResponse(ctx, awa, update(0, skill)); err != nil || again.StatusCode() != http.StatusConflict {
		t.Errorf("a stale version: %v, %d", err, again.StatusCode())
	}
	for name, client := range map[string]*contract.ClientWithResponses{"another team": other, "an employer": c.as("demo-employer"), "another person": c.as("demo-person"), "an operator": c.as("demo-operator")} {
		if r, err := client.GetProfileWithResponse(ctx, awa); err != nil || r.StatusCode() != http.StatusForbidden {
			t.Errorf("%s reads: %v, %d", name, err, r.StatusCode())
		}
		if r, err := client.PutProfileWithResponse(ctx, awa, update(1, skill)); err != nil || r.StatusCode() != http.StatusForbidden {
			t.Errorf("%s writes: %v, %d", name, err, r.StatusCode())
		}
	}
	if r, err := own.GetProfileWithResponse(ctx, "0192f0c8-7b1e-7000-8000-00000000ffff"); err != nil || r.StatusCode() != http.StatusNotFound {
		t.Errorf("nobody: %v, %d", err, r.StatusCode())
	}
	bad := update(1, contract.ProfileSkill{Skill: "celav:s/nothing", Level: 3, Evidence: "seen", ConfirmedOn: today().AddDays(3)})
	r, err := own.PutProfileWithResponse(ctx, awa, bad)
	if err != nil || r.StatusCode() != http.StatusUnprocessableEntity || !strings.Contains(string(r.Body), "/skills/0/confirmedOn") {
		t.Errorf("%v, %s", err, r.Body)
	}
	bad = update(1, contract.ProfileSkill{Skill: "celav:s/nothing", Level: 3, Evidence: "seen", ConfirmedOn: today()})
	if r, err := own.PutProfileWithResponse(ctx, awa, bad); err != nil || r.StatusCode() != http.StatusUnprocessableEntity || !strings.Contains(string(r.Body), "unknown-skill") {
		t.Errorf("%v, %s", err, r.Body)
	}

	limit := 10
	changes, err := c.asMatching().ListChangesWithResponse(ctx, &contract.ListChangesParams{Limit: &limit})
	if err != nil || changes.JSON200 == nil || len(changes.JSON200.Items) != 1 || changes.JSON200.Items[0].State == nil || changes.JSON200.Items[0].State.Skills[0] != skill {
		t.Errorf("%v, %s", err, changes.Body)
	}
	if r, err := own.ListChangesWithResponse(ctx, nil); err != nil || r.StatusCode() != http.StatusForbidden {
		t.Errorf("a person reads the feed: %v, %d", err, r.StatusCode())
	}
	tasks, err := own.ListTasksWithResponse(ctx)
	if err != nil || tasks.JSON200 == nil || len(tasks.JSON200.Items) != 1 || tasks.JSON200.Items[0].Count != 2 {
		t.Errorf("%v, %s", err, tasks.Body)
	}
}

// A person notes what they say; nobody vouches for themselves.
func TestOnesOwnWord(t *testing.T) {
	c := start(t)
	ctx := t.Context()
	knives, baking := c.concept("skill", "coltelli").Id, c.concept("skill", "fare il pane").Id
	counsellor, person := c.as("demo-counsellor-1"), c.as("demo-person")
	seen := contract.ProfileSkill{Skill: knives, Level: 2, Evidence: "seen", ConfirmedOn: today()}
	if r, err := counsellor.PutProfileWithResponse(ctx, self, update(0, seen)); err != nil || r.JSON200 == nil {
		t.Fatalf("%v, %s", err, r.Body)
	}
	said := contract.ProfileSkill{Skill: baking, Level: 4, Evidence: "said", ConfirmedOn: today()}
	if r, err := person.PutProfileWithResponse(ctx, self, update(1, seen, said)); err != nil || r.JSON200 == nil || len(r.JSON200.Skills) != 2 {
		t.Errorf("%v, %s", err, r.Body)
	}
	better := seen
	better.Level = 4
	if r, err := person.PutProfileWithResponse(ctx, self, update(2, better, said)); err != nil || r.StatusCode() != http.StatusUnprocessableEntity || !strings.Contains(string(r.Body), "/skills/0/evidence") {
		t.Errorf("%v, %s", err, r.Body)
	}
}

func TestABatch(t *testing.T) {
	c := start(t)
	ctx := t.Context()
	skill := contract.ProfileSkill{Skill: c.concept("skill", "coltelli").Id, Level: 3, Evidence: "said", ConfirmedOn: today()}
	one := func(person string, skills ...contract.ProfileSkill) contract.BatchProfile {
		skills = append([]contract.ProfileSkill{}, skills...)
		return contract.BatchProfile{PersonId: person, Skills: skills, Occupations: []contract.ProfileOccupation{}, Languages: []contract.ProfileLanguage{}, Licences: []string{}, Learning: []string{}}
	}
	operator := c.as("demo-operator")
	demo := true
	r, err := operator.LoadProfilesWithResponse(ctx, contract.ProfileBatch{Demo: &demo, Items: []contract.BatchProfile{one(awa, skill), one(bruno)}})
	if err != nil || r.JSON200 == nil || r.JSON200.Created != 2 {
		t.Fatalf("%v, %s", err, r.Body)
	}
	r, err = operator.LoadProfilesWithResponse(ctx, contract.ProfileBatch{Items: []contract.BatchProfile{one(awa), one(awa, contract.ProfileSkill{Skill: "celav:s/none", Level: 1, Evidence: "said", ConfirmedOn: today()})}})
	if err != nil || r.StatusCode() != http.StatusUnprocessableEntity || !strings.Contains(string(r.Body), "/items/1/personId") || !strings.Contains(string(r.Body), "/items/1/skills/0/skill") {
		t.Errorf("%v, %s", err, r.Body)
	}
	if r, err := c.as("demo-counsellor-1").LoadProfilesWithResponse(ctx, contract.ProfileBatch{Items: []contract.BatchProfile{one(awa)}}); err != nil || r.StatusCode() != http.StatusForbidden {
		t.Errorf("%v, %d", err, r.StatusCode())
	}
	p, err := c.as("demo-counsellor-1").GetProfileWithResponse(ctx, awa)
	if err != nil || p.JSON200 == nil || len(p.JSON200.Skills) != 1 {
		t.Errorf("a refused batch changed something: %v, %s", err, p.Body)
	}
}

func TestAnImportOverTheAPI(t *testing.T) {
	c := start(t)
	ctx := t.Context()
	content := []byte("conceptUri,iscoGroup,preferredLabel,altLabels\nhttp://data.europa.eu/esco/occupation/o1,3123,xylograph maker,xylographer\n")
	sum := sha256.Sum256(content)
	begin := contract.NewImport{Files: []contract.AnnouncedFile{{Name: "occupations_en.csv", Sha256: hex.EncodeToString(sum[:]), Size: int64(len(content))}}}
	if r, err := c.as("demo-counsellor-1").BeginImportWithResponse(ctx, begin); err != nil || r.StatusCode() != http.StatusForbidden {
		t.Fatalf("%v, %d", err, r.StatusCode())
	}
	operator := c.as("demo-operator")
	begun, err := operator.BeginImportWithResponse(ctx, begin)
	if err != nil || begun.JSON200 == nil {
		t.Fatalf("%v, %s", err, begun.Body)
	}
	id := begun.JSON200.Id
	part, err := operator.SendPartWithBodyWithResponse(ctx, id, "occupations_en.csv", &contract.SendPartParams{Offset: 0}, "application/octet-stream", bytes.NewReader(content))
	if err != nil || part.JSON200 == nil || part.JSON200.Received != int64(len(content)) {
		t.Fatalf("%v, %s", err, part.Body)
	}
	if r, err := operator.StartImportWithResponse(ctx, id); err != nil || r.JSON200 == nil {
		t.Fatalf("%v, %s", err, r.Body)
	}
	deadline := time.After(10 * time.Second)
	for {
		r, err := operator.GetImportWithResponse(ctx, id)
		if err != nil || r.JSON200 == nil {
			t.Fatalf("%v, %s", err, r.Body)
		}
		if r.JSON200.State == "done" {
			if r.JSON200.Report.Concepts["occupation"] != 1 {
				t.Errorf("%s", r.Body)
			}
			break
		}
		select {
		case <-deadline:
			t.Fatalf("the import does not end: %s", r.Body)
		case <-time.After(20 * time.Millisecond):
		}
	}
	for {
		q := contract.FindConceptsParams{Q: "xilograph"}
		r, err := operator.FindConceptsWithResponse(ctx, &q)
		if err == nil && r.JSON200 != nil && len(r.JSON200.Items) > 0 && r.JSON200.Items[0].Id == "esco:o/o1" {
			return
		}
		select {
		case <-deadline:
			t.Fatal("what was imported is not found")
		case <-time.After(20 * time.Millisecond):
		}
	}
}
