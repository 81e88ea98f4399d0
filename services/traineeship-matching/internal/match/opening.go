package match

import (
	"encoding/json"
	"fmt"

	"cloud.google.com/go/civil"
)

// Opening is a place that a host offers: a traineeship, a contract, or both.
type Opening struct {
	ID            string             `json:"id"`
	Version       int64              `json:"-"` // of the projection row; a later one wins
	CompanyID     string             `json:"companyId"`
	SiteID        string             `json:"siteId"`
	Site          Site               `json:"site"`
	Kind          string             `json:"kind"` // "traineeship", "contract" or "both"
	Title         string             `json:"title"`
	Language      string             `json:"language"` // of the title
	Occupation    string             `json:"occupation"`
	ISCO          string             `json:"isco"` // four digits
	NeededAtStart []OpeningSkill     `json:"neededAtStart"`
	Optional      []OpeningSkill     `json:"optional"`
	LearnedHere   []string           `json:"learnedHere"`
	Languages     []RequiredLanguage `json:"languages"`
	Slots         []Slot             `json:"slots"`
	HoursWeek     *int               `json:"hoursWeek"`
	Start         *civil.Date        `json:"start"`
	Months        *int               `json:"months"` // nil: open-ended
	Seats         int                `json:"seats"`
	SeatsTaken    int                `json:"seatsTaken"`
	SeatLimit     *int               `json:"seatLimit"` // the host's legal limit, where it is known
	MinimumAge    int                `json:"minimumAge"`
	Licences      []string           `json:"licences"`
	EducationEQF  *int               `json:"educationEqf"`
	WelcomesArt27 bool               `json:"welcomesArt27"`
	// BoardAndLodging is who gives board and lodging to a trainee from abroad, on top of the allowance; empty: not said.
	BoardAndLodging string      `json:"boardAndLodging"`
	Accommodations  []string    `json:"accommodations"`
	PublishedOn     *civil.Date `json:"publishedOn"`
	ClosesOn        *civil.Date `json:"closesOn"`
	Live            bool        `json:"live"`
}

// Site is where the work is.
type Site struct {
	Lat          *float64 `json:"lat"`
	Lon          *float64 `json:"lon"`
	Municipality string   `json:"municipality"`
	Region       string   `json:"region"`
}

// OpeningSkill is a skill that an opening asks for.
type OpeningSkill struct {
	Skill  string `json:"skill"`
	Level  *int   `json:"level"`  // 1..4; nil: the weights say which is meant
	Weight int    `json:"weight"` // 1..3; 0 counts as 1
}

// RequiredLanguage is the least level of a language that the task needs.
type RequiredLanguage struct {
	Language string `json:"language"`
	Level    CEFR   `json:"level"`
}

// ReadOpening reads the state of the openings' feed. Fields that matching does not know pass unread.
func ReadOpening(state []byte) (Opening, error) {
	var o Opening
	if err := json.Unmarshal(state, &o); err != nil {
		return Opening{}, fmt.Errorf("read an opening: %w", err)
	}
	return o, nil
}

func (o *Opening) traineeship() bool { return o.Kind != "contract" }
func (o *Opening) contract() bool    { return o.Kind != "traineeship" }

// SeatsFree is what is left of the seats, within the host's legal limit.
func (o *Opening) SeatsFree() int {
	seats := o.Seats
	if o.SeatLimit != nil {
		seats = min(seats, *o.SeatLimit)
	}
	return seats - o.SeatsTaken
}
