package linking_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/celav/celav/services/skills-assessment/internal/linking"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// small is a dictionary with neighbours that are easily confused.
func small() []linking.Entry {
	var out []linking.Entry
	add := func(concept string, kind taxonomy.Kind, language taxonomy.Language, labels ...string) {
		for i, l := range labels {
			out = append(out, linking.Entry{Concept: concept, Kind: kind, Language: language, Text: l, Preferred: i == 0})
		}
	}
	occupation := func(id, it, en, fr, ar string) {
		for l, s := range map[taxonomy.Language]string{"it": it, "en": en, "fr": fr, "ar": ar} {
			add("o/"+id, taxonomy.Occupation, l, strings.Split(s, "|")...)
		}
	}
	occupation("cook", "cuoco|chef", "cook|chef", "cuisinier", "طباخ")
	occupation("cook-help", "aiuto cuoco", "kitchen assistant", "aide-cuisinier|commis de cuisine", "مساعد طباخ")
	occupation("porter", "lavapiatti|plongeur", "kitchen porter|dishwasher", "plongeur de cuisine", "غاسل صحون|عامل غسيل أطباق")
	occupation("cleaner", "addetto/a alle pulizie", "office cleaner|cleaner", "agent de propreté|agent d'entretien", "عامل نظافة")
	occupation("waiter", "cameriere di sala", "waiter/waitress", "serveur/serveuse", "نادل")
	occupation("mason", "muratore", "bricklayer", "maçon", "بناء")
	occupation("carer", "assistente a domicilio|badante", "home care worker", "auxiliaire de vie", "مقدم رعاية منزلية")
	occupation("sewer", "sarto|sarta confezionista", "tailor", "couturier|tailleur", "خياط")
	occupation("store", "magazziniere", "warehouse worker|stock clerk", "magasinier", "عامل مستودع|أمين مخزن")
	occupation("driver", "carrellista|conduttore di carrelli elevatori", "forklift driver", "cariste|conducteur de chariots élévateurs", "سائق رافعة شوكية")
	occupation("engineer", "ingegnere civile", "civil engineer", "ingénieur civil / ingénieure civile", "مهندس مدني")
	add("s/teacher", taxonomy.Skill, "it", "insegnare")
	add("s/knives", taxonomy.Skill, "it", "usare i coltelli da cucina")
	add("s/stock", taxonomy.Skill, "it", "gestire le scorte di magazzino")
	add("s/hygiene", taxonomy.Knowledge, "it", "igiene degli alimenti", "HACCP")
	add("s/c++", taxonomy.Knowledge, "en", "C++")
	add("s/c#", taxonomy.Knowledge, "en", "C#")
	add("g/cook", taxonomy.Group, "en", "cooks")
	return out
}

func TestWhatIsForgiven(t *testing.T) {
	index := linking.Build(small())
	for _, c := range []struct{ why, text, want string }{
		{"as written", "lavapiatti", "o/porter"},
		{"case", "LAVAPIATTI", "o/porter"},
		{"feminine", "cuoca", "o/cook"},
		{"plural", "cuochi", "o/cook"},
		{"feminine of a compound", "aiuto cuoca", "o/cook-help"},
		{"slash", "addetta alle pulizie", "o/cleaner"},
		{"both genders", "addetti/e pulizie", "o/cleaner"},
		{"article and word order", "pulizie addetto", "o/cleaner"},
		{"cameriera", "cameriera", "o/waiter"},
		{"muratrice", "muratrici", "o/mason"},
		{"misspelt", "magaziniere", "o/store"},
		{"misspelt in the middle", "lavapiati", "o/porter"},
		{"swapped letters", "muartore", "o/mason"},
		{"unfinished", "carrell", "o/driver"},
		{"synonym", "badante", "o/carer"},
		{"infinitive and plural", "uso coltelli cucina", "s/knives"},
		{"acronym", "haccp", "s/hygiene"},
		{"french without accents", "macon", "o/mason"},
		{"french feminine", "cuisinière", "o/cook"},
		{"french feminine in euse", "serveuses", "o/waiter"},
		{"french with h/f", "Agente d'entretien H/F", "o/cleaner"},
		{"french hyphen", "aide cuisinière", "o/cook-help"},
		{"french misspelt", "magazinier", "o/store"},
		{"french slashed label", "ingénieure civile", "o/engineer"},
		{"english plural", "bricklayers", "o/mason"},
		{"english feminine", "waitress", "o/waiter"},
		{"arabic", "طباخ", "o/cook"},
		{"arabic with the article", "الطباخ", "o/cook"},
		{"arabic feminine", "طباخة", "o/cook"},
		{"arabic with vowel signs", "طَبَّاخ", "o/cook"},
		{"arabic two words", "عاملة نظافة", "o/cleaner"},
		{"arabic spelt otherwise", "امين مخزن", "o/store"},
		{"signs that matter", "c++", "s/c++"},
		{"signs that matter too", "C#", "s/c#"},
	} {
		got := index.Find(linking.Query{Text: c.text, Language: taxonomy.Italian})
		if len(got) == 0 || got[0].Concept != c.want {
			t.Errorf("%s: %q gives %v, want %s first", c.why, c.text, got, c.want)
		}
	}
}

