package match

import (
	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/policy"
)

// openingsBlock is some openings compiled for scanning, as peopleBlock is for people.
type openingsBlock struct {
	docs      []Opening
	rowOf     map[string]int
	rows      []openingRow
	needed    []skillAsked
	optional  []skillAsked
	learned   []uint32
	languages []languageLevel
	licences  []uint32

	// For sweeps.
	columns  *columns
	postings postings
}

type openingRow struct {
	needed, optional, learned, languages, licences span

	plan       policy.Plan
	region     string // of the site
	shifts     week
	shiftHours int16 // half hours in shifts
	site       where
	occupation uint32
	start      int32 // days since 1970
	closes     int32
	published  int32
	neededSum  int32 // of the weights
	optSum     int32
	isco       uint16
	months     int16
	hours      int16
	free       int16 // seats
	limit      int16 // of the host; -1: not known
	taken      int16
	age, eqf   int8
	kinds      kindSet
	offers     practicalSet
	has        openingFacts
}

type openingFacts uint16

const (
	hasStart openingFacts = 1 << iota
	hasShifts
	hasSite
	hasOccupation
	hasWeekHours
	atNight
	atWeekend
	isLive
	offersArt27
	hasMonths
	givesBoard
)

func (f openingFacts) is(x openingFacts) bool { return f&x != 0 }

type skillAsked struct {
	skill  uint32
	level  uint8 // 1..4
	weight uint8 // 1..3
}

func compileOpenings(docs []Opening, names *symbols, taxonomy *Taxonomy, w *Weights) *openingsBlock {
	b := &openingsBlock{docs: docs, rowOf: make(map[string]int, len(docs)), rows: make([]openingRow, len(docs))}
	night, weekend := nights(), weekends()
	for i := range docs {
		b.rowOf[docs[i].ID] = i
		b.rows[i] = b.compile(&docs[i], names, taxonomy, w)
		r := &b.rows[i]
		if r.shifts.overlap(&night) > 0 {
			r.has |= atNight
		}
		if r.shifts.overlap(&weekend) > 0 {
			r.has |= atWeekend
		}
	}
	return b
}

func (b *openingsBlock) compile(o *Opening, names *symbols, taxonomy *Taxonomy, w *Weights) openingRow {
	r := openingRow{
		start: dayNumber(o.Start), closes: dayNumber(o.ClosesOn), published: dayNumber(o.PublishedOn),
		isco: iscoCode(o.ISCO), free: int16(o.SeatsFree()), taken: int16(o.SeatsTaken), limit: -1, age: int8(o.MinimumAge),
		months: int16(w.Gate.OpenEndedMonths), offers: practicalOf(o.Accommodations),
	}
	if r.published == never {
		r.published = 1 << 30 // none is older for not having a date
	}
	flag := func(set bool, f openingFacts) {
		if set {
			r.has |= f
		}
	}
	flag(o.Live, isLive)
	flag(o.WelcomesArt27, offersArt27)
	r.region = o.Site.Region
	flag(o.BoardAndLodging != "", givesBoard)
	flag(len(o.Slots) > 0, hasShifts)
	flag(r.start != never, hasStart)
	r.shifts = weekOf(o.Slots, false)
	r.shiftHours = int16(r.shifts.count())
	if o.traineeship() {
		r.kinds |= traineeshipKind
	}
	if o.contract() {
		r.kinds |= contractKind
	}
	if o.Months != nil && *o.Months > 0 {
		r.months = int16(*o.Months)
		r.has |= hasMonths
	}
	if o.HoursWeek != nil {
		r.has |= hasWeekHours
		r.hours = int16(*o.HoursWeek)
	}
	if o.SeatLimit != nil && o.traineeship() {
		r.limit = int16(*o.SeatLimit)
	}
	if o.EducationEQF != nil {
		r.eqf = int8(*o.EducationEQF)
	}
	if o.Site.Lat != nil && o.Site.Lon != nil {
		r.has |= hasSite
		r.site = where{*o.Site.Lat, *o.Site.Lon, kmEast(*o.Site.Lat)}
	}
	if o.Occupation != "" {
		r.has |= hasOccupation
		r.occupation = names.number(occupationName, o.Occupation)
		if r.isco == 0 {
			r.isco = taxonomy.isco(o.Occupation)
		}
	}
	r.plan = policy.Plan{Traineeship: o.traineeship(), Contract: o.contract(), HoursWeek: int(r.hours)}
	if o.Start != nil {
		r.plan = planFrom(r.plan, *o.Start, r.months)
	}
	b.compileColumns(&r, o, names, w)
	return r
}

// planFrom sets a plan's dates; its last day is the day before the same day of the month.
func planFrom(p policy.Plan, start civil.Date, months int16) policy.Plan {
	p.Start, p.End = start, start.AddMonths(int(months)).AddDays(-1)
	return p
}

func (b *openingsBlock) compileColumns(r *openingRow, o *Opening, names *symbols, w *Weights) {
	b.needed, r.needed, r.neededSum = column(b.needed, nil, o.NeededAtStart, names, w)
	needed := b.needed[r.needed.from:r.needed.to]
	b.optional, r.optional, r.optSum = column(b.optional, needed, o.Optional, names, w)

	// What one must bring is not what one learns.
	r.learned.from = uint32(len(b.learned))
	for _, s := range o.LearnedHere {
		number := names.number(skillName, s)
		if !asks(needed, number) && !contains(b.learned[r.learned.from:], number) {
			b.learned = append(b.learned, number)
		}
	}
	r.learned.to = uint32(len(b.learned))

	r.languages.from = uint32(len(b.languages))
	for _, l := range o.Languages {
		b.languages = append(b.languages, languageLevel{names.number(languageName, l.Language), max(l.Level, 1)})
	}
	r.languages.to = uint32(len(b.languages))

	r.licences.from = uint32(len(b.licences))
	for _, l := range o.Licences {
		b.licences = append(b.licences, names.number(licenceName, l))
	}
	r.licences.to = uint32(len(b.licences))
}

// column adds the skills asked for to a column, each once, and not those that are needed already. They are few: looking
// through them is quicker than a map.
func column(to, needed []skillAsked, from []OpeningSkill, names *symbols, w *Weights) ([]skillAsked, span, int32) {
	s, sum := span{from: uint32(len(to))}, int32(0)
	for _, x := range from {
		number := names.number(skillName, x.Skill)
		if asks(needed, number) || asks(to[s.from:], number) {
			continue
		}
		level := w.LevelUnset
		if x.Level != nil {
			level = *x.Level
		}
		a := skillAsked{number, uint8(min(max(level, 1), 4)), uint8(min(max(x.Weight, 1), 3))}
		to, sum = append(to, a), sum+int32(a.weight)
	}
	s.to = uint32(len(to))
	return to, s, sum
}

func asks(column []skillAsked, skill uint32) bool {
	for _, a := range column {
		if a.skill == skill {
			return true
		}
	}
	return false
}
