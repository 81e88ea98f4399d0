package encoding

import (
	"github.com/celav/celav/pkg/contract/assessment"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

// confirmedBy tells a person from staff; which member of staff stays in the service.
func confirmedBy(who string) *assessment.ProfileSkillConfirmedBy {
	by := assessment.ProfileSkillConfirmedBy("staff")
	switch who {
	case "":
		return nil
	case profile.ByPerson:
		by = "person"
	}
	return &by
}

func history(c profile.Content) ([]assessment.Experience, []assessment.Title, []assessment.Certificate) {
	experience := make([]assessment.Experience, len(c.Experience))
	for i, e := range c.Experience {
		experience[i] = assessment.Experience{
			Id: e.ID, Occupation: e.Occupation, Setting: assessment.ExperienceSetting(e.Setting), Employer: some(e.Employer), Country: some(e.Country),
			From: string(e.From), To: some(string(e.To)), Tasks: some(e.Tasks), Language: some(e.Language), ConfirmedOn: e.ConfirmedOn,
		}
	}
	titles := make([]assessment.Title, len(c.Titles))
	for i, t := range c.Titles {
		titles[i] = assessment.Title{
			Id: t.ID, Name: t.Name, Language: some(t.Language), Country: some(t.Country), Year: some(t.Year), Eqf: some(t.EQF),
			Recognised: some(assessment.TitleRecognised(t.Recognised)),
		}
	}
	certificates := make([]assessment.Certificate, len(c.Certificates))
	for i, one := range c.Certificates {
		certificates[i] = assessment.Certificate{Id: one.ID, Code: some(one.Code), Name: some(one.Name), Expires: one.Expires}
	}
	return experience, titles, certificates
}

// readHistory reads what lies behind a profile; what a request leaves out stays nil.
func readHistory(c assessment.ProfileContent, out *profile.Content) {
	for _, e := range value(c.Experience) {
		out.Experience = append(out.Experience, profile.Experience{
			ID: e.Id, Occupation: e.Occupation, Setting: profile.Setting(e.Setting), Employer: value(e.Employer), Country: value(e.Country),
			From: profile.Month(e.From), To: profile.Month(value(e.To)), Tasks: value(e.Tasks), Language: value(e.Language), ConfirmedOn: e.ConfirmedOn,
		})
	}
	for _, t := range value(c.Titles) {
		out.Titles = append(out.Titles, profile.Title{
			ID: t.Id, Name: t.Name, Language: value(t.Language), Country: value(t.Country), Year: value(t.Year), EQF: value(t.Eqf),
			Recognised: profile.Recognition(value(t.Recognised)),
		})
	}
	for _, one := range value(c.Certificates) {
		out.Certificates = append(out.Certificates, profile.Certificate{ID: one.Id, Code: value(one.Code), Name: value(one.Name), Expires: one.Expires})
	}
}

func some[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func value[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
