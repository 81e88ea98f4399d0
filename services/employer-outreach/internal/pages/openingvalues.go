package pages

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/employer-outreach/internal/opening"
)

// skillFields are the three groups of skills of the form.
func skillFields() []string { return []string{"neededAtStart", "optional", "learnedHere"} }

// languageRows is how many languages the form asks for; more come over the API and are kept.
const languageRows = 3

// skills lists the skills of a group in the typed form: "neededAtStart.0.skill" and so on.
func skills(typed url.Values, field string) []string {
	var ids []string
	for i := 0; i < opening.MaxSkills; i++ {
		id := typed.Get(fmt.Sprintf("%s.%d.skill", field, i))
		if id == "" {
			break
		}
		ids = append(ids, id)
	}
	return ids
}

// gather takes the candidates that were ticked into their groups, and takes out the skills that were
// ticked for removal, so that what follows sees one list per group.
func gather(typed url.Values) url.Values {
	out := url.Values{}
	for name, values := range typed {
		if group, _, _ := strings.Cut(name, "."); !slices.Contains(skillFields(), group) || strings.HasSuffix(name, ".q") {
			out[name] = values
		}
	}
	for _, field := range skillFields() {
		n := 0
		put := func(id, level, weight string) {
			at := fmt.Sprintf("%s.%d.", field, n)
			out.Set(at+"skill", id)
			out.Set(at+"level", level)
			out.Set(at+"weight", weight)
			n++
		}
		listed := skills(typed, field)
		for i, id := range listed {
			at := fmt.Sprintf("%s.%d.", field, i)
			if typed.Get(at+"drop") == "" {
				put(id, typed.Get(at+"level"), typed.Get(at+"weight"))
			}
		}
		for _, id := range typed[field+".add"] {
			if !slices.Contains(listed, id) && n < opening.MaxSkills {
				put(id, "", "")
			}
		}
	}
	return out
}

// readTerms reads the form. What cannot be read is an Invalid fault, with every such field.
func readTerms(ctx context.Context, typed url.Values) (opening.Terms, error) {
	r := reader{typed: typed}
	t := opening.Terms{
		SiteID: typed.Get("siteId"), Kind: opening.Kind(typed.Get("kind")), Title: typed.Get("title"),
		Description: strings.ReplaceAll(typed.Get("description"), "\r\n", "\n"), Language: typed.Get("language"),
		Occupation: typed.Get("occupation"), NeededAtStart: r.demands("neededAtStart"), Optional: r.demands("optional"),
		LearnedHere: skills(typed, "learnedHere"), HoursWeek: r.number("hoursWeek"), Months: r.number("months"),
		MinimumAge: value(r.number("minimumAge")), Seats: value(r.number("seats")), SeatsTaken: value(r.number("seatsTaken")),
		Licences: typed["licences"], EducationEQF: r.number("educationEqf"), WelcomesArt27: typed.Get("welcomesArt27") == "true",
		Accommodations: typed["accommodations"], ClosesOn: r.date("closesOn"),
	}
	if t.WelcomesArt27 {
		t.BoardAndLodging = opening.BoardAndLodging{
			By: opening.Provider(typed.Get("boardAndLodging.by")), Address: typed.Get("boardAndLodging.address"),
			Free: typed.Get("boardAndLodging.free") == "true", ReturnPaidBy: opening.Provider(typed.Get("boardAndLodging.returnPaidBy")),
		}
	}
	if start := r.date("start"); start != nil {
		t.Start = *start
	}
	for i := 0; typed.Has(fmt.Sprintf("languages.%d.language", i)); i++ {
		l := opening.LanguageDemand{Language: typed.Get(fmt.Sprintf("languages.%d.language", i)), Level: typed.Get(fmt.Sprintf("languages.%d.level", i))}
		if l != (opening.LanguageDemand{}) {
			t.Languages = append(t.Languages, l)
		}
	}
	slots, errs := ui.ReadSlots(ctx, typed, "slots")
	for _, e := range errs {
		r.wrong.Add("/slots", "", "%s", e.Text)
	}
	for _, s := range slots {
		t.Slots = append(t.Slots, opening.Slot{Day: s.Day, From: s.From, To: s.To})
	}
	if len(r.wrong) == 0 {
		return t, nil
	}
	_, err := opening.New("", "", t) // what else is wrong is told together
	for _, v := range violations(err) {
		if !slices.ContainsFunc(r.wrong, func(w fault.Violation) bool { return w.Pointer == v.Pointer }) {
			r.wrong = append(r.wrong, v)
		}
	}
	return t, r.wrong.Err()
}

