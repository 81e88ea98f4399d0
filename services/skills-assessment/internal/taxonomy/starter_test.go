package taxonomy_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

const (
	occupationsHead = "id,isco08,it,it_alt,en,en_alt,fr,fr_alt,ar,ar_alt,broader\n"
	skillsHead      = "id,kind,broader,related,it,it_alt,en,en_alt,fr,fr_alt,ar,ar_alt\n"
	linksHead       = "occupation,skill,relation\n"

	cook  = "cook,5120,cuoco,cuoca|chef,cook,,cuisinier,cuisinière,طباخ,طباخة,\n"
	knife = "knife-skills,skill,,,uso dei coltelli,,knife skills,,couteaux,,استخدام السكاكين,\n"
)

func files(occupations, skills, links string) fstest.MapFS {
	return fstest.MapFS{
		"kitchen/occupations.csv": {Data: []byte(occupationsHead + occupations)},
		"kitchen/skills.csv":      {Data: []byte(skillsHead + skills)},
		"kitchen/links.csv":       {Data: []byte(linksHead + links)},
	}
}

func TestTheShippedSetIsSound(t *testing.T) {
	set, err := taxonomy.LoadStarter()
	if err != nil {
		t.Fatalf("the starter files need mending:\n%v", err)
	}
	counts := map[taxonomy.Kind]int{}
	for _, c := range set.Concepts {
		counts[c.Kind]++
	}
	t.Logf("%s: %v", set.Version, counts)
}

func TestReadStarter(t *testing.T) {
	set, err := taxonomy.ReadStarter(files(cook, knife, "cook,knife-skills,essential\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Concepts) != 2 {
		t.Fatalf("got %d concepts, want 2", len(set.Concepts))
	}
	got := set.Concepts[0]
	want := taxonomy.Concept{
		ID: "celav:o/cook", Set: "starter", Kind: taxonomy.Occupation, ISCO: "5120",
		Labels: map[taxonomy.Language]taxonomy.Label{
			"it": {Preferred: "cuoco", Alternatives: []string{"cuoca", "chef"}},
			"en": {Preferred: "cook"},
			"fr": {Preferred: "cuisinier", Alternatives: []string{"cuisinière"}},
			"ar": {Preferred: "طباخ", Alternatives: []string{"طباخة"}},
		},
		Essential: []string{"celav:s/knife-skills"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the cook differs (-want +got):\n%s", diff)
	}
	if again, _ := taxonomy.ReadStarter(files(cook, knife, "cook,knife-skills,essential\n")); again.Version != set.Version {
		t.Errorf("the version of the same files changed: %s, %s", set.Version, again.Version)
	}
	if other, _ := taxonomy.ReadStarter(files(cook, knife, "cook,knife-skills,essential\n\n")); other.Version == set.Version {
		t.Error("the version of changed files stayed the same")
	}
}

func TestFaultsAreLocated(t *testing.T) {
	const link = "cook,knife-skills,essential\n"
	for name, c := range map[string]struct {
		occupations, skills, links string
		want                       string
	}{
		"label missing":       {strings.Replace(cook, "طباخ,", ",", 1), knife, link, "kitchen/occupations.csv:2: ar: the label is missing"},
		"isco unknown":        {strings.Replace(cook, "5120", "5129", 1), knife, link, `kitchen/occupations.csv:2: isco08: "5129" is not an ISCO-08 unit group`},
		"slug":                {strings.Replace(cook, "cook,", "Cook,", 1), knife, "", `kitchen/occupations.csv:2: id: "Cook" is not a slug`},
		"twice":               {cook + cook, knife, link, `kitchen/occupations.csv:3: id: "cook" was defined at kitchen/occupations.csv:2`},
		"kind":                {cook, strings.Replace(knife, ",skill,", ",craft,", 1), link, `kitchen/skills.csv:2: kind: "craft" is none of`},
		"dangling related":    {cook, strings.Replace(knife, ",skill,,,", ",skill,,nothing,", 1), link, `kitchen/skills.csv:2: related: there is no "nothing"`},
		"own broader":         {cook, strings.Replace(knife, ",skill,,", ",skill,knife-skills,", 1), link, `kitchen/skills.csv:2: broader: goes round in a circle: knife-skills > knife-skills`},
		"dangling skill":      {cook, knife, "cook,spoons,essential\n", `kitchen/links.csv:2: skill: there is no "spoons"`},
		"dangling occupation": {cook, knife, link + "baker,knife-skills,essential\n", `kitchen/links.csv:3: occupation: there is no occupation "baker"`},
		"pair twice":          {cook, knife, link + "cook,knife-skills,optional\n", `kitchen/links.csv:3: skill: the pair "cook", "knife-skills" is there already`},
		"relation":            {cook, knife, link + "cook,knife-skills2,needed\n", `kitchen/links.csv:3: relation: "needed" is neither`},
		"no skills":           {cook, knife, "", `kitchen/occupations.csv:2: id: the occupation "cook" has no essential skill`},
		"cells missing":       {"cook,5120\n" + cook, knife, link, "kitchen/occupations.csv:2: wrong number of fields"},
		"not utf-8":           {cook + "caf\xe8", knife, link, "kitchen/occupations.csv:1: the file is not UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := taxonomy.ReadStarter(files(c.occupations, c.skills, c.links))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant a line with %s", err, c.want)
			}
		})
	}
}

func TestValidISCO(t *testing.T) {
	for code, want := range map[string]bool{
		"5120": true, "9412": true, "0110": true, "9629": true, "9630": false, "0000": false, "512": false, "51200": false, "": false, "12\n3": false,
	} {
		if got := taxonomy.ValidISCO(code); got != want {
			t.Errorf("ValidISCO(%q) = %v, want %v", code, got, want)
		}
	}
}

func TestCyclesOfAnyLengthAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "length")
		var skills strings.Builder
		slug := func(i int) string { return "s" + string(rune('a'+i)) }
		closed := rapid.Bool().Draw(t, "closed")
		for i := range n {
			up := ""
			if i+1 < n {
				up = slug(i + 1)
			} else if closed {
				up = slug(0)
			}
			skills.WriteString(slug(i) + ",skill," + up + ",,a,,a,,a,,a,\n")
		}
		_, err := taxonomy.ReadStarter(files("", skills.String(), ""))
		if (err != nil) != closed {
			t.Fatalf("%d skills, closed %v: %v", n, closed, err)
		}
	})
}

func FuzzReadStarter(f *testing.F) {
	f.Add(cook, knife, "cook,knife-skills,essential\n")
	f.Add("\"", ",,", "\n\n")
	f.Fuzz(func(t *testing.T, occupations, skills, links string) {
		set, err := taxonomy.ReadStarter(files(occupations, skills, links))
		if err != nil {
			return
		}
		for _, c := range set.Concepts {
			for _, l := range taxonomy.Languages() {
				if c.Labels[l].Preferred == "" {
					t.Errorf("%s has no label in %s", c.ID, l)
				}
			}
		}
	})
}