func TestScoresAreHonest(t *testing.T) {
	index := linking.Build(small())
	find := func(text string) linking.Candidate {
		got := index.Find(linking.Query{Text: text, Language: taxonomy.Italian})
		if len(got) == 0 {
			t.Fatalf("%q gives nothing", text)
		}
		return got[0]
	}
	if c := find("cuoco"); c.Score != 1 || c.Label != "cuoco" || c.Language != taxonomy.Italian {
		t.Errorf("an identical label gives %+v", c)
	}
	inflected, misspelt := find("cuochi"), find("magaziniere")
	if inflected.Score >= 1 || inflected.Score < 0.8 || misspelt.Score >= 0.98 {
		t.Errorf("inflected %+v, misspelt %+v", inflected, misspelt)
	}
	for _, nothing := range []string{"", "   ", "!!!", "xqzw", "astronauta", "ωμέγα", strings.Repeat("(", 500)} {
		if got := index.Find(linking.Query{Text: nothing}); len(got) > 0 && got[0].Score > 0.5 {
			t.Errorf("%q gives %+v", nothing, got[0])
		}
	}
}

func TestKindsAndLimit(t *testing.T) {
	index := linking.Build(small())
	for _, c := range index.Find(linking.Query{Text: "cucina cuoco cook", Skills: true}) {
		if !c.Kind.IsSkill() {
			t.Errorf("asked for skills, got %+v", c)
		}
	}
	for _, c := range index.Find(linking.Query{Text: "cuoco igiene", Occupations: true, Limit: 2}) {
		if c.Kind != taxonomy.Occupation {
			t.Errorf("asked for occupations, got %+v", c)
		}
	}
	if got := index.Find(linking.Query{Text: "cuoco", Limit: 1}); len(got) != 1 {
		t.Errorf("limit 1 gives %d", len(got))
	}
	if got := linking.Build(nil).Find(linking.Query{Text: "cuoco"}); len(got) != 0 {
		t.Errorf("an empty index gives %v", got)
	}
}

// Whatever is typed: no panic, scores within bounds and descending, each concept once, always the same.
func TestFindProperties(t *testing.T) {
	index := linking.Build(small())
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"cuoco/a", "طباخ / ة", "a/b/c (", "c++ c#", "l'aide-cuisinier"})).Draw(t, "text")
		got := index.Find(linking.Query{Text: text, Limit: rapid.IntRange(-1, 200).Draw(t, "limit")})
		seen := map[string]bool{}
		for i, c := range got {
			if c.Score < linking.MinScore || c.Score > 1 || seen[c.Concept] {
				t.Fatalf("%q gives %+v", text, got)
			}
			if i > 0 && c.Score > got[i-1].Score+0.021 {
				t.Fatalf("%q is out of order: %+v", text, got)
			}
			seen[c.Concept] = true
		}
	})
}

// Every label finds its own concept with full score, alone or with others that have the same label.
func TestEveryLabelFindsItself(t *testing.T) {
	entries := small()
	index := linking.Build(entries)
	for _, e := range entries {
		if e.Kind == taxonomy.Group {
			continue
		}
		got := index.Find(linking.Query{Text: e.Text, Language: e.Language})
		if !slices.ContainsFunc(got, func(c linking.Candidate) bool { return c.Concept == e.Concept && c.Score >= 0.97 }) {
			t.Errorf("%q (%s) gives %+v", e.Text, e.Language, got)
		}
	}
}

func TestConcurrentReaders(t *testing.T) {
	index := linking.Build(small())
	want := index.Find(linking.Query{Text: "aiuto cuoco"})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				if got := index.Find(linking.Query{Text: "aiuto cuoco"}); !slices.Equal(got, want) {
					t.Errorf("got %v, want %v", got, want)
					return
				}
			}
		})
	}
	group.Wait()
}

func FuzzFind(f *testing.F) {
	index := linking.Build(small())
	for _, s := range []string{"cuoco", "addetto/a", "(((", "طباخ", "\xff\xfe", "İ/ı"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range index.Find(linking.Query{Text: text}) {
			if c.Score < linking.MinScore || c.Score > 1 {
				t.Errorf("%q: score %v", text, c.Score)
			}
		}
	})
}
