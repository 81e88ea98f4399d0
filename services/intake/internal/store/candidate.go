package store

import (
	"context"
	"encoding/json"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/services/intake/internal/person"
)

// candidate is the feed's state of a person: what matching needs, and neither name, contact, document nor
// status.
type candidate struct {
	PersonID     string                 `json:"personId"`
	Team         string                 `json:"team"`
	Residence    person.Residence       `json:"residence"`
	Cohort       *string                `json:"cohort"`
	Adult        bool                   `json:"adult"`
	MinimumAge   int                    `json:"minimumAge"`
	Availability *candidateAvailability `json:"availability"`
	Reach        *candidateReach        `json:"reach"`
	WorkAccess   []policy.Interval      `json:"workAccess"`
	Constraints  []string               `json:"constraints"` // practical ones; never why
	WaitingSince civil.Date             `json:"waitingSince"`
	State        person.State           `json:"state"`
	// TitleOn is, of people from abroad, the day of the title that the traineeship completes (rule A27-01).
	TitleOn *civil.Date `json:"titleOn,omitempty"`
}

type candidateAvailability struct {
	From         civil.Date      `json:"from"`
	MaxHoursWeek *int            `json:"maxHoursWeek"`
	Slots        []candidateSlot `json:"slots"`
}

type candidateSlot struct {
	Day  int    `json:"day"`
	From string `json:"from"`
	To   string `json:"to"`
}

type candidateReach struct {
	Lat        float64       `json:"lat"`
	Lon        float64       `json:"lon"`
	MaxMinutes *int          `json:"maxMinutes"`
	Modes      []person.Mode `json:"modes"`
}

// States is the feed's reader.
func (s *Store) States(ctx context.Context, kind string, ids []string) (map[string]feed.State, error) {
	states := make(map[string]feed.State, len(ids))
	if kind != candidateKind || len(ids) == 0 {
		return states, nil
	}
	var rows []personRow
	err := s.db.NewSelect().Model(&rows).
		Column("id", "version", "team", "residence", "state", "waiting_since", "availability", "reach", "work_access", "minimum_age", "cohort", "title_on", "practical").
		Where("id IN (?)", bun.List(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read %d files: %w", len(ids), err)
	}
	for _, r := range rows {
		c, err := candidateOf(r)
		if err != nil {
			return nil, err
		}
		states[r.ID] = feed.State{JSON: c}
	}
	return states, nil
}

func candidateOf(r personRow) (candidate, error) {
	p, err := line(r)
	if err != nil {
		return candidate{}, err
	}
	c := candidate{
		PersonID: p.ID, Team: p.Team, Residence: p.Residence, State: p.State, WaitingSince: p.WaitingSince,
		MinimumAge: r.MinimumAge, Adult: r.MinimumAge >= 18, WorkAccess: []policy.Interval{}, Constraints: append([]string{}, p.Constraints...),
	}
	if p.Cohort != "" {
		c.Cohort, c.TitleOn = &p.Cohort, orNil(p.TitleOn)
	}
	if r.WorkAccess != nil {
		if err := json.Unmarshal([]byte(*r.WorkAccess), &c.WorkAccess); err != nil {
			return c, fmt.Errorf("read work access of %s: %w", r.ID, err)
		}
	}
	if a := p.Availability; a != nil {
		out := &candidateAvailability{From: a.From, MaxHoursWeek: orNull(a.MaxHoursWeek), Slots: []candidateSlot{}}
		for _, slot := range a.Slots {
			out.Slots = append(out.Slots, candidateSlot{slot.Day, slot.From.String(), slot.To.String()})
		}
		c.Availability = out
	}
	if p.Reach != nil {
		area, ok := person.AreaByID(p.Reach.Area)
		if ok {
			c.Reach = &candidateReach{Lat: area.Lat, Lon: area.Lon, MaxMinutes: orNull(p.Reach.MaxMinutes), Modes: p.Reach.Modes}
		}
	}
	return c, nil
}

func orNull(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}
