package demo

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/celav/celav/pkg/contract/assessment"
)

// world is a taxonomy as the assessment service tells it.
type world struct {
	set       assessment.Set
	relations []assessment.Relations
	labels    map[string]map[string]string
}

// starter reads the set that ships with the product from its files.
func starter(t *testing.T) world {
	t.Helper()
	w := world{set: assessment.SetStarter, labels: map[string]map[string]string{"it": {}, "en": {}}}
	at := map[string]int{}
	root := filepath.Join("..", "..", "..", "..", "services", "skills-assessment", "internal", "taxonomy", "starter")
	for _, row := range rows(t, root, "occupations.csv") {
		id := "celav:o/" + row["id"]
		at[id] = len(w.relations)
		isco := row["isco08"]
		w.relations = append(w.relations, assessment.Relations{
			Id: id, Kind: assessment.KindOccupation, Set: w.set, Isco: &isco, Broader: []string{}, Related: []string{},
			Essential: &[]string{}, Optional: &[]string{},
		})
		w.labels["it"][id], w.labels["en"][id] = row["it"], row["en"]
	}
	for _, row := range rows(t, root, "skills.csv") {
		related := []string{}
		for slug := range strings.SplitSeq(row["related"], "|") {
			if slug != "" {
				related = append(related, "celav:s/"+slug)
			}
		}
		w.relations = append(w.relations, assessment.Relations{
			Id: "celav:s/" + row["id"], Kind: assessment.Kind(row["kind"]), Set: w.set, Broader: []string{}, Related: related,
		})
	}
	for _, row := range rows(t, root, "links.csv") {
		o := &w.relations[at["celav:o/"+row["occupation"]]]
		list := o.Essential
		if row["relation"] == "optional" {
			list = o.Optional
		}
		*list = append(*list, "celav:s/"+row["skill"])
	}
	return w
}

func rows(t *testing.T, root, name string) []map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "*", name))
	if err != nil || len(files) == 0 {
		t.Fatalf("find the starter taxonomy's %s: %d files, %v", name, len(files), err)
	}
	var out []map[string]string
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(f).ReadAll()
		_ = f.Close()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, record := range all[1:] {
			row := map[string]string{}
			for i, column := range all[0] {
				row[column] = record[i]
			}
			out = append(out, row)
		}
	}
	return out
}

// tinyESCO has the traits that make ESCO different: groups beside concepts, occupations with very many skills, some
// with none, labels in English only, codes of managers and of the armed forces.
func tinyESCO() world {
	w := world{set: assessment.SetEsco, labels: map[string]map[string]string{"it": {}, "en": {}}}
	skill := func(n int) string { return fmt.Sprintf("esco:s/%08d-0000-4000-8000-000000000000", n) }
	for n := range 120 {
		w.relations = append(w.relations, assessment.Relations{
			Id: skill(n), Kind: assessment.KindSkill, Set: w.set, Broader: []string{skill((n + 1) % 120)}, Related: []string{skill((n + 7) % 120), "esco:isco/C5"},
		})
	}
	w.relations = append(w.relations, assessment.Relations{Id: "esco:isco/C5120", Kind: assessment.KindGroup, Set: w.set, Broader: []string{}, Related: []string{}})
	for i, o := range []struct {
		isco                string
		essential, optional int
	}{{"5120", 40, 60}, {"9412", 6, 3}, {"2512", 12, 30}, {"8322", 5, 0}, {"3331", 9, 9}, {"1120", 20, 20}, {"0110", 10, 10}, {"9112", 0, 0}, {"7112", 1, 5}} {
		id := fmt.Sprintf("esco:o/%08d-0000-4000-8000-000000000000", i)
		isco := o.isco
		var essential, optional []string
		for n := range o.essential {
			essential = append(essential, skill((i*13+n)%120))
		}
		for n := range o.optional {
			optional = append(optional, skill((i*13+o.essential-1+n)%120)) // the first one is essential too
		}
		w.relations = append(w.relations, assessment.Relations{
			Id: id, Kind: assessment.KindOccupation, Set: w.set, Isco: &isco, Broader: []string{"esco:isco/C" + isco}, Related: []string{},
			Essential: &essential, Optional: &optional,
		})
		w.labels["en"][id] = "occupation " + isco
	}
	return w
}

func (w world) taxonomy() Taxonomy {
	t := Taxonomy{Version: "test", Near: map[string][]string{}}
	for _, r := range w.relations {
		t.add(r)
	}
	for i, o := range t.Occupations {
		for language, labels := range w.labels {
			t.Occupations[i].Labels[language] = labels[o.ID]
		}
	}
	return t
}

func (w world) occupation(id string) (assessment.Relations, bool) {
	i := slices.IndexFunc(w.relations, func(r assessment.Relations) bool {
		return r.Id == id && r.Kind == assessment.KindOccupation
	})
	if i < 0 {
		return assessment.Relations{}, false
	}
	return w.relations[i], true
}