func violations(err error) fault.Violations {
	if f, ok := err.(*fault.Error); ok { //nolint:errorlint // the domain returns it bare
		return f.Violations
	}
	return nil
}

// reader reads typed values and remembers what cannot be read.
type reader struct {
	typed url.Values
	wrong fault.Violations
}

func (r *reader) number(name string) *int {
	s := strings.TrimSpace(r.typed.Get(name))
	if s == "" {
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		r.wrong.Add("/"+strings.ReplaceAll(name, ".", "/"), "number", "must be a whole number")
		return nil
	}
	return &n
}

func (r *reader) date(name string) *civil.Date {
	s := strings.TrimSpace(r.typed.Get(name))
	if s == "" {
		return nil
	}
	d, err := civil.ParseDate(s)
	if err != nil {
		r.wrong.Add("/"+name, "date", "must be a date")
		return nil
	}
	return &d
}

func (r *reader) demands(field string) []opening.SkillDemand {
	var list []opening.SkillDemand
	for i, id := range skills(r.typed, field) {
		at := fmt.Sprintf("%s.%d.", field, i)
		list = append(list, opening.SkillDemand{Skill: id, Level: r.number(at + "level"), Weight: value(r.number(at + "weight"))})
	}
	return list
}

func value(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// writeTerms fills the form from an opening.
func writeTerms(t opening.Terms) url.Values {
	v := url.Values{
		"siteId": {t.SiteID}, "kind": {string(t.Kind)}, "title": {t.Title}, "description": {t.Description}, "language": {t.Language},
		"occupation": {t.Occupation}, "hoursWeek": {text(t.HoursWeek)}, "start": {t.Start.String()}, "months": {text(t.Months)},
		"seats": {strconv.Itoa(t.Seats)}, "seatsTaken": {strconv.Itoa(t.SeatsTaken)}, "minimumAge": {strconv.Itoa(t.MinimumAge)},
		"licences": t.Licences, "educationEqf": {text(t.EducationEQF)}, "accommodations": t.Accommodations,
	}
	if t.WelcomesArt27 {
		v.Set("welcomesArt27", "true")
		v.Set("boardAndLodging.by", string(t.BoardAndLodging.By))
		v.Set("boardAndLodging.address", t.BoardAndLodging.Address)
		v.Set("boardAndLodging.returnPaidBy", string(t.BoardAndLodging.ReturnPaidBy))
		if t.BoardAndLodging.Free {
			v.Set("boardAndLodging.free", "true")
		}
	}
	if t.ClosesOn != nil {
		v.Set("closesOn", t.ClosesOn.String())
	}
	for field, list := range map[string][]opening.SkillDemand{"neededAtStart": t.NeededAtStart, "optional": t.Optional} {
		for i, d := range list {
			at := fmt.Sprintf("%s.%d.", field, i)
			v.Set(at+"skill", d.Skill)
			v.Set(at+"level", text(d.Level))
			v.Set(at+"weight", strconv.Itoa(d.Weight))
		}
	}
	for i, id := range t.LearnedHere {
		v.Set(fmt.Sprintf("learnedHere.%d.skill", i), id)
	}
	for i, l := range t.Languages {
		v.Set(fmt.Sprintf("languages.%d.language", i), l.Language)
		v.Set(fmt.Sprintf("languages.%d.level", i), l.Level)
	}
	seen := map[int]int{}
	for _, s := range t.Slots {
		at := fmt.Sprintf("slots.%d.%d.", s.Day, seen[s.Day])
		v.Set(at+"from", s.From)
		v.Set(at+"to", s.To)
		seen[s.Day]++
	}
	return v
}
