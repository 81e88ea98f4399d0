package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/intake/internal/referral"
)

const whatReferral = "referral"

type referralRow struct {
	bun.BaseModel `bun:"table:referral"`

	ID         string      `bun:"id,pk"`
	Version    int64       `bun:"version"`
	Person     string      `bun:"person"`
	Direction  string      `bun:"direction"`
	State      string      `bun:"state"`
	Since      civil.Date  `bun:"since,type:date"`
	AnswerBy   *civil.Date `bun:"answer_by,type:date"`
	Unread     bool        `bun:"unread"`
	Document   string      `bun:"document"`
	RequestKey *string     `bun:"request_key"`
	ChangedAt  time.Time   `bun:"changed_at"`
}

type referralLinkRow struct {
	bun.BaseModel `bun:"table:referral_link"`

	Referral  string    `bun:"referral,pk"`
	Hash      string    `bun:"hash"`
	ExpiresAt time.Time `bun:"expires_at"`
}

// referralJSON is the sealed document, which only this package reads.
type referralJSON struct {
	Service    string           `json:"service"`
	Reason     referral.Reason  `json:"reason"`
	Items      []referral.Item  `json:"items,omitempty"`
	Note       string           `json:"note,omitempty"`
	Consent    *consentJSON     `json:"consent,omitempty"`
	Author     string           `json:"author"`
	CreatedOn  civil.Date       `json:"createdOn"`
	SentOn     *civil.Date      `json:"sentOn,omitempty"`
	SeenOn     *civil.Date      `json:"seenOn,omitempty"`
	AnsweredOn *civil.Date      `json:"answeredOn,omitempty"`
	EndedOn    *civil.Date      `json:"endedOn,omitempty"`
	Refusal    referral.Refusal `json:"refusal,omitempty"`
	AnswerNote string           `json:"answerNote,omitempty"`
	AnsweredBy referral.Party   `json:"answeredBy,omitempty"`
	Messages   int              `json:"messages,omitempty"`
	Told       *toldJSON        `json:"told,omitempty"`
}

type consentJSON struct {
	By          string       `json:"by"`
	On          civil.Date   `json:"on"`
	How         referral.How `json:"how"`
	WithdrawnOn *civil.Date  `json:"withdrawnOn,omitempty"`
}

type toldJSON struct {
	Code          string        `json:"code"`
	Name          string        `json:"name,omitempty"`
	Channel       string        `json:"channel,omitempty"`
	Contact       string        `json:"contact,omitempty"`
	Request       string        `json:"request,omitempty"`
	Language      string        `json:"language,omitempty"`
	Needs         []string      `json:"needs,omitempty"`
	Work          []stretchJSON `json:"work,omitempty"`
	AvailableFrom *civil.Date   `json:"availableFrom,omitempty"`
	MaxHoursWeek  int           `json:"maxHoursWeek,omitempty"`
}

type stretchJSON struct {
	From  civil.Date  `json:"from"`
	Until *civil.Date `json:"until,omitempty"`
}

func (s *Store) referralRow(r referral.Referral, at time.Time) (*referralRow, error) {
	j := referralJSON{
		Service: r.Service, Reason: r.Reason, Items: r.Items, Note: r.Note, Author: r.Author, CreatedOn: r.CreatedOn, SentOn: orNil(r.SentOn),
		SeenOn: orNil(r.SeenOn), AnsweredOn: orNil(r.AnsweredOn), EndedOn: orNil(r.EndedOn), Refusal: r.Refusal, AnswerNote: r.AnswerNote,
		AnsweredBy: r.AnsweredBy, Messages: r.Messages,
	}
	if c := r.Consent; c != nil {
		j.Consent = &consentJSON{By: c.By, On: c.On, How: c.How, WithdrawnOn: orNil(c.WithdrawnOn)}
	}
	if t := r.Told; t != nil {
		j.Told = &toldJSON{
			Code: t.Code, Name: t.Name, Channel: t.Channel, Contact: t.Contact, Request: t.Request, Language: t.Language, Needs: t.Needs,
			AvailableFrom: orNil(t.AvailableFrom), MaxHoursWeek: t.MaxHoursWeek,
		}
		for _, w := range t.Work {
			j.Told.Work = append(j.Told.Work, stretchJSON{From: w.From, Until: orNil(w.Until)})
		}
	}
	plain, err := json.Marshal(j)
	if err != nil {
		return nil, fmt.Errorf("write a referral: %w", err)
	}
	sealed, err := s.sealer.Seal(plain, "referral", r.ID, "document")
	if err != nil {
		return nil, fmt.Errorf("seal a referral: %w", err)
	}
	return &referralRow{
		ID: r.ID, Version: r.Version, Person: r.Person, Direction: string(r.Direction), State: string(r.State), Since: r.Since(),
		AnswerBy: orNil(r.AnswerBy), Unread: r.Unread, Document: base64.StdEncoding.EncodeToString(sealed), ChangedAt: at.UTC(),
	}, nil
}

func (s *Store) referralOf(row referralRow) (referral.Referral, error) {
	r := referral.Referral{
		ID: row.ID, Person: row.Person, Version: row.Version, Direction: referral.Direction(row.Direction), State: referral.State(row.State),
		AnswerBy: orZero(row.AnswerBy), Unread: row.Unread,
	}
	raw, err := base64.StdEncoding.DecodeString(row.Document)
	if err != nil {
		return r, fmt.Errorf("read a sealed referral: %w", err)
	}
	plain, err := s.sealer.Open(raw, "referral", row.ID, "document")
	if err != nil {
		return r, fmt.Errorf("open a sealed referral: %w", err)
	}
	var j referralJSON
	if err := json.Unmarshal(plain, &j); err != nil {
		return r, fmt.Errorf("read a referral: %w", err)
	}
	r.Service, r.Reason, r.Items, r.Note, r.Author, r.CreatedOn = j.Service, j.Reason, j.Items, j.Note, j.Author, j.CreatedOn
	r.SentOn, r.SeenOn, r.AnsweredOn, r.EndedOn = orZero(j.SentOn), orZero(j.SeenOn), orZero(j.AnsweredOn), orZero(j.EndedOn)
	r.Refusal, r.AnswerNote, r.AnsweredBy, r.Messages = j.Refusal, j.AnswerNote, j.AnsweredBy, j.Messages
	if c := j.Consent; c != nil {
		r.Consent = &referral.Consent{By: c.By, On: c.On, How: c.How, WithdrawnOn: orZero(c.WithdrawnOn)}
	}
	if t := j.Told; t != nil {
		r.Told = &referral.Told{
			Code: t.Code, Name: t.Name, Channel: t.Channel, Contact: t.Contact, Request: t.Request, Language: t.Language, Needs: t.Needs,
			AvailableFrom: orZero(t.AvailableFrom), MaxHoursWeek: t.MaxHoursWeek,
		}
		for _, w := range t.Work {
			r.Told.Work = append(r.Told.Work, referral.Stretch{From: w.From, Until: orZero(w.Until)})
		}
	}
	return r, nil
}

func (s *Store) referralsOf(rows []referralRow) ([]referral.Referral, error) {
	list := make([]referral.Referral, 0, len(rows))
	for _, row := range rows {
		r, err := s.referralOf(row)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}
