// Package linking finds the occupations and skills that a text in Italian, English, French or Arabic may mean.
//
// It compares the text with every label of the taxonomy, in every language at once (a person may use the French word
// on an Italian page), and returns candidates with a score between 0 and 1. It never decides: somebody confirms.
// What it forgives:
//
//   - accents, case, Arabic vowel signs and spellings, punctuation, brackets, "h/f", "cuoco/a";
//   - gender, number and common endings, by light rules for job titles followed by Snowball stemming;
//   - misspellings and unfinished words, by character n-grams of the stems;
//   - synonyms, as far as the taxonomy lists them as alternative labels;
//   - word order, articles and prepositions.
//
// The score is the cosine of idf-weighted character n-grams, corrected by how well the words of one side are found
// on the other (a missing word that many labels have costs less than a rare one). An identical label scores 1, the same words
// otherwise inflected a little less. Below MinScore nothing is returned. Scores order candidates; they are no probabilities.
//
// An Index is immutable and safe for concurrent use; it is built anew when the taxonomy changes.
package linking

import (
	"cmp"
	"slices"

	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// MinScore is the least score of a candidate: below it labels share little more than endings.
const MinScore = 0.25

// Entry is one label of one concept.
type Entry struct {
	Concept   string
	Kind      taxonomy.Kind
	Language  taxonomy.Language
	Text      string
	Preferred bool
}

// tail is the share of the best score that a candidate must reach: what fits much worse than the best is noise.
const tail = 0.55

// Query asks for candidates.
type Query struct {
	Text string
	// Language of the page or the text, if known: at equal fit its labels come first.
	Language taxonomy.Language
	// Skills asks for skills, Occupations for occupations; neither or both asks for both.
	Skills, Occupations bool
	// Limit of the candidates; 0 means 10, at most 100.
	Limit int
}

// Candidate is a concept that the text may mean.
type Candidate struct {
	Concept string
	Kind    taxonomy.Kind
	Score   float64
	// Label is the label that fitted, in Language: the reason for the score.
	Label    string
	Language taxonomy.Language
}

// Index answers queries.
type Index struct {
	parts []*part
	forms int
}

// Size is the number of labels in the index.
func (x *Index) Size() int { return x.forms }

// Build makes an index. Groups are left out: they are headings, not something a person does.
func Build(entries []Entry) *Index {
	type key struct {
		language   taxonomy.Language
		occupation bool
	}
	sorted := map[key][]Entry{}
	for _, e := range entries {
		if e.Kind == taxonomy.Group || e.Text == "" {
			continue
		}
		k := key{e.Language, e.Kind == taxonomy.Occupation}
		sorted[k] = append(sorted[k], e)
	}
	x := &Index{}
	for _, l := range taxonomy.Languages() {
		for _, occupation := range []bool{true, false} {
			if es := sorted[key{l, occupation}]; len(es) > 0 {
				x.parts = append(x.parts, newPart(l, occupation, es))
				x.forms += len(es)
			}
		}
	}
	return x
}

// languageBonus prefers the asker's language among equals.
const languageBonus = 0.02

// Find returns the best candidates, best first, each concept once.
func (x *Index) Find(q Query) []Candidate {
	if len(q.Text) > maxQuery {
		q.Text = q.Text[:maxQuery]
	}
	if q.Limit <= 0 {
		q.Limit = 10
	}
	q.Limit = min(q.Limit, 100)
	both := q.Skills == q.Occupations
	arabic := isArabic(q.Text)
	best := map[string]Candidate{}
	rank := func(c Candidate) float64 {
		if c.Language == q.Language {
			return c.Score + languageBonus
		}
		return c.Score
	}
	for _, p := range x.parts {
		if !both && p.occupations != q.Occupations {
			continue
		}
		if (p.language == taxonomy.Arabic) != arabic {
			continue
		}
		for _, h := range p.find(q.Text, 4*q.Limit) {
			e := &p.forms[h.form].entry
			c := Candidate{Concept: e.Concept, Kind: e.Kind, Score: h.score, Label: e.Text, Language: p.language}
			if old, ok := best[c.Concept]; !ok || rank(c) > rank(old) {
				best[c.Concept] = c
			}
		}
	}
	least := MinScore
	for _, c := range best {
		least = max(least, tail*c.Score)
	}
	out := make([]Candidate, 0, len(best))
	for _, c := range best {
		if c.Score >= least {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(len(a.Label), len(b.Label)), cmp.Compare(a.Concept, b.Concept))
	})
	return out[:min(len(out), q.Limit)]
}
