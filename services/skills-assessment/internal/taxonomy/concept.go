// Package taxonomy holds the words that people and openings are described by: occupations and skills,
// their labels in four languages, and how they relate.
//
// Two sets can be loaded side by side. The starter set ships with the product, was written for the jobs
// that the service places people in, and is complete in all four languages. ESCO is read from the user's own download
// (package esco). Concept ids say which set they are from and never change:
// "celav:o/kitchen-porter", "celav:s/knife-skills", "esco:o/<uuid>", "esco:s/<uuid>".
package taxonomy

// Names of the sets.
const (
	StarterSet = "starter"
	ESCOSet    = "esco"
)

// Kind says what a concept is.
type Kind string

// The kinds. All but Occupation and Group describe something that a person can do, know or handle.
const (
	Occupation  Kind = "occupation"
	Skill       Kind = "skill"
	Knowledge   Kind = "knowledge"
	Transversal Kind = "transversal" // useful in any job: punctuality, working in a team
	Tool        Kind = "tool"        // a machine or an instrument that somebody handles
	Group       Kind = "group"       // a heading of a classification; never put in a profile
)

// IsSkill reports whether the concept may stand in a person's list of skills.
func (k Kind) IsSkill() bool {
	return k == Skill || k == Knowledge || k == Transversal || k == Tool
}

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool { return k == Occupation || k == Group || k.IsSkill() }

// Label is how a concept is called in one language: one preferred form, any number of others
// (synonyms, the other gender, everyday words).
type Label struct {
	Preferred    string
	Alternatives []string
}

// Concept is an occupation, a skill or a group, with its relations. All relations point from this concept.
type Concept struct {
	ID   string
	Set  string
	Kind Kind
	// ISCO is the four-digit ISCO-08 unit group of an occupation, empty for others.
	ISCO   string
	Labels map[Language]Label
	// Broader are the concepts or groups this one is a kind of.
	Broader []string
	// Related are near concepts of the same rank; the relation is meant both ways but stored once.
	Related []string
	// Essential and Optional are the skills of an occupation (in ESCO also of a skill).
	Essential []string
	Optional  []string
}

// Label returns the preferred label in the wanted language, else in the first of Italian, English, French, Arabic
// that has one, else the id: a page always has something to show.
func (c Concept) Label(want Language) string {
	if l := c.Labels[want].Preferred; l != "" {
		return l
	}
	for _, l := range Languages() {
		if s := c.Labels[l].Preferred; s != "" {
			return s
		}
	}
	return c.ID
}

// Name is a label with the language that it is in.
type Name struct {
	Text     string
	Language Language
}

// Name is like Label and tells the label's language, empty for an id.
func (c Concept) Name(want Language) Name {
	for _, l := range append([]Language{want}, Languages()...) {
		if s := c.Labels[l].Preferred; s != "" {
			return Name{s, l}
		}
	}
	return Name{Text: c.ID}
}

// Relation is how one concept points to another.
type Relation string

// The relations.
const (
	Broader   Relation = "broader"
	Related   Relation = "related"
	Essential Relation = "essential"
	Optional  Relation = "optional"
)
