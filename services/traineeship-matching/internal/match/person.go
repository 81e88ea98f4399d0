package match

import (
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

// Person is what matching knows about somebody: no name, no document, no status. It joins two feeds: the candidate of
// intake (when, how far, with which limits) and the profile of skills-assessment (what they can do and want).
type Person struct {
	ID           string            `json:"personId"`
	Version      int64             `json:"-"` // of the projection row; a later one wins
	Team         string            `json:"team"`
	Residence    string            `json:"residence"`  // "local" or "abroad"
	MinimumAge   int               `json:"minimumAge"` // the highest legal minimum reached; 0: not known
	Availability *Availability     `json:"availability"`
	Reach        *Reach            `json:"reach"`
	WorkAccess   []policy.Interval `json:"workAccess"`
	Constraints  []string          `json:"constraints"` // PracticalCodes; why is not known here
	WaitingSince *civil.Date       `json:"waitingSince"`
	State        string            `json:"state"` // "active" or "closed"
	// Of people from abroad: the cohort that the City accepted, and the day of the title that the traineeship completes.
	Cohort  *string     `json:"cohort"`
	TitleOn *civil.Date `json:"titleOn"`

	TaxonomyVersion string           `json:"taxonomyVersion"`
	UpdatedOn       civil.Date       `json:"-"` // of the profile; zero: there is none
	Skills          []PersonSkill    `json:"skills"`
	Occupations     []PastOccupation `json:"occupations"`
	Languages       []SpokenLanguage `json:"languages"`
	Education       *Education       `json:"education"`
	Licences        []string         `json:"licences"` // nil: nobody has asked
	Learning        []string         `json:"learning"` // skills that the person wants to learn
	Preferences     *Preferences     `json:"preferences"`
}

// Availability is when somebody can work.
type Availability struct {
	From         *civil.Date `json:"from"`
	MaxHoursWeek *int        `json:"maxHoursWeek"`
	Slots        []Slot      `json:"slots"` // empty: the hours of the day are not known
}

// Reach is from where and how far somebody travels. The place is rounded to about a kilometre before it comes here.
type Reach struct {
	Lat        float64  `json:"lat"`
	Lon        float64  `json:"lon"`
	MaxMinutes *int     `json:"maxMinutes"`
	Modes      []string `json:"modes"` // "transit", "walk", "bike", "car"
}

// PersonSkill is a skill with how well and how we know.
type PersonSkill struct {
	Skill       string      `json:"skill"`
	Level       int         `json:"level"`    // 1 started, 2 with help, 3 independent, 4 can teach
	Evidence    string      `json:"evidence"` // "said", "seen" or "documented"
	ConfirmedOn *civil.Date `json:"confirmedOn"`
}

// PastOccupation is an occupation that somebody held or wants.
type PastOccupation struct {
	Occupation string `json:"occupation"`
	Held       bool   `json:"held"`
	Wanted     bool   `json:"wanted"`
	Months     int    `json:"months"`
	Informal   bool   `json:"informal"` // counts like formal work
}

// SpokenLanguage is a language by CEFR skill; a missing level is zero.
type SpokenLanguage struct {
	Language    string `json:"language"`
	Listening   CEFR   `json:"listening"`
	Reading     CEFR   `json:"reading"`
	Interaction CEFR   `json:"interaction"`
	Production  CEFR   `json:"production"`
	Writing     CEFR   `json:"writing"`
}

// AtWork is the level that work needs: what is understood and said in conversation, the lower of the two. Where neither
// is known it is the lowest level known.
func (l SpokenLanguage) AtWork() CEFR {
	if level := lowest(l.Listening, l.Interaction); level > 0 {
		return level
	}
	return lowest(l.Reading, l.Production, l.Writing)
}

// Education is the level reached, on the European framework.
type Education struct {
	EQF *int `json:"eqf"`
}

// Preferences is what somebody wants.
type Preferences struct {
	Kinds        []string `json:"kinds"`       // "traineeship", "contract"
	NightShifts  *string  `json:"nightShifts"` // "yes", "no"
	Weekend      *string  `json:"weekend"`
	MaxHoursWeek *int     `json:"maxHoursWeek"`
}

// ReadPerson joins the states of the two feeds into one document. The profile may be nil: nobody has assessed the person
// yet. Fields that matching does not know pass unread.
func ReadPerson(candidate, profile []byte) (Person, error) {
	var p Person
	if err := json.Unmarshal(candidate, &p); err != nil {
		return Person{}, fmt.Errorf("read a candidate: %w", err)
	}
	if profile == nil {
		return p, nil
	}
	id := p.ID
	if err := json.Unmarshal(profile, &p); err != nil {
		return Person{}, fmt.Errorf("read a profile: %w", err)
	}
	var dated struct {
		UpdatedAt string `json:"updatedAt"` // an instant, or a date
	}
	if err := json.Unmarshal(profile, &dated); err != nil {
		return Person{}, fmt.Errorf("read a profile: %w", err)
	}
	if dated.UpdatedAt != "" {
		at, err := time.Parse(time.RFC3339Nano, dated.UpdatedAt)
		if err != nil {
			if at, err = time.Parse(time.DateOnly, dated.UpdatedAt); err != nil {
				return Person{}, fmt.Errorf("read a profile's date: %w", err)
			}
		}
		p.UpdatedOn = civil.DateOf(at)
	}
	if id != "" && id != p.ID {
		return Person{}, fmt.Errorf("candidate %s and profile %s are not one person", id, p.ID)
	}
	return p, nil
}
