// Package cv makes a person's CV from the profile: what it says, in which order, and what it must not say. It has no
// photo, no nationality and no age. Without name and contacts it is blind: it holds nothing that tells who somebody is,
// so no employer, no school, no country, no year and no words of the person's own.
package cv

import (
	"cmp"
	"slices"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/services/skills-assessment/internal/profile"
	"github.com/celav/celav/services/skills-assessment/internal/taxonomy"
)

// Options say what somebody wants on the CV.
type Options struct {
	Language taxonomy.Language
	Name     bool
	Contacts bool
}

// Languages lists the languages in which a CV comes out.
func Languages() []taxonomy.Language {
	return []taxonomy.Language{taxonomy.Italian, taxonomy.English, taxonomy.French}
}

// Card is how a person is called and reached.
type Card struct {
	Name    string
	Channel string // "phone", "email" ...
	Contact string
}

// CV is what the paper says.
type CV struct {
	Language     taxonomy.Language
	Blind        bool
	Card         Card
	On           civil.Date
	Wanted       []taxonomy.Name
	Jobs         []Job
	Skills       []Level
	Languages    []profile.Language
	EQF          int // the highest level; 0 is not known
	Titles       []profile.Title
	Certificates []Certificate
}

// Job is one line of experience.
type Job struct {
	Occupation taxonomy.Name
	Setting    profile.Setting // empty when only the occupation is known
	Months     int
	// The rest is empty on a blind CV.
	From, To profile.Month
	Employer string
	Country  string
	Tasks    string
	TasksIn  string // language of Tasks
}

// Level is the skills known at one level, by name.
type Level struct {
	Level  profile.Level
	Skills []Skill
}

// Skill is one that the person has.
type Skill struct {
	taxonomy.Name
	Documented bool
}

// Certificate is a licence or certificate.
type Certificate struct {
	Code    string
	Name    string
	Expires *civil.Date
}

// mostSkills keeps the paper to two pages: those known best.
const mostSkills = 40

// Make writes the CV. Names are the concepts' in the CV's language; card is empty unless o asks for some of it.
func Make(p profile.Profile, names map[string]taxonomy.Name, card Card, o Options, today civil.Date) CV {
	out := CV{Language: o.Language, Blind: !o.Name && !o.Contacts, On: today, Languages: p.Languages}
	if o.Name {
		out.Card.Name = card.Name
	}
	if o.Contacts {
		out.Card.Channel, out.Card.Contact = card.Channel, card.Contact
	}
	name := func(id string) taxonomy.Name {
		if n, ok := names[id]; ok {
			return n
		}
		return taxonomy.Name{Text: id}
	}
	for _, w := range p.Occupations {
		if w.Wanted {
			out.Wanted = append(out.Wanted, name(w.Occupation))
		}
	}
	out.Jobs = jobs(p, name, out.Blind, today)
	out.Skills = levels(p.Skills, name)
	if p.Education != nil {
		out.EQF = p.Education.EQF
	}
	if !out.Blind {
		out.Titles = slices.SortedStableFunc(slices.Values(p.Titles), func(a, b profile.Title) int { return cmp.Compare(b.Year, a.Year) })
	}
	out.Certificates = certificates(p, out.Blind, today)
	return out
}

// jobs are the experience, the latest first, and then what is known without dates.
func jobs(p profile.Profile, name func(string) taxonomy.Name, blind bool, today civil.Date) []Job {
	experience := slices.SortedStableFunc(slices.Values(p.Experience), func(a, b profile.Experience) int {
		return cmp.Or(cmp.Compare(ending(b), ending(a)), cmp.Compare(b.From, a.From))
	})
	var list []Job
	told := map[string]bool{}
	for _, e := range experience {
		told[e.Occupation] = true
		j := Job{Occupation: name(e.Occupation), Setting: e.Setting, Months: e.Months(today)}
		if !blind {
			j.From, j.To, j.Employer, j.Country, j.Tasks, j.TasksIn = e.From, e.To, e.Employer, e.Country, e.Tasks, e.Language
		}
		list = append(list, j)
	}
	for _, o := range p.Occupations {
		if o.Held && !told[o.Occupation] {
			list = append(list, Job{Occupation: name(o.Occupation), Months: o.Months})
		}
	}
	return list
}

// ending sorts what is still going on before everything.
func ending(e profile.Experience) profile.Month {
	if e.To == "" {
		return "9999-12"
	}
	return e.To
}

// levels groups the skills that are known best, by level; what was only begun is left out.
func levels(skills []profile.Skill, name func(string) taxonomy.Name) []Level {
	best := slices.DeleteFunc(slices.Clone(skills), func(s profile.Skill) bool { return s.Level < profile.WithHelp })
	slices.SortStableFunc(best, func(a, b profile.Skill) int {
		return cmp.Or(cmp.Compare(b.Level, a.Level), cmp.Compare(name(a.Skill).Text, name(b.Skill).Text))
	})
	var list []Level
	for _, s := range best[:min(len(best), mostSkills)] {
		if len(list) == 0 || list[len(list)-1].Level != s.Level {
			list = append(list, Level{Level: s.Level})
		}
		last := &list[len(list)-1]
		last.Skills = append(last.Skills, Skill{name(s.Skill), s.Evidence == profile.Documented})
	}
	return list
}

// certificates leaves out what has expired; a blind CV names only what everybody may have.
func certificates(p profile.Profile, blind bool, today civil.Date) []Certificate {
	var list []Certificate
	told := map[string]bool{}
	for _, c := range p.Certificates {
		if c.Code != "" {
			told[c.Code] = true
		}
		if c.Expired(today) || blind && c.Code == "" {
			continue
		}
		list = append(list, Certificate{c.Code, c.Name, c.Expires})
	}
	for _, code := range p.Licences {
		if !told[code] {
			list = append(list, Certificate{Code: code})
		}
	}
	return list
}
