package search

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
)

// Kind says what a field holds and how it can be asked for.
type Kind string

// The kinds of fields.
const (
	Keyword Kind = "keyword" // exact strings: ids, codes, states; filters and facets
	Text    Kind = "text"    // prose in one or more languages; words
	Place   Kind = "place"   // one point; distance
	Date    Kind = "date"    // calendar days; ranges
	Number  Kind = "number"  // ranges
	Flag    Kind = "flag"    // true or false
)

// Language is the language of a text, which decides how its words are recognised.
type Language string

// The languages that the suite's texts come in.
const (
	Italian Language = "it"
	English Language = "en"
	French  Language = "fr"
	Arabic  Language = "ar"
)

// Languages lists all of them, in the order of the suite's pages.
func Languages() []Language { return []Language{Italian, English, French, Arabic} }

// Field is one declared field.
type Field struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// Sortable lets results be ordered by the field: Keyword, Date and Number, one value per document.
	Sortable bool `json:"sortable,omitempty"`
}

// Schema declares an index: its name and fields, none of which is optional knowledge for a driver.
type Schema struct {
	Name   string  `json:"name"`
	Fields []Field `json:"fields"`
	// Revision changes when documents are made otherwise than before although the fields are the same.
	Revision string `json:"revision,omitempty"`
}

// analysisVersion changes whenever the way texts are analysed does, so that indices are rebuilt.
const analysisVersion = "1"

var (
	schemaName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	fieldName  = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,39}$`)
)

// reserved reports whether drivers use the field name themselves.
func reserved(name string) bool {
	switch name {
	case "id", "version", "deleted", "sort", "present":
		return true
	}
	return false
}

// Check reports the first thing wrong with the declaration.
func (s *Schema) Check() error {
	if !schemaName.MatchString(s.Name) {
		return fmt.Errorf("search: bad index name %q", s.Name)
	}
	seen := map[string]bool{}
	for _, f := range s.Fields {
		switch {
		case !fieldName.MatchString(f.Name) || reserved(f.Name):
			return fmt.Errorf("search: index %s: bad field name %q", s.Name, f.Name)
		case seen[f.Name]:
			return fmt.Errorf("search: index %s: field %s is declared twice", s.Name, f.Name)
		case f.Sortable && f.Kind != Keyword && f.Kind != Date && f.Kind != Number:
			return fmt.Errorf("search: index %s: field %s of kind %s cannot be sortable", s.Name, f.Name, f.Kind)
		}
		switch f.Kind {
		case Keyword, Text, Place, Date, Number, Flag:
		default:
			return fmt.Errorf("search: index %s: field %s has unknown kind %q", s.Name, f.Name, f.Kind)
		}
		seen[f.Name] = true
	}
	return nil
}

// Field returns the declaration of a field.
func (s *Schema) Field(name string) (Field, bool) {
	for _, f := range s.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Fingerprint changes when the declaration or the analysis of texts does: the index is then made anew.
func (s *Schema) Fingerprint() string {
	b, err := json.Marshal(s)
	if err != nil {
		return "" // strings and booleans always marshal
	}
	sum := sha256.Sum256(append(b, analysisVersion...))
	return hex.EncodeToString(sum[:6])
}
