package esco_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/celav/celav/services/skills-assessment/internal/esco"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// kept is a sink that remembers, as a store would, by key.
type kept struct {
	concepts map[string]esco.Concept
	labels   map[string]string
	links    map[esco.Link]bool
	largest  int
	refuse   error
}

func newKept() *kept {
	return &kept{concepts: map[string]esco.Concept{}, labels: map[string]string{}, links: map[esco.Link]bool{}}
}

func (k *kept) Concepts(_ context.Context, batch []esco.Concept) error {
	k.largest = max(k.largest, len(batch))
	for _, c := range batch {
		k.concepts[c.ID] = c
	}
	return k.refuse
}

func (k *kept) Labels(_ context.Context, batch []esco.Label) error {
	k.largest = max(k.largest, len(batch))
	for _, l := range batch {
		k.labels[l.Concept+" "+string(l.Language)] = l.Preferred + "|" + strings.Join(l.Alternatives, "|")
	}
	return k.refuse
}

func (k *kept) Links(_ context.Context, batch []esco.Link) error {
	k.largest = max(k.largest, len(batch))
	for _, l := range batch {
		k.links[l] = true
	}
	return k.refuse
}

func text(name, content string) esco.File {
	return esco.File{Name: name, Size: int64(len(content)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(content)), nil
	}}
}

const (
	occ = "http://data.europa.eu/esco/occupation/"
	skl = "http://data.europa.eu/esco/skill/"

	occupationsEN = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status\n" +
		"Occupation," + occ + "o1,5120,cook,\"chef\nkitchen cook\",koch,released\n" +
		"Occupation," + occ + "o2,9412,kitchen porter,,,released\n" +
		"Occupation," + occ + "o3,9999,nobody,,,released\n" +
		"Occupation," + occ + "o4,9412,old porter,,,obsolete\n" +
		"Occupation," + occ + "o1,5120,cook again,,,released\n" +
		"Occupation,http://example.org/o5,5120,cook,,,released\n" +
		"Occupation," + occ + "o6,110,officer,,,released\n"
	occupationsIT = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,status\n" +
		"Occupation," + occ + "o1,5120,cuoco,cuoca,released\n" +
		"Occupation," + occ + "o9,5120,altro,,released\n"
	skillsEN = "\ufeffconceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status\n" +
		"KnowledgeSkillCompetence," + skl + "s1,skill/competence,sector-specific,cut vegetables,slice vegetables | chop vegetables,released\n" +
		"KnowledgeSkillCompetence," + skl + "s2,knowledge,cross-sector,food safety,,released\n" +
		"KnowledgeSkillCompetence," + skl + "s3,skill/competence,transversal,work in teams,,released\n" +
		"KnowledgeSkillCompetence," + skl + "s4,,,,,released\n" +
		"too,few\n" + "a,b,c,d,e,f,g,much,too,many\n"
	hierarchyEN = "Level 0 URI,Level 0 preferred term,Level 1 URI,Level 1 preferred term,Level 2 URI,Level 3 URI\n" +
		skl + "top,all skills,,,,\n" +
		skl + "top,all skills," + skl + "S1,handling,,\n"
	broaderSkills = "conceptType,conceptUri,broaderType,broaderUri\n" +
		"KnowledgeSkillCompetence," + skl + "s1,SkillGroup," + skl + "S1\n" +
		"KnowledgeSkillCompetence," + skl + "s1,SkillGroup," + skl + "nowhere\n"
	links = "occupationUri,relationType,skillType,skillUri\n" +
		occ + "o1,essential,skill/competence," + skl + "s1\n" +
		occ + "o1,essential,skill/competence," + skl + "s1\n" +
		occ + "o1,optional,knowledge," + skl + "s2\n" +
		occ + "o1,desirable,knowledge," + skl + "s2\n" +
		occ + "o7,essential,knowledge," + skl + "s2\n"
	related = "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n" +
		skl + "s1,skill,optional,knowledge," + skl + "s2\n" + skl + "s1,skill,optional,knowledge," + skl + "s1\n"
)

func download() []esco.File {
	return []esco.File{
		text("occupationSkillRelations.csv", links), text("skillSkillRelations.csv", related),
		text("occupations_it.csv", occupationsIT), text("occupations_en.csv", occupationsEN),
		text("skills_en.csv", skillsEN), text("skillsHierarchy_en.csv", hierarchyEN),
		text("broaderRelationsSkillPillar.csv", broaderSkills), text("conceptSchemes_en.csv", "x"),
		text("occupations_de.csv", "x"), text("readme.txt", "x"), text("skillGroups_en.csv", "code\n1\n"),
	}
}

