package match

import (
	"slices"
	"strconv"

	"github.com/celav/celav/pkg/policy"
)

const (
	ofPerson   = "person"
	ofOpening  = "opening"
	ofEstimate = "estimate"
)

// checks writes out the gate, with the legal rule and the facts behind each outcome.
func (w *writer) checks(at pair, v *judged, shared *sharedFacts) []Check {
	j := w.j
	person, opening := at.docs()
	p, o := at.rows()
	checks := make([]Check, constraintCount)
	for c := range constraintCount {
		checks[c] = Check{Constraint: c, Decision: v.gate[c].decision, Reason: v.gate[c].reason, Ground: w.grounds[c]}
	}
	rule := func(c Constraint, r policy.Result) {
		checks[c].Rule = w.keep(r)
		checks[c].Ground = Ground{Rule: r.Rule, Version: r.Version, Source: ByLaw}
	}
	rule(Age, j.rules.MinimumAge(person.MinimumAge, opening.MinimumAge).Result())
	if o.limit >= 0 {
		rule(Seat, j.rules.HostCapacity(int(o.taken), int(o.limit)).Result())
	}
	f := &w.facts
	for c := range constraintCount {
		f.begin()
		switch c {
		case WorkAccess:
			if p.has.is(livesAbroad) {
				person, plan := j.art27(p, o)
				rule(WorkAccess, j.rules.Art27(person, plan).Result())
				checks[WorkAccess].Rules = j.rules.ExplainArt27(person, plan)
				break
			}
			r := j.rules.ExplainAccess(person.WorkAccess, j.plan(o))
			rule(WorkAccess, r)
			for _, in := range r.Inputs {
				switch in.Name {
				case "start", "end":
					f.add(ofOpening, in.Name, in.Value)
				case "access":
					f.add(ofPerson, in.Name, in.Value)
				}
			}
		case Licence:
			for _, l := range opening.Licences {
				f.add(ofOpening, "licence", l)
			}
			for _, l := range person.Licences {
				if len(opening.Licences) > 0 {
					f.add(ofPerson, "licence", l)
				}
			}
		case EducationLevel:
			if o.eqf > 0 {
				f.add(ofOpening, "eqf", number(o.eqf))
				if p.eqf > 0 {
					f.add(ofPerson, "eqf", number(p.eqf))
				}
			}
		case LanguageLevel:
			checks[c].Facts = shared.language
			continue
		case Hours:
			checks[c].Facts = shared.hours
			continue
		case Practical:
			p.practical.each(func(code string) { f.add(ofPerson, "constraint", code) })
			if p.practical != 0 {
				o.offers.each(func(code string) { f.add(ofOpening, "offers", code) })
				f.add(ofOpening, "shifts", shared.shifts)
			}
		case Distance:
			checks[c].Facts = shared.distance
			continue
		case Seat:
			if o.limit >= 0 {
				f.add(ofOpening, "hostLimit", number(o.limit))
			}
			f.add(ofOpening, "seatsFree", number(max(0, o.free)))
		case Live:
			if opening.ClosesOn != nil {
				f.add(ofOpening, "closesOn", policy.DateText(*opening.ClosesOn))
			}
		}
		checks[c].Facts = f.end()
	}
	return checks
}

// sharedFacts are those that a constraint and a part of the score are both drawn from.
type sharedFacts struct {
	language, hours, distance []Fact
	shifts                    string
}

func (w *writer) shared(at pair) sharedFacts {
	person, opening := at.docs()
	p, o := at.rows()
	f := &w.facts
	var s sharedFacts
	f.begin()
	for _, asked := range opening.Languages {
		f.add(ofOpening, "language", asked.Language+" "+max(asked.Level, 1).String())
		for _, l := range person.Languages {
			if level := l.AtWork(); l.Language == asked.Language && level > 0 {
				f.add(ofPerson, "language", l.Language+" "+level.String())
			}
		}
	}
	s.language = f.end()

	f.begin()
	s.shifts = slotsText(opening.Slots)
	f.add(ofOpening, "shifts", s.shifts)
	if opening.HoursWeek != nil {
		f.add(ofOpening, "hoursWeek", number(*opening.HoursWeek))
	}
	if opening.Start != nil {
		f.add(ofOpening, "start", policy.DateText(*opening.Start))
	}
	if a := person.Availability; a != nil {
		if w.free != a {
			w.free, w.freeText = a, slotsText(a.Slots)
		}
		f.add(ofPerson, "slots", w.freeText)
		if a.From != nil {
			f.add(ofPerson, "from", policy.DateText(*a.From))
		}
		if a.MaxHoursWeek != nil {
			f.add(ofPerson, "maxHoursWeek", number(*a.MaxHoursWeek))
		}
	}
	if x := person.Preferences; x != nil {
		if x.NightShifts != nil {
			f.add(ofPerson, "nightShifts", *x.NightShifts)
		}
		if x.Weekend != nil {
			f.add(ofPerson, "weekend", *x.Weekend)
		}
	}
	s.hours = f.end()

	f.begin() // never where somebody lives: minutes only
	if minutes := w.j.minutes(p, o); minutes != noData {
		f.add(ofEstimate, "minutes", number(minutes))
	}
	if p.has.is(hasReachLimit) {
		f.add(ofPerson, "maxMinutes", number(p.reach))
	}
	s.distance = f.end()
	return s
}

