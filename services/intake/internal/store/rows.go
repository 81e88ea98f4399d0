package store

import (
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/intake/internal/naming"
	"github.com/celav/celav/services/intake/internal/person"
)

type personRow struct {
	bun.BaseModel `bun:"table:person"`

	ID             string      `bun:"id,pk"`
	Version        int64       `bun:"version"`
	Team           string      `bun:"team"`
	Name           string      `bun:"name"`
	ContactChannel string      `bun:"contact_channel"`
	Contact        string      `bun:"contact"`
	ContactIndex   string      `bun:"contact_index"`
	Language       string      `bun:"language"`
	Request        string      `bun:"request"`
	Residence      string      `bun:"residence"`
	State          string      `bun:"state"`
	WaitingSince   civil.Date  `bun:"waiting_since,type:date"`
	Availability   *string     `bun:"availability"`
	Reach          *string     `bun:"reach"`
	WorkFile       *string     `bun:"work_file"`
	WorkAccess     *string     `bun:"work_access"`
	MinimumAge     int         `bun:"minimum_age"`
	AgeStepOn      *civil.Date `bun:"age_step_on,type:date"`
	Tutor          string      `bun:"tutor"`
	Level          string      `bun:"level"`
	Unemployed     string      `bun:"unemployed"`
	InMilan        string      `bun:"in_milan"`
	MergedInto     string      `bun:"merged_into"`
	Partner        string      `bun:"partner"`
	Cohort         string      `bun:"cohort"`
	TitleOn        *civil.Date `bun:"title_on,type:date"`
	Practical      string      `bun:"practical"`
	AccessUntil    *civil.Date `bun:"access_until,type:date"`
	TaxIndex       string      `bun:"tax_index"`
	Demo           bool        `bun:"demo"`
	RequestKey     *string     `bun:"request_key"`
	CreatedAt      time.Time   `bun:"created_at"`
	ChangedAt      time.Time   `bun:"changed_at"`
}

type nameRow struct {
	bun.BaseModel `bun:"table:person_name"`

	Person string `bun:"person,pk"`
	Token  string `bun:"token,pk"`
	Sound  string `bun:"sound"`
}

// The JSON of the columns availability and reach, which only this package reads.
type availabilityJSON struct {
	From         civil.Date    `json:"from"`
	MaxHoursWeek int           `json:"maxHoursWeek,omitempty"`
	Slots        []person.Slot `json:"slots"`
}

type reachJSON struct {
	Area       string        `json:"area"`
	MaxMinutes int           `json:"maxMinutes,omitempty"`
	Modes      []person.Mode `json:"modes"`
}

// row writes a file as a row, without its work access, which is written apart.
func (s *Store) row(p person.Person) (*personRow, error) {
	contact, err := s.seal([]byte(p.Contact.Value), p.ID, "contact")
	if err != nil {
		return nil, err
	}
	request, err := s.seal([]byte(p.Request), p.ID, "request")
	if err != nil {
		return nil, err
	}
	r := &personRow{
		ID: p.ID, Version: p.Version, Team: p.Team, Name: p.Name,
		ContactChannel: string(p.Contact.Channel), Contact: contact, ContactIndex: s.index(p.Contact.Key()),
		Language: p.Language, Request: request, Residence: string(p.Residence), State: string(p.State),
		WaitingSince: p.WaitingSince, Demo: p.Demo, CreatedAt: p.CreatedAt.UTC(), ChangedAt: p.ChangedAt.UTC(),
		Partner: p.Partner, Cohort: p.Cohort, TitleOn: orNil(p.TitleOn),
	}
	r.Tutor, r.Level, r.MergedInto = p.Following.Tutor, string(p.Following.Level), p.MergedInto
	r.Unemployed, r.InMilan = string(p.Declared.Unemployed), string(p.Declared.InMilan)
	practical, err := marshal(append([]string{}, p.Constraints...))
	if err != nil {
		return nil, err
	}
	r.Practical = *practical
	if p.Availability != nil {
		if r.Availability, err = marshal(availabilityJSON(*p.Availability)); err != nil {
			return nil, err
		}
	}
	if p.Reach != nil {
		if r.Reach, err = marshal(reachJSON(*p.Reach)); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// person reads a row whole; line leaves out what is sealed, for lists.
func (s *Store) person(r personRow) (person.Person, error) {
	p, err := line(r)
	if err != nil {
		return p, err
	}
	contact, err := s.open(r.Contact, r.ID, "contact")
	if err != nil {
		return p, err
	}
	request, err := s.open(r.Request, r.ID, "request")
	if err != nil {
		return p, err
	}
	p.Contact = person.Contact{Channel: person.Channel(r.ContactChannel), Value: string(contact)}
	p.Request = string(request)
	return p, nil
}

func line(r personRow) (person.Person, error) {
	p := person.Person{
		ID: r.ID, Version: r.Version, Team: r.Team, Name: r.Name, Language: r.Language,
		Residence: person.Residence(r.Residence), State: person.State(r.State), WaitingSince: r.WaitingSince,
		Demo: r.Demo, CreatedAt: r.CreatedAt.UTC(), ChangedAt: r.ChangedAt.UTC(),
		Partner: r.Partner, Cohort: r.Cohort, TitleOn: orZero(r.TitleOn),
	}
	p.Following = person.Following{Tutor: r.Tutor, Level: person.Level(r.Level)}
	p.Declared = person.Declared{Unemployed: person.Answer(r.Unemployed), InMilan: person.Answer(r.InMilan)}
	p.MergedInto = r.MergedInto
	if r.Practical != "" && r.Practical != "[]" {
		if err := json.Unmarshal([]byte(r.Practical), &p.Constraints); err != nil {
			return p, fmt.Errorf("read constraints of %s: %w", r.ID, err)
		}
	}
	if r.Availability != nil {
		var a availabilityJSON
		if err := json.Unmarshal([]byte(*r.Availability), &a); err != nil {
			return p, fmt.Errorf("read availability of %s: %w", r.ID, err)
		}
		p.Availability = (*person.Availability)(&a)
	}
	if r.Reach != nil {
		var a reachJSON
		if err := json.Unmarshal([]byte(*r.Reach), &a); err != nil {
			return p, fmt.Errorf("read reach of %s: %w", r.ID, err)
		}
		p.Reach = (*person.Reach)(&a)
	}
	return p, nil
}

func nameRows(id, name string) []nameRow {
	tokens := naming.Tokens(name)
	rows := make([]nameRow, 0, len(tokens))
	for _, t := range tokens {
		rows = append(rows, nameRow{Person: id, Token: t, Sound: naming.Sound(t)})
	}
	return rows
}

func marshal(v any) (*string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	text := string(raw)
	return &text, nil
}