func TestAFullDownload(t *testing.T) {
	sink := newKept()
	report, err := esco.Read(t.Context(), download(), sink, esco.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantConcepts := map[string]esco.Concept{
		"esco:o/o1": {ID: "esco:o/o1", Kind: taxonomy.Occupation, ISCO: "5120"}, "esco:o/o2": {ID: "esco:o/o2", Kind: taxonomy.Occupation, ISCO: "9412"},
		"esco:o/o6": {ID: "esco:o/o6", Kind: taxonomy.Occupation, ISCO: "0110"}, "esco:s/s1": {ID: "esco:s/s1", Kind: taxonomy.Skill},
		"esco:s/s2": {ID: "esco:s/s2", Kind: taxonomy.Knowledge}, "esco:s/s3": {ID: "esco:s/s3", Kind: taxonomy.Transversal},
		"esco:s/top": {ID: "esco:s/top", Kind: taxonomy.Group}, "esco:s/S1": {ID: "esco:s/S1", Kind: taxonomy.Group},
	}
	if diff := cmp.Diff(wantConcepts, sink.concepts); diff != "" {
		t.Errorf("concepts (-want +got):\n%s", diff)
	}
	for key, want := range map[string]string{
		"esco:o/o1 en": "cook|chef|kitchen cook|koch", "esco:o/o1 it": "cuoco|cuoca", "esco:s/s1 en": "cut vegetables|slice vegetables|chop vegetables",
		"esco:s/S1 en": "handling|",
	} {
		if sink.labels[key] != want {
			t.Errorf("label %s = %q, want %q", key, sink.labels[key], want)
		}
	}
	wantLinks := map[esco.Link]bool{
		{From: "esco:s/S1", Relation: "broader", To: "esco:s/top"}: true, {From: "esco:s/s1", Relation: "broader", To: "esco:s/S1"}: true,
		{From: "esco:o/o1", Relation: "essential", To: "esco:s/s1"}: true, {From: "esco:o/o1", Relation: "optional", To: "esco:s/s2"}: true,
		{From: "esco:s/s1", Relation: "related", To: "esco:s/s2"}: true,
	}
	if diff := cmp.Diff(wantLinks, sink.links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	got := map[string][]esco.Skip{}
	ignored := map[string]string{}
	for _, f := range report.Files {
		got[f.Name] = f.Skipped
		ignored[f.Name] = f.Ignored
	}
	wantSkipped := map[string][]esco.Skip{
		"occupations_en.csv": {
			{Reason: esco.ReasonTwice, Count: 1, FirstLine: 7},
			{Reason: esco.ReasonURI, Count: 1, FirstLine: 8},
			{Reason: esco.ReasonISCO, Count: 1, FirstLine: 5},
			{Reason: esco.ReasonStatus, Count: 1, FirstLine: 6},
		},
		"occupations_it.csv":              {{Reason: esco.ReasonNotDefined, Count: 1, FirstLine: 3}},
		"skills_en.csv":                   {{Reason: esco.ReasonLabel, Count: 1, FirstLine: 5}, {Reason: esco.ReasonURI, Count: 1, FirstLine: 6}, {Reason: esco.ReasonRow, Count: 1, FirstLine: 7}},
		"broaderRelationsSkillPillar.csv": {{Reason: esco.ReasonUnknownEnd, Count: 1, FirstLine: 3}},
		"occupationSkillRelations.csv":    {{Reason: esco.ReasonUnknownEnd, Count: 1, FirstLine: 6}, {Reason: esco.ReasonRelation, Count: 1, FirstLine: 5}},
		"skillSkillRelations.csv":         {{Reason: esco.ReasonSelfRelation, Count: 1, FirstLine: 3}},
	}
	for name, want := range wantSkipped {
		slices.SortFunc(want, func(a, b esco.Skip) int { return strings.Compare(a.Reason, b.Reason) })
		if diff := cmp.Diff(want, got[name]); diff != "" {
			t.Errorf("skipped of %s (-want +got):\n%s", name, diff)
		}
	}
	for name, want := range map[string]string{
		"conceptSchemes_en.csv": esco.ReasonNotNeeded, "occupations_de.csv": esco.ReasonOtherTongue, "readme.txt": esco.ReasonNotESCO,
		"skillGroups_en.csv": "column is missing: conceptUri", "skills_en.csv": "",
	} {
		if ignored[name] != want {
			t.Errorf("%s ignored for %q, want %q", name, ignored[name], want)
		}
	}
}

func TestALaterLanguageMergesIntoWhatIsLoaded(t *testing.T) {
	sink := newKept()
	known := map[string]taxonomy.Kind{"esco:o/o1": taxonomy.Occupation}
	report, err := esco.Read(t.Context(), []esco.File{text("occupations_it.csv", occupationsIT)}, sink, esco.Options{Known: known})
	if err != nil {
		t.Fatal(err)
	}
	if len(sink.concepts) != 0 || sink.labels["esco:o/o1 it"] != "cuoco|cuoca" || len(sink.labels) != 1 || report.SkippedRows() != 1 {
		t.Errorf("got concepts %v, labels %v, report %+v", sink.concepts, sink.labels, report)
	}
}

func TestALanguageAloneIsEnoughToStart(t *testing.T) {
	sink := newKept()
	if _, err := esco.Read(t.Context(), []esco.File{text("occupations_it.csv", occupationsIT)}, sink, esco.Options{}); err != nil {
		t.Fatal(err)
	}
	if len(sink.concepts) != 2 {
		t.Errorf("got %v", sink.concepts)
	}
}

func TestReadingStops(t *testing.T) {
	refusal := errors.New("disk full")
	sink := newKept()
	sink.refuse = refusal
	if _, err := esco.Read(t.Context(), download(), sink, esco.Options{}); !errors.Is(err, refusal) {
		t.Errorf("a refusing sink: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := esco.Read(ctx, download(), newKept(), esco.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
}

func TestShortID(t *testing.T) {
	for uri, want := range map[string]string{
		occ + "00030d09-2b3a-4efd-87cc-c4ea39d27c34": "esco:o/00030d09-2b3a-4efd-87cc-c4ea39d27c34",
		"http://data.europa.eu/esco/isco/C5131":      "esco:isco/5131",
		"http://data.europa.eu/esco/isced-f/0413":    "esco:isced-f/0413",
		occ: "", skl + "a/b": "", skl + "a b": "", "http://data.europa.eu/esco/": "", "": "", base(300): "",
	} {
		got, ok := esco.ShortID(uri)
		if got != want || ok != (want != "") {
			t.Errorf("ShortID(%q) = %q, %v, want %q", uri, got, ok, want)
		}
	}
}

func base(n int) string { return skl + strings.Repeat("x", n) }

func FuzzRead(f *testing.F) {
	f.Add([]byte(occupationsEN), []byte(skillsEN), []byte(links))
	f.Add([]byte("conceptUri,preferredLabel,iscoGroup,altLabels\n\""), []byte{0xef, 0xbb, 0xbf}, []byte("occupationUri,relationType,skillUri\n\xff,,\n"))
	f.Fuzz(func(t *testing.T, occupations, skills, links []byte) {
		sink := newKept()
		report, err := esco.Read(t.Context(), []esco.File{
			text("occupations_en.csv", string(occupations)), text("skills_en.csv", string(skills)), text("occupationSkillRelations.csv", string(links)),
		}, sink, esco.Options{})
		if err != nil {
			return
		}
		for _, file := range report.Files {
			skipped := 0
			for _, s := range file.Skipped {
				skipped += s.Count
			}
			if file.Accepted+skipped != file.Rows {
				t.Errorf("%s: %d accepted and %d skipped of %d rows", file.Name, file.Accepted, skipped, file.Rows)
			}
		}
		for link := range sink.links {
			if sink.concepts[link.From].ID == "" || sink.concepts[link.To].ID == "" {
				t.Errorf("a relation without its ends: %v", link)
			}
		}
	})
}

// BenchmarkRead reads a real download: CELAV_ESCO_DIR=... go test -bench Read
func BenchmarkRead(b *testing.B) {
	dir := os.Getenv("CELAV_ESCO_DIR")
	if dir == "" {
		b.Skip("CELAV_ESCO_DIR names no ESCO download")
	}
	files, err := esco.Dir(dir)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		sink := newKept()
		report, err := esco.Read(b.Context(), files, sink, esco.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%d concepts, %d labels, %d links, %d rows skipped; %s", len(sink.concepts), len(sink.labels), len(sink.links), report.SkippedRows(), filepath.Base(dir))
		for _, f := range report.Files {
			b.Logf("%+v", f)
		}
	}
}
