package store

import (
	"encoding/json"
	"fmt"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// The stored form of a profile's content. Its names are part of the records: changing one needs a migration. The
// structs mirror the domain's field by field, so that they convert into each other.
type contentDoc struct {
	Skills      []skillDoc      `json:"skills,omitempty"`
	Occupations []occupationDoc `json:"occupations,omitempty"`
	Languages   []languageDoc   `json:"languages,omitempty"`
	Education   *educationDoc   `json:"education,omitempty"`
	Licences    []string        `json:"licences,omitempty"`
	Learning    []string        `json:"learning,omitempty"`
	Preferences *preferencesDoc `json:"preferences,omitempty"`
	// History is sealed: employers, tasks and titles are the person's own words.
	History []byte `json:"history,omitempty"`
}

type skillDoc struct {
	Skill       string           `json:"skill"`
	Level       profile.Level    `json:"level"`
	Evidence    profile.Evidence `json:"evidence"`
	ConfirmedOn civil.Date       `json:"confirmedOn"`
	ConfirmedBy string           `json:"confirmedBy,omitempty"`
}

type occupationDoc struct {
	Occupation string `json:"occupation"`
	Held       bool   `json:"held,omitempty"`
	Wanted     bool   `json:"wanted,omitempty"`
	Months     int    `json:"months,omitempty"`
	Informal   bool   `json:"informal,omitempty"`
}

type languageDoc struct {
	Language    string `json:"language"`
	Listening   string `json:"listening,omitempty"`
	Reading     string `json:"reading,omitempty"`
	Interaction string `json:"interaction,omitempty"`
	Production  string `json:"production,omitempty"`
	Writing     string `json:"writing,omitempty"`
}

type educationDoc struct {
	EQF int `json:"eqf"`
}

type preferencesDoc struct {
	Kinds        []string `json:"kinds,omitempty"`
	MaxHoursWeek *int     `json:"maxHoursWeek,omitempty"`
	NightShifts  *bool    `json:"nightShifts,omitempty"`
	Weekend      *bool    `json:"weekend,omitempty"`
}

func (s *Store) encode(person string, c profile.Content) (string, error) {
	doc := contentDoc{Licences: c.Licences, Learning: c.Learning, Education: (*educationDoc)(c.Education), Preferences: (*preferencesDoc)(c.Preferences)}
	for _, one := range c.Skills {
		doc.Skills = append(doc.Skills, skillDoc(one))
	}
	for _, o := range c.Occupations {
		doc.Occupations = append(doc.Occupations, occupationDoc(o))
	}
	for _, l := range c.Languages {
		doc.Languages = append(doc.Languages, languageDoc(l))
	}
	var err error
	if doc.History, err = s.sealHistory(person, c); err != nil {
		return "", err
	}
	out, err := json.Marshal(doc)
	if err != nil {
		return "", fmt.Errorf("write a profile's content: %w", err)
	}
	return string(out), nil
}

func (s *Store) decode(person, text string) (profile.Content, error) {
	var doc contentDoc
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		return profile.Content{}, fmt.Errorf("read a profile's content: %w", err)
	}
	c := profile.Content{Licences: doc.Licences, Learning: doc.Learning, Education: (*profile.Education)(doc.Education), Preferences: (*profile.Preferences)(doc.Preferences)}
	for _, one := range doc.Skills {
		c.Skills = append(c.Skills, profile.Skill(one))
	}
	for _, o := range doc.Occupations {
		c.Occupations = append(c.Occupations, profile.Occupation(o))
	}
	for _, l := range doc.Languages {
		c.Languages = append(c.Languages, profile.Language(l))
	}
	return c, s.openHistory(person, doc.History, &c)
}
