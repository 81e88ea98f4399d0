package match

import (
	"fmt"
	"strings"

	"github.com/celav/celav/pkg/policy"
)

// facet is what some parts and constraints read of an opening's row. Few openings differ in everything: of 100,000 some
// hundred differ in their shifts, some thousand in their dates. What a person makes of a facet is worked out once for all
// openings that share it, by the functions that judge a pair.
//
// A facet keeps only the fields that it names. A part or a constraint that comes to read more of an opening must find it
// here; that a ranking equals the pairs judged one by one is tested.
type facet uint8

const (
	accessFacet facet = iota
	abroadFacet
	timesFacet
	askedFacet
	workFacet
	practicalFacet
	seatFacet
	facetCount
)

// nobodyHas is the number of a skill that is in no document.
const nobodyHas = ^uint32(0)

// of returns what a facet keeps of a row. Its lists are given apart: they stand in the block's columns.
func (f facet) of(b *openingsBlock, r *openingRow) (kept openingRow, languages []languageLevel, licences []uint32) {
	switch f {
	case accessFacet:
		kept = openingRow{plan: r.plan, start: r.start, months: r.months}
	case abroadFacet:
		kept = openingRow{region: r.region, kinds: r.kinds, eqf: r.eqf, isco: r.isco, months: r.months, has: r.has & (offersArt27 | hasMonths | givesBoard)}
	case timesFacet:
		kept = openingRow{
			shifts: r.shifts, shiftHours: r.shiftHours, hours: r.hours, start: r.start,
			has: r.has & (hasStart | hasShifts | hasWeekHours | atNight | atWeekend),
		}
	case askedFacet: // of skills, and of the way, only whether there is something to compare with
		kept = openingRow{
			age: r.age, eqf: r.eqf, kinds: r.kinds & traineeshipKind, has: r.has & hasSite,
			neededSum: min(r.neededSum, 1), optSum: min(r.optSum, 1), learned: span{0, min(r.learned.to-r.learned.from, 1)},
		}
		languages, licences = b.languages[r.languages.from:r.languages.to], b.licences[r.licences.from:r.licences.to]
	case workFacet:
		kept = openingRow{occupation: r.occupation, isco: r.isco, kinds: r.kinds, has: r.has & hasOccupation}
	case practicalFacet:
		kept = openingRow{offers: r.offers, has: r.has & (hasShifts | atNight)}
	case seatFacet:
		kept = openingRow{free: r.free, limit: r.limit, taken: r.taken, closes: r.closes, has: r.has & isLive}
	}
	return kept, languages, licences
}

// tally is what a person makes of a facet: all parts and constraints but those that facets do not decide. Of those it
// says whether they have data: the skills and what is learned count nothing yet, and the way is the shortest.
func (j *judge) tally(f facet, ps *peopleBlock, p *personRow, access []policy.Interval, os *openingsBlock, o *openingRow) tally {
	switch f {
	case accessFacet, abroadFacet:
		return block(WorkAccess, j.workAccess(p, access, o))
	case timesFacet:
		covered := schedule(p, o)
		return j.part(Schedule, covered) + block(Hours, j.hours(p, o, covered))
	case askedFacet:
		minutes := noData
		if p.has.is(hasPlace) && o.has.is(hasSite) {
			minutes = 0
		}
		return j.part(Language, j.language(ps, p, os, o)) + block(LanguageLevel, languageLevelGate(ps, p, os, o)) +
			block(Age, brief(j.rules.MinimumAge(int(p.age), int(o.age)))) + block(Licence, licence(ps, p, os, o)) +
			block(EducationLevel, education(p, o)) + j.part(Commute, j.commute(p, minutes)) + block(Distance, j.distance(p, o, minutes)) +
			j.part(Essential, essential(p, o, 0)) + j.part(Optional, optional(p, o, 0)) + j.part(Learning, learning(ps, p, os, o))
	case workFacet:
		return j.part(Experience, j.experience(ps, p, o)) + j.part(Preference, j.preference(ps, p, o))
	case practicalFacet:
		return block(Practical, practical(p, o))
	default:
		return block(Seat, j.seat(o)) + block(Live, j.live(p, o))
	}
}

// facets numbers the facets of openings. Numbers are given in the order of asking and never change. One goroutine writes;
// readers hold a picture.
type facets struct {
	numbers [facetCount]map[facetKey]uint32
	picture facetPicture
}

// facetPicture is the facets' rows by number, and their columns. What it holds is not changed, only added to behind it.
type facetPicture [facetCount]openingsBlock

type facetKey struct {
	row   openingRow
	lists string
}

func newFacets() *facets {
	f := &facets{}
	for i := range f.numbers {
		f.numbers[i] = map[facetKey]uint32{}
	}
	f.picture[askedFacet].learned = []uint32{nobodyHas}
	return f
}

// count is how many there are of all facets.
func (fs *facets) count() int {
	n := 0
	for i := range fs.numbers {
		n += len(fs.numbers[i])
	}
	return n
}

// number returns the number of one facet of a row.
func (fs *facets) number(f facet, b *openingsBlock, r *openingRow) uint32 {
	kept, languages, licences := f.of(b, r)
	key := facetKey{row: kept}
	if len(languages)+len(licences) > 0 {
		var text strings.Builder
		_, _ = fmt.Fprint(&text, languages, licences) // a builder does not fail
		key.lists = text.String()
	}
	n, ok := fs.numbers[f][key]
	if ok {
		return n
	}
	to := &fs.picture[f]
	kept.languages.from, kept.licences.from = uint32(len(to.languages)), uint32(len(to.licences))
	to.languages, to.licences = append(to.languages, languages...), append(to.licences, licences...)
	kept.languages.to, kept.licences.to = uint32(len(to.languages)), uint32(len(to.licences))
	n = uint32(len(to.rows))
	to.rows = append(to.rows, kept)
	fs.numbers[f][key] = n
	return n
}
