package store

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

type feedRow struct {
	openingRow `bun:",extend"`

	Municipality string  `bun:"municipality"`
	Region       string  `bun:"region"`
	Lat          float64 `bun:"lat"`
	Lon          float64 `bun:"lon"`
	Headcount    *int    `bun:"headcount"`
	Unit         *int    `bun:"unit"`
	Sites        int     `bun:"sites"`
}

// States reads openings as the feed tells them: it implements feed.StateReader.
func (s *Store) States(ctx context.Context, _ string, ids []string) (map[string]feed.State, error) {
	var rows []feedRow
	err := s.db.NewSelect().Model(&rows).ModelTableExpr("opening AS o").
		ColumnExpr("o.*, s.municipality, s.region, s.lat, s.lon, c.headcount, s.headcount AS unit").
		ColumnExpr("(SELECT count(*) FROM site AS other WHERE other.company_id = o.company_id) AS sites").
		Join("JOIN site AS s ON s.id = o.site_id").Join("JOIN company AS c ON c.id = o.company_id").
		Where("o.id IN (?)", bun.List(ids)).Where("o.published_on IS NOT NULL").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read openings for the feed: %w", err)
	}
	states := make(map[string]feed.State, len(rows))
	for _, r := range rows {
		o, err := r.opening()
		if err != nil {
			return nil, err
		}
		state := s.state(o, contract.Place{Lat: r.Lat, Lon: r.Lon, Municipality: r.Municipality, Region: r.Region})
		state.SeatLimit = s.seatLimit(o, r)
		states[o.ID] = feed.State{JSON: state}
	}
	return states, nil
}

func (s *Store) state(o opening.Opening, place contract.Place) contract.OpeningState {
	t := o.Terms
	state := contract.OpeningState{
		Id: o.ID, CompanyId: o.CompanyID, SiteId: t.SiteID, Site: place, Kind: contract.Kind(t.Kind),
		Title: t.Title, Description: t.Description, Language: t.Language, Occupation: t.Occupation, Isco: t.ISCO,
		NeededAtStart: Demands(t.NeededAtStart), Optional: Demands(t.Optional), LearnedHere: t.LearnedHere,
		Languages: Languages(t.Languages), HoursWeek: t.HoursWeek, Start: t.Start, Months: t.Months,
		Seats: t.Seats, SeatsTaken: t.SeatsTaken, MinimumAge: t.MinimumAge, Licences: t.Licences, EducationEqf: t.EducationEQF,
		WelcomesArt27: t.WelcomesArt27, BoardAndLodging: string(t.BoardAndLodging.By), Accommodations: t.Accommodations, PublishedOn: o.PublishedOn, ClosesOn: t.ClosesOn,
		Live: o.Live(s.today()),
	}
	if len(t.Slots) > 0 {
		slots := Slots(t.Slots)
		state.Slots = &slots
	}
	return state
}

// Demands writes skill demands as the contract does.
func Demands(list []opening.SkillDemand) []contract.SkillDemand {
	out := make([]contract.SkillDemand, len(list))
	for i, d := range list {
		out[i] = contract.SkillDemand{Skill: d.Skill, Level: d.Level, Weight: d.Weight}
	}
	return out
}

// Languages writes language demands as the contract does.
func Languages(list []opening.LanguageDemand) []contract.LanguageDemand {
	out := make([]contract.LanguageDemand, len(list))
	for i, l := range list {
		out[i] = contract.LanguageDemand{Language: l.Language, Level: contract.Cefr(l.Level)}
	}
	return out
}

// Slots writes weekly hours as the contract does.
func Slots(list []opening.Slot) []contract.Slot {
	out := make([]contract.Slot, len(list))
	for i, s := range list {
		out[i] = contract.Slot{Day: s.Day, From: s.From, To: s.To}
	}
	return out
}

// seatLimit is the law's limit for the site's unit; a contract has none.
func (s *Store) seatLimit(o opening.Opening, r feedRow) *int {
	people := r.Unit
	if people == nil && r.Sites == 1 {
		people = r.Headcount // the company is the unit
	}
	if people == nil || o.Terms.Kind == opening.Contract {
		return nil
	}
	n, known := s.limit(o.Terms.Start, r.Region, *people)
	if !known {
		return nil
	}
	return &n
}

// UnitLimit is how many trainees the law lets a unit of a company have at a time; false when that is not known.
func (s *Store) UnitLimit(on civil.Date, region string, headcount int) (int, bool) {
	return s.limit(on, region, headcount)
}
