package demo

import (
	"fmt"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/assessment"
)

// history draws what lies behind a profile: jobs with dates and places, titles, papers that expire. It has dice of its
// own, so that the profile is the same with it and without.
func history(o Options, n int, p *assessment.BatchProfile) {
	d := roll(o.Seed, "history", n)
	from := roll(o.Seed, "person", n).originOf(n)
	experience := worked(d, o, n, from, p)
	titles := studied(d, o, n, from, p)
	certificates := holds(d, o, n, p)
	p.Experience, p.Titles, p.Certificates = &experience, &titles, &certificates
	if n == 0 || d.chance(12) { // nobody has asked for a year
		for i := range sample(d, p.Skills, d.between(1, 3)) {
			p.Skills[i].ConfirmedOn = d.day(o.Today, -700, -380)
		}
	}
}

// worked gives every job that was held one stretch of time, which is as long as the profile says.
func worked(d dice, o Options, n int, from origin, p *assessment.BatchProfile) []assessment.Experience {
	list := []assessment.Experience{}
	last := monthNumber(o.Today) - d.between(2, 14)
	for i, job := range p.Occupations {
		if !job.Held || job.Months == 0 {
			continue
		}
		e := assessment.Experience{
			Id: idOf(o.Seed, "experience", n*100+i), Occupation: job.Occupation, ConfirmedOn: d.day(o.Today, -150, -1),
			Country: ptr(home(from)), Language: ptr(written(from)),
		}
		end := last
		if job.Months >= 12 && (n == 0 || d.chance(15)) { // still going on, and not asked about for long
			end = monthNumber(o.Today)
			e.ConfirmedOn = d.day(o.Today, -330, -190)
		} else {
			e.To = ptr(monthText(end))
		}
		e.From = monthText(end - job.Months + 1)
		last = end - job.Months - d.between(1, 9)
		e.Setting = assessment.ExperienceSetting([]string{"employed", "self-employed"}[d.weighted([]int{85, 15})])
		if job.Informal {
			e.Setting = assessment.ExperienceSetting([]string{"no-contract", "household", "care", "farming", "family-shop", "volunteering"}[d.weighted([]int{25, 20, 20, 12, 15, 8})])
		} else {
			e.Employer = ptr(pick(d, []string{"Aurora", "Girasole", "Tre Torri", "Due Ponti", "La Quercia", "Stella", "Orizzonte", "Il Faro"}) + " " + pick(d, []string{"srl", "snc", "coop", "& Figli"}) + mark)
			if d.chance(45) {
				e.Country = ptr("IT")
			}
		}
		e.Tasks = ptr(pick(d, tasksIn(*e.Language)))
		list = append(list, e)
	}
	return list
}

// studied gives the level of education a title, where somebody remembers one.
func studied(d dice, o Options, n int, from origin, p *assessment.BatchProfile) []assessment.Title {
	if p.Education == nil || n != 0 && d.chance(25) {
		return []assessment.Title{}
	}
	language := written(from)
	t := assessment.Title{
		Id: idOf(o.Seed, "title", n), Name: titleIn(language, p.Education.Eqf), Language: &language, Country: ptr(home(from)),
		Year: ptr(o.Today.Year - d.between(2, 24)), Eqf: ptr(p.Education.Eqf),
	}
	if home(from) == "IT" {
		t.Recognised = ptr(assessment.TitleRecognised("recognised"))
	} else if d.chance(70) {
		t.Recognised = ptr(assessment.TitleRecognised([]string{"recognised", "requested", "not-recognised"}[d.weighted([]int{12, 20, 68})]))
	}
	return []assessment.Title{t}
}

// holds gives licences a date; what has expired is no licence any more.
func holds(d dice, o Options, n int, p *assessment.BatchProfile) []assessment.Certificate {
	list := []assessment.Certificate{}
	for i, code := range p.Licences {
		if d.chance(70) {
			list = append(list, assessment.Certificate{Id: idOf(o.Seed, "certificate", n*100+i), Code: ptr(code), Expires: ptr(d.day(o.Today, 5, 2400))})
		}
	}
	if n == 0 || d.chance(14) {
		list = append(list, assessment.Certificate{Id: idOf(o.Seed, "certificate", n*100+90), Code: ptr("haccp"), Expires: ptr(d.day(o.Today, -200, -3))})
	}
	if d.chance(6) {
		list = append(list, assessment.Certificate{Id: idOf(o.Seed, "certificate", n*100+91), Name: ptr("Corso di italiano A2, CPIA" + mark)})
	}
	return list
}

// monthNumber counts months one after the other.
func monthNumber(d civil.Date) int { return d.Year*12 + int(d.Month) - 1 }

func monthText(n int) string { return fmt.Sprintf("%04d-%02d", n/12, n%12+1) }

// home is the country most of an origin's people come from.
func home(from origin) string {
	switch key := from.tongue + " " + strings.Join(from.other, " "); {
	case from.tongue == "it":
		return "IT"
	case strings.HasPrefix(key, "ar fr"):
		return "MA"
	case from.tongue == "ar":
		return "EG"
	}
	return map[string]string{
		"wo": "SN", "en": "NG", "bm": "ML", "bn": "BD", "ur": "PK", "uk": "UA", "es": "PE", "tl": "PH", "ro": "RO", "sq": "AL", "ti": "ER", "fa": "AF", "zh": "CN",
	}[from.tongue]
}

// written is the language in which somebody's own words were noted.
func written(from origin) string {
	for _, l := range append([]string{from.tongue}, from.other...) {
		switch l {
		case "it", "ar", "fr", "en":
			return l
		}
	}
	return "it"
}

func tasksIn(language string) []string {
	switch language {
	case "ar":
		return []string{"كنت أجهّز العمل في الصباح وأنظّف في المساء.", "عملت مع ثلاثة زملاء، وكنت أستقبل الزبائن.", "تعلّمت العمل من والدي ثم علّمته لأخي."}
	case "fr":
		return []string{"Je préparais le travail le matin et je rangeais le soir.", "Je travaillais avec trois collègues et j’accueillais les clients.", "J’ai appris auprès de mon père, puis j’ai montré à mon frère."}
	case "en":
		return []string{"I prepared the work in the morning and tidied up at night.", "I worked with three others and served the customers.", "I learned it from my father and later showed my brother."}
	default:
		return []string{"Preparavo il lavoro al mattino e riordinavo la sera.", "Lavoravo con tre colleghi e ricevevo i clienti.", "Ho imparato da mio padre e poi l’ho mostrato a mio fratello."}
	}
}

func titleIn(language string, eqf int) string {
	names := map[string][]string{
		"it": {"Licenza elementare", "Licenza media", "Qualifica professionale", "Diploma di maturità", "Diploma ITS", "Laurea triennale", "Laurea magistrale"},
		"ar": {"شهادة التعليم الابتدائي", "شهادة التعليم الإعدادي", "دبلوم التكوين المهني", "شهادة البكالوريا", "دبلوم تقني عالٍ", "إجازة جامعية", "ماجستير"},
		"fr": {"Certificat d’études primaires", "Brevet d’études", "Certificat d’aptitude professionnelle", "Baccalauréat", "Brevet de technicien supérieur", "Licence", "Master"},
		"en": {"Primary school certificate", "Junior secondary certificate", "Vocational certificate", "Secondary school certificate", "Higher national diploma", "Bachelor’s degree", "Master’s degree"},
	}[language]
	return names[max(min(eqf, len(names)), 1)-1]
}