// slotsText writes slots for programs and pages alike: "1 08:00-14:00, 2 08:00-14:00".
func slotsText(slots []Slot) string {
	text := make([]byte, 0, 16*len(slots))
	for i, s := range slots {
		if i > 0 {
			text = append(text, ", "...)
		}
		text = append(strconv.AppendInt(text, int64(s.Day), 10), ' ')
		text = s.To.append(append(s.From.append(text), '-'))
	}
	return string(text)
}

// partFacts is what a part other than skills was drawn from.
func (w *writer) partFacts(part Part, at pair, value int32, shared *sharedFacts) []Fact {
	person, opening := at.docs()
	f := &w.facts
	switch part {
	case Language:
		return shared.language
	case Schedule:
		return shared.hours
	case Commute:
		return shared.distance
	}
	f.begin()
	switch part {
	case Learning:
		w.left = append(w.left[:0], opening.LearnedHere...) // what nobody has named yet
		for _, g := range person.Learning {
			if i := slices.Index(w.left, g); value >= 0 && i >= 0 && !person.hasSkill(g) && !opening.needs(g) {
				f.add(ofOpening, "learns", g)
				w.left = slices.DeleteFunc(w.left, func(s string) bool { return s == g })
			} else if !person.hasSkill(g) {
				f.add(ofPerson, "goal", g)
			}
		}
		for _, s := range w.left {
			if value != notApplicable {
				f.add(ofOpening, "teaches", s)
			}
		}
	case Experience, Preference:
		f.add(ofOpening, "occupation", opening.Occupation)
		for _, x := range person.Occupations {
			switch {
			case part == Experience && x.Held:
				f.add(ofPerson, "held", x.Occupation)
				f.add(ofPerson, "months", number(x.Months))
			case part == Preference && x.Wanted:
				f.add(ofPerson, "wanted", x.Occupation)
			}
		}
		if part == Preference && person.Preferences != nil {
			for _, k := range person.Preferences.Kinds {
				f.add(ofPerson, "kind", k)
			}
			f.add(ofOpening, "kind", opening.Kind)
		}
	case Freshness:
		if !person.UpdatedOn.IsZero() {
			f.add(ofPerson, "updatedOn", policy.DateText(person.UpdatedOn))
		}
	}
	return f.end()
}

func (p *Person) hasSkill(id string) bool {
	for _, s := range p.Skills {
		if s.Skill == id {
			return true
		}
	}
	return false
}

func (o *Opening) needs(id string) bool {
	for _, s := range o.NeededAtStart {
		if s.Skill == id {
			return true
		}
	}
	return false
}

// ask lists what is not recorded, with its side, in the order of the parts.
func (j *judge) ask(at pair, v *judged) []string {
	person, opening := at.docs()
	p, o := at.rows()
	asks := []string{}
	missing := func(part Part, personHas, openingHas bool, what, where string) {
		if v.parts[part] != noData {
			return
		}
		if !personHas {
			asks = append(asks, "person."+what)
		}
		if !openingHas {
			asks = append(asks, "opening."+where)
		}
	}
	missing(Essential, len(person.Skills) > 0, len(opening.NeededAtStart) > 0, "skills", "neededAtStart")
	missing(Learning, len(person.Learning) > 0, o.learned.from != o.learned.to, "learning", "learnedHere")
	missing(Experience, p.held.from != p.held.to, o.has.is(hasOccupation), "experience", "occupation")
	missing(Language, false, true, "languages", "")
	missing(Schedule, p.has.is(hasHours), o.has.is(hasShifts), "availability", "shifts")
	missing(Commute, p.has.is(hasPlace) && p.has.is(hasReachLimit), o.has.is(hasSite), "reach", "site")
	missing(Preference, false, true, "preferences", "")
	missing(Freshness, false, true, "profile", "")
	for _, x := range []struct {
		c      Constraint
		reason string
		ask    string
	}{
		{WorkAccess, "access-unknown", "person.workAccess"},
		{Age, "age-unknown", "person.age"},
		{Licence, "licence-unknown", "person.licences"},
		{EducationLevel, "education-unknown", "person.education"},
	} {
		if v.gate[x.c].reason == x.reason {
			asks = append(asks, x.ask)
		}
	}
	return asks
}
