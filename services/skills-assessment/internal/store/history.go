package store

import (
	"encoding/json"
	"fmt"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// historyDoc is the stored form of what lies behind a profile, sealed for one person. Its names are part of the records.
type historyDoc struct {
	Experience   []experienceDoc  `json:"experience,omitempty"`
	Titles       []titleDoc       `json:"titles,omitempty"`
	Certificates []certificateDoc `json:"certificates,omitempty"`
}

type experienceDoc struct {
	ID          string          `json:"id"`
	Occupation  string          `json:"occupation"`
	Setting     profile.Setting `json:"setting"`
	Employer    string          `json:"employer,omitempty"`
	Country     string          `json:"country,omitempty"`
	From        profile.Month   `json:"from"`
	To          profile.Month   `json:"to,omitempty"`
	Tasks       string          `json:"tasks,omitempty"`
	Language    string          `json:"language,omitempty"`
	ConfirmedOn civil.Date      `json:"confirmedOn"`
}

type titleDoc struct {
	ID         string              `json:"id"`
	Name       string              `json:"name"`
	Language   string              `json:"language,omitempty"`
	Country    string              `json:"country,omitempty"`
	Year       int                 `json:"year,omitempty"`
	EQF        int                 `json:"eqf,omitempty"`
	Recognised profile.Recognition `json:"recognised,omitempty"`
}

type certificateDoc struct {
	ID      string      `json:"id"`
	Code    string      `json:"code,omitempty"`
	Name    string      `json:"name,omitempty"`
	Expires *civil.Date `json:"expires,omitempty"`
}

const (
	profileTable  = "profile"
	historyColumn = "history"
)

// sealHistory returns nil when there is nothing to seal.
func (s *Store) sealHistory(person string, c profile.Content) ([]byte, error) {
	if len(c.Experience)+len(c.Titles)+len(c.Certificates) == 0 {
		return nil, nil
	}
	var doc historyDoc
	for _, e := range c.Experience {
		doc.Experience = append(doc.Experience, experienceDoc(e))
	}
	for _, t := range c.Titles {
		doc.Titles = append(doc.Titles, titleDoc(t))
	}
	for _, one := range c.Certificates {
		doc.Certificates = append(doc.Certificates, certificateDoc(one))
	}
	plain, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("write a person's history: %w", err)
	}
	sealed, err := s.sealer.Seal(plain, profileTable, person, historyColumn)
	if err != nil {
		return nil, fmt.Errorf("seal a person's history: %w", err)
	}
	return sealed, nil
}

func (s *Store) openHistory(person string, sealed []byte, c *profile.Content) error {
	if sealed == nil {
		return nil
	}
	plain, err := s.sealer.Open(sealed, profileTable, person, historyColumn)
	if err != nil {
		return fmt.Errorf("open a person's history: %w", err)
	}
	var doc historyDoc
	if err := json.Unmarshal(plain, &doc); err != nil {
		return fmt.Errorf("read a person's history: %w", err)
	}
	for _, e := range doc.Experience {
		c.Experience = append(c.Experience, profile.Experience(e))
	}
	for _, t := range doc.Titles {
		c.Titles = append(c.Titles, profile.Title(t))
	}
	for _, one := range doc.Certificates {
		c.Certificates = append(c.Certificates, profile.Certificate(one))
	}
	return nil
}
