package cv_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/services/skills-assessment/internal/cv"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

func today() civil.Date { return civil.Date{Year: 2026, Month: 11, Day: 23} }

func person() profile.Profile {
	gone, ahead := civil.Date{Year: 2026, Month: 1, Day: 1}, civil.Date{Year: 2030, Month: 1, Day: 1}
	return profile.Profile{Person: "p", Content: profile.Content{
		Skills: []profile.Skill{
			{Skill: "s:begun", Level: profile.Started, Evidence: profile.Said},
			{Skill: "s:bread", Level: profile.Independent, Evidence: profile.Documented},
			{Skill: "s:knives", Level: profile.CanTeach, Evidence: profile.Said},
		},
		Occupations: []profile.Occupation{{Occupation: "o:cook", Held: true, Wanted: true, Months: 12}, {Occupation: "o:waiter", Held: true, Months: 6}},
		Experience: []profile.Experience{{
			ID: "experience-1", Occupation: "o:cook", Setting: profile.Household, Employer: "Segretissima", Country: "MA", From: "2019-01", To: "2019-12",
			Tasks: "parole sue", Language: "it", ConfirmedOn: today(),
		}},
		Titles:       []profile.Title{{ID: "title-0001", Name: "Baccalauréat segreto", Country: "MA", Year: 2015, EQF: 4}},
		Education:    &profile.Education{EQF: 4},
		Certificates: []profile.Certificate{{ID: "certificate-1", Code: "haccp", Expires: &gone}, {ID: "certificate-2", Code: "B", Expires: &ahead}, {ID: "certificate-3", Name: "Corso segreto"}},
		Languages:    []profile.Language{{Language: "ar", Listening: "C2"}},
	}}
}

func names() map[string]taxonomy.Name {
	return map[string]taxonomy.Name{"o:cook": {Text: "cuoco", Language: "it"}, "o:waiter": {Text: "waiter", Language: "en"}, "s:bread": {Text: "pane", Language: "it"}, "s:knives": {Text: "coltelli", Language: "it"}}
}

type words struct{}

func (words) Tongue(tag string) string     { return tag }
func (words) Country(code string) string   { return code }
func (words) Licence(code string) string   { return code }
func (words) Level(l profile.Level) string { return fmt.Sprint(l) }

func TestABlindCVTellsNothingThatIdentifies(t *testing.T) {
	card := cv.Card{Name: "Nome Segreto", Channel: "phone", Contact: "+39 segreto"}
	blind := cv.Make(person(), names(), card, cv.Options{Language: "it"}, today())
	passport, err := blind.Europass(words{})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := json.Marshal(blind)
	if err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{"egret", "MA\"", "2019", "2015", "parole sue"} {
		if strings.Contains(string(passport), hidden) || strings.Contains(string(whole), hidden) {
			t.Errorf("a blind CV says %q: %s", hidden, passport)
		}
	}
	for _, shown := range []string{"cuoco", "pane", "coltelli"} {
		if !strings.Contains(string(passport), shown) {
			t.Errorf("the blind CV lacks %q", shown)
		}
	}
	if blind.Jobs[0].Months != 12 {
		t.Errorf("how long is not told: %+v", blind.Jobs[0])
	}
}

func TestACVWithName(t *testing.T) {
	card := cv.Card{Name: "Nome Cognome", Channel: "phone", Contact: "+39 02"}
	open := cv.Make(person(), names(), card, cv.Options{Language: "it", Name: true}, today())
	if open.Card.Name == "" || open.Card.Contact != "" {
		t.Errorf("the name alone was asked for: %+v", open.Card)
	}
	if len(open.Jobs) != 2 || open.Jobs[0].Employer == "" || open.Jobs[1].Months != 6 {
		t.Errorf("experience with dates first, then what is known without: %+v", open.Jobs)
	}
	if len(open.Skills) != 2 || open.Skills[0].Level != profile.CanTeach || !open.Skills[1].Skills[0].Documented {
		t.Errorf("skills, best first, without what was only begun: %+v", open.Skills)
	}
	if len(open.Certificates) != 2 {
		t.Errorf("what has expired is left out: %+v", open.Certificates)
	}
	passport, err := open.Europass(words{})
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		LearnerInfo struct {
			Identification struct {
				PersonName struct{ FirstName, Surname string }
			}
			WorkExperience []struct {
				Period   struct{ From struct{ Year, Month int } }
				Employer struct{ Name string }
			}
			Skills struct {
				Driving struct{ Description []string }
			}
		}
	}
	if err := json.Unmarshal(passport, &read); err != nil {
		t.Fatal(err)
	}
	l := read.LearnerInfo
	if l.Identification.PersonName.Surname != "Cognome" || l.WorkExperience[0].Period.From.Year != 2019 || l.WorkExperience[0].Employer.Name == "" || l.Skills.Driving.Description[0] != "B" {
		t.Errorf("%s", passport)
	}
}
