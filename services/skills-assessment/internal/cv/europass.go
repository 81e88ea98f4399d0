package cv

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// Words name what the CV's file holds by code, in the CV's language.
type Words interface {
	Tongue(tag string) string
	Country(code string) string
	Licence(code string) string
	Level(l profile.Level) string
}

// The parts of Europass's SkillsPassport 3.4 that a CV fills. The names are its own.
type (
	passport struct {
		Locale       string
		DocumentInfo documentInfo
		LearnerInfo  learnerInfo
	}
	documentInfo struct {
		DocumentType, CreationDate, LastUpdateDate, XSDVersion, Generator string
	}
	learnerInfo struct {
		Identification *identification   `json:",omitempty"`
		Headline       *headline         `json:",omitempty"`
		WorkExperience []workExperience  `json:",omitempty"`
		Education      []educationRecord `json:",omitempty"`
		Skills         skills
	}
	identification struct {
		PersonName  *personName  `json:",omitempty"`
		ContactInfo *contactInfo `json:",omitempty"`
	}
	personName  struct{ FirstName, Surname string }
	contactInfo struct {
		Email     *contact  `json:",omitempty"`
		Telephone []contact `json:",omitempty"`
	}
	contact  struct{ Contact string }
	headline struct{ Type, Description label }
	label    struct {
		Code  string `json:",omitempty"`
		Label string
	}
	period struct {
		From    *month `json:",omitempty"`
		To      *month `json:",omitempty"`
		Current bool   `json:",omitempty"`
	}
	month          struct{ Year, Month int }
	workExperience struct {
		Period     *period `json:",omitempty"`
		Position   label
		Activities string    `json:",omitempty"`
		Employer   *employer `json:",omitempty"`
	}
	employer struct {
		Name        string           `json:",omitempty"`
		ContactInfo *employerContact `json:",omitempty"`
	}
	employerContact struct{ Address address }
	address         struct{ Contact addressContact }
	addressContact  struct{ Country label }
	educationRecord struct {
		Period *period `json:",omitempty"`
		Title  string  `json:",omitempty"`
		Level  *label  `json:",omitempty"`
	}
	skills struct {
		Linguistic linguistic
		JobRelated *described `json:",omitempty"`
		Driving    *driving   `json:",omitempty"`
		Other      *described `json:",omitempty"`
	}
	described  struct{ Description string }
	driving    struct{ Description []string }
	linguistic struct {
		ForeignLanguage []foreignLanguage `json:",omitempty"`
	}
	foreignLanguage struct {
		Description      label
		ProficiencyLevel proficiency
	}
	proficiency struct {
		Listening         string `json:",omitempty"`
		Reading           string `json:",omitempty"`
		SpokenInteraction string `json:",omitempty"`
		SpokenProduction  string `json:",omitempty"`
		Writing           string `json:",omitempty"`
	}
)

// Europass writes the CV as the value of SkillsPassport. A mother tongue is not told apart: it would say where somebody
// comes from.
func (c CV) Europass(w Words) (json.RawMessage, error) {
	day := c.On.String() + "T00:00:00Z"
	doc := passport{
		Locale:       string(c.Language),
		DocumentInfo: documentInfo{DocumentType: "ECV", CreationDate: day, LastUpdateDate: day, XSDVersion: "V3.4", Generator: "CeLav"},
		LearnerInfo:  learnerInfo{Identification: c.identification(), Headline: c.headline(), Education: c.education(), Skills: c.passportSkills(w)},
	}
	for _, j := range c.Jobs {
		doc.LearnerInfo.WorkExperience = append(doc.LearnerInfo.WorkExperience, j.work(w))
	}
	out, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("write a CV for Europass: %w", err)
	}
	return out, nil
}

func (c CV) identification() *identification {
	if c.Blind {
		return nil
	}
	id := &identification{}
	if c.Card.Name != "" {
		first, last, _ := strings.Cut(c.Card.Name, " ")
		id.PersonName = &personName{first, last}
	}
	switch {
	case c.Card.Contact == "":
	case strings.Contains(c.Card.Contact, "@"):
		id.ContactInfo = &contactInfo{Email: &contact{c.Card.Contact}}
	default:
		id.ContactInfo = &contactInfo{Telephone: []contact{{c.Card.Contact}}}
	}
	return id
}

func (c CV) headline() *headline {
	var wanted []string
	for _, o := range c.Wanted {
		wanted = append(wanted, o.Text)
	}
	if len(wanted) == 0 {
		return nil
	}
	return &headline{Type: label{Code: "preferred_job", Label: "Preferred job"}, Description: label{Label: strings.Join(wanted, ", ")}}
}

func (j Job) work(w Words) workExperience {
	out := workExperience{Position: label{Label: j.Occupation.Text}, Activities: j.Tasks}
	if j.From != "" {
		out.Period = &period{From: monthOf(j.From), To: monthOf(j.To), Current: j.To == ""}
	}
	if j.Employer != "" || j.Country != "" {
		out.Employer = &employer{Name: j.Employer}
		if j.Country != "" {
			out.Employer.ContactInfo = &employerContact{address{addressContact{label{j.Country, w.Country(j.Country)}}}}
		}
	}
	return out
}

func monthOf(m profile.Month) *month {
	year, number, found := strings.Cut(string(m), "-")
	if !found {
		return nil
	}
	y, _ := strconv.Atoi(year) // the profile has checked it
	n, _ := strconv.Atoi(number)
	return &month{y, n}
}

func (c CV) education() []educationRecord {
	var list []educationRecord
	for _, t := range c.Titles {
		r := educationRecord{Title: t.Name}
		if t.Year > 0 {
			r.Period = &period{To: &month{Year: t.Year, Month: 12}}
		}
		if t.EQF > 0 {
			r.Level = &label{strconv.Itoa(t.EQF), "EQF " + strconv.Itoa(t.EQF)}
		}
		list = append(list, r)
	}
	if len(list) == 0 && c.EQF > 0 {
		list = append(list, educationRecord{Level: &label{strconv.Itoa(c.EQF), "EQF " + strconv.Itoa(c.EQF)}})
	}
	return list
}

func (c CV) passportSkills(w Words) skills {
	var out skills
	for _, l := range c.Languages {
		out.Linguistic.ForeignLanguage = append(out.Linguistic.ForeignLanguage, foreignLanguage{
			label{l.Language, w.Tongue(l.Language)}, proficiency{l.Listening, l.Reading, l.Interaction, l.Production, l.Writing},
		})
	}
	var known []string
	for _, level := range c.Skills {
		var names []string
		for _, s := range level.Skills {
			names = append(names, s.Text)
		}
		known = append(known, w.Level(level.Level)+": "+strings.Join(names, ", "))
	}
	if len(known) > 0 {
		out.JobRelated = &described{strings.Join(known, "\n")}
	}
	var classes, others []string
	for _, one := range c.Certificates {
		switch {
		case len(one.Code) > 0 && len(one.Code) <= 2 && strings.ToUpper(one.Code) == one.Code && one.Code != "KB":
			classes = append(classes, one.Code)
		case one.Code != "":
			others = append(others, w.Licence(one.Code))
		default:
			others = append(others, one.Name)
		}
	}
	if len(classes) > 0 {
		out.Driving = &driving{classes}
	}
	if len(others) > 0 {
		out.Other = &described{strings.Join(others, "\n")}
	}
	return out
}
