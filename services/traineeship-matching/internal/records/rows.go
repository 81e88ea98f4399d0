package records

import (
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

type traineeshipRow struct {
	bun.BaseModel `bun:"table:traineeship,alias:t"`

	ID             string      `bun:"id,pk"`
	Version        int64       `bun:"version"`
	Person         string      `bun:"person"`
	Team           string      `bun:"team"`
	TraineeName    string      `bun:"trainee_name"`
	Company        string      `bun:"company"`
	Opening        string      `bun:"opening"`
	Entry          string      `bun:"entry"`
	Type           string      `bun:"type"`
	State          string      `bun:"state"`
	Start          civil.Date  `bun:"start"`
	Months         int         `bun:"months"`
	HoursWeek      int         `bun:"hours_week"`
	HostTutor      string      `bun:"host_tutor"`
	CityTutor      string      `bun:"city_tutor"`
	AllowanceCents int64       `bun:"allowance_cents"`
	HigherLevel    bool        `bun:"higher_level"`
	Opinion        bool        `bun:"opinion"`
	DueOn          civil.Date  `bun:"due_on"`
	EndedOn        *civil.Date `bun:"ended_on"`
	Outcome        string      `bun:"outcome"`
	EarlyReason    string      `bun:"early_reason"`
	AcknowledgedBy string      `bun:"acknowledged_by"`
	AttestedOn     *civil.Date `bun:"attested_on"`
	Papers         string      `bun:"papers"`
	Answers        string      `bun:"answers"`
	OpenedAt       time.Time   `bun:"opened_at"`
	OpenedBy       string      `bun:"opened_by"`
	RequestKey     *string     `bun:"request_key"`
	Demo           bool        `bun:"demo"`
	AccessMark     string      `bun:"access_mark"`
	AccessDay      *civil.Date `bun:"access_day"`
	AccessSince    *civil.Date `bun:"access_since"`
}

type termRow struct {
	bun.BaseModel `bun:"table:term"`

	ID          string      `bun:"id,pk"`
	Traineeship string      `bun:"traineeship"`
	Number      int         `bun:"number"`
	Start       civil.Date  `bun:"start"`
	PlannedEnd  civil.Date  `bun:"planned_end"`
	ActualEnd   *civil.Date `bun:"actual_end"`
	Months      int         `bun:"months"`
	State       string      `bun:"state"`
	Outcome     string      `bun:"outcome"`
}

type requestRow struct {
	bun.BaseModel `bun:"table:renewal_request"`

	ID          string     `bun:"id,pk"`
	Traineeship string     `bun:"traineeship"`
	Term        string     `bun:"term"`
	State       string     `bun:"state"`
	AskedBy     string     `bun:"asked_by"`
	AskedOn     civil.Date `bun:"asked_on"`
	Consents    string     `bun:"consents"`
	Ceiling     int        `bun:"ceiling"`
	Why         string     `bun:"why"`
	Rules       string     `bun:"rules"`
}

type decisionRow struct {
	bun.BaseModel `bun:"table:term_decision"`

	ID           string     `bun:"id,pk"`
	Traineeship  string     `bun:"traineeship"`
	Term         string     `bun:"term"`
	Request      string     `bun:"request"`
	Outcome      string     `bun:"outcome"`
	Months       int        `bun:"months"`
	Reason       string     `bun:"reason"`
	Override     string     `bun:"override"`
	Ceiling      int        `bun:"ceiling"`
	Why          string     `bun:"why"`
	Rules        string     `bun:"rules"`
	By           string     `bun:"by_subject"`
	Role         string     `bun:"role"`
	At           time.Time  `bun:"at"`
	RequestKey   string     `bun:"request_key"`
	RevokedAt    *time.Time `bun:"revoked_at"`
	RevokedBy    string     `bun:"revoked_by"`
	RevokeReason string     `bun:"revoke_reason"`
}

type suspensionRow struct {
	bun.BaseModel `bun:"table:suspension"`

	ID          string     `bun:"id,pk"`
	Traineeship string     `bun:"traineeship"`
	Cause       string     `bun:"cause"`
	From        civil.Date `bun:"from_day"`
	Until       civil.Date `bun:"until_day"`
	Over        bool       `bun:"over"`
}

type stepRow struct {
	bun.BaseModel `bun:"table:step,alias:s"`

	ID          string     `bun:"id,pk"`
	Traineeship string     `bun:"traineeship"`
	Term        string     `bun:"term"`
	Kind        string     `bun:"kind"`
	DueAt       time.Time  `bun:"due_at"`
	State       string     `bun:"state"`
	Attempts    int        `bun:"attempts"`
	Version     int64      `bun:"version"`
	ActedAt     *time.Time `bun:"acted_at"`
}

func (s *Store) row(t *traineeship.Traineeship) (*traineeshipRow, error) {
	tutor, err := s.seal([]byte(t.HostTutor), t.ID, "host_tutor")
	if err != nil {
		return nil, err
	}
	name, err := s.sealText(t.TraineeName, t.ID, "trainee_name")
	if err != nil {
		return nil, err
	}
	papers, err := json.Marshal(t.Papers)
	if err != nil {
		return nil, fmt.Errorf("write down papers: %w", err)
	}
	sealed, err := s.seal(papers, t.ID, "papers")
	if err != nil {
		return nil, err
	}
	answers, err := json.Marshal(t.Answers)
	if err != nil {
		return nil, fmt.Errorf("write down answers: %w", err)
	}
	r := &traineeshipRow{
		ID: t.ID, Version: t.Version, Person: t.PersonID, Team: t.Team, TraineeName: name, Company: t.CompanyID, Opening: t.OpeningID, Entry: t.EntryID,
		Type: string(t.Type), State: string(t.State), Start: t.Start, Months: t.Months, HoursWeek: t.HoursWeek, HostTutor: tutor, CityTutor: t.CityTutor,
		AllowanceCents: t.AllowanceCents, HigherLevel: t.HigherLevel, Opinion: t.Opinion, DueOn: t.Start, EndedOn: orNil(t.EndedOn),
		Outcome: string(t.Outcome), EarlyReason: t.EarlyReason, AcknowledgedBy: t.AcknowledgedBy, AttestedOn: orNil(t.AttestedOn),
		Papers: sealed, Answers: string(answers), OpenedAt: t.OpenedAt.UTC(), OpenedBy: t.OpenedBy, Demo: t.Demo,
		AccessMark: string(t.Watch.Mark), AccessDay: orNil(t.Watch.Day), AccessSince: orNil(t.Watch.Since),
	}
	if open := t.OpenTerm(); open != nil {
		r.DueOn = open.PlannedEnd
	} else if t.EndedOn.IsValid() {
		r.DueOn = t.EndedOn
	}
	return r, nil
}

func (s *Store) traineeship(r *traineeshipRow) (*traineeship.Traineeship, error) {
	t := &traineeship.Traineeship{
		ID: r.ID, Version: r.Version, PersonID: r.Person, Team: r.Team, CompanyID: r.Company, OpeningID: r.Opening, EntryID: r.Entry,
		Type: policy.TraineeshipType(r.Type), State: traineeship.State(r.State), Start: r.Start, Months: r.Months, HoursWeek: r.HoursWeek,
		CityTutor: r.CityTutor, AllowanceCents: r.AllowanceCents, HigherLevel: r.HigherLevel, Opinion: r.Opinion, EndedOn: orZero(r.EndedOn),
		Outcome: traineeship.Outcome(r.Outcome), EarlyReason: r.EarlyReason, AcknowledgedBy: r.AcknowledgedBy, AttestedOn: orZero(r.AttestedOn),
		OpenedAt: r.OpenedAt.UTC(), OpenedBy: r.OpenedBy, Demo: r.Demo,
		Watch: traineeship.Watch{Mark: policy.Mark(r.AccessMark), Day: orZero(r.AccessDay), Since: orZero(r.AccessSince)},
	}
	tutor, err := s.open(r.HostTutor, r.ID, "host_tutor")
	if err != nil {
		return nil, err
	}
	t.HostTutor = string(tutor)
	name, err := s.open(r.TraineeName, r.ID, "trainee_name")
	if err != nil {
		return nil, err
	}
	t.TraineeName = string(name)
	papers, err := s.open(r.Papers, r.ID, "papers")
	if err != nil {
		return nil, err
	}
	if len(papers) > 0 {
		if err := json.Unmarshal(papers, &t.Papers); err != nil {
			return nil, fmt.Errorf("read papers of %s: %w", r.ID, err)
		}
	}
	if err := json.Unmarshal([]byte(r.Answers), &t.Answers); err != nil {
		return nil, fmt.Errorf("read answers of %s: %w", r.ID, err)
	}
	return t, nil
}

func orZero(d *civil.Date) civil.Date {
	if d == nil {
		return civil.Date{}
	}
	return *d
}

func orNil(d civil.Date) *civil.Date {
	if !d.IsValid() {
		return nil
	}
	return &d
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func timeOrZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}
