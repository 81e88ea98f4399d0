package catalogue

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// What a search narrows by and no recall reads: coarse groups, so that a page can count them.
const (
	AreaField     = "area"     // Areas
	ScheduleField = "schedule" // Schedules
	SeatsField    = "seats"    // SeatGroups
	ItalianField  = "italian"  // "0" to "6": the Italian that an opening asks for
)

func openingFacets() []search.Field {
	return []search.Field{
		{Name: AreaField, Kind: search.Keyword},
		{Name: ScheduleField, Kind: search.Keyword},
		{Name: SeatsField, Kind: search.Keyword},
		{Name: ItalianField, Kind: search.Keyword},
	}
}

func personFacets() []search.Field {
	return []search.Field{{Name: AreaField, Kind: search.Keyword}, {Name: ScheduleField, Kind: search.Keyword}}
}

// Areas are the middle of the city, its eight sides, and what lies beyond its transport. They are coarse on purpose: an
// area never tells where somebody lives.
func Areas() []string {
	return []string{"centre", "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west", "beyond"}
}

// The middle of Milan, and from where on a place lies outside the middle and outside the city's surroundings.
const (
	midLat, midLon = 45.464, 9.19
	centreKm       = 2.5
	beyondKm       = 25
	kmPerDegree    = 111.2
)

// AreaOf says in which area a place lies.
func AreaOf(lat, lon float64) string {
	north := (lat - midLat) * kmPerDegree
	east := (lon - midLon) * kmPerDegree * math.Cos(midLat*math.Pi/180)
	switch far := math.Hypot(north, east); {
	case far <= centreKm:
		return "centre"
	case far > beyondKm:
		return "beyond"
	}
	// North is the first of eight sides, clockwise, each an eighth of the circle around its direction.
	eighth := int(math.Round(math.Atan2(east, north)/(math.Pi/4))+8) % 8
	return Areas()[1+eighth]
}

// Schedules are the times in which work lies or somebody is free, and how much of a week an opening fills.
func Schedules() []string {
	return []string{"part-time", "full-time", "mornings", "afternoons", "evenings", "nights", "weekends"}
}

// fullTime is from how many hours a week on work counts as full time.
const fullTime = 30

// partsOfWeek names the parts of a week that hours lie in, given as match.HoursOf names them: with all, only the parts
// that are covered wholly on a day, because somebody who is free from ten has no free morning.
func partsOfWeek(hours []string, all bool) []string {
	have := map[string]bool{}
	for _, h := range hours {
		have[h] = true
	}
	var out []string
	for _, part := range []struct {
		name       string
		from, upTo int
	}{
		{"mornings", 8, 12}, {"afternoons", 14, 18}, {"evenings", 18, 22}, {"nights", 22, 24}, {"nights", 0, 6},
	} {
		onSome := slices.ContainsFunc([]int{1, 2, 3, 4, 5, 6, 7}, func(day int) bool { return covers(have, day, part.from, part.upTo, all) })
		if onSome && !slices.Contains(out, part.name) {
			out = append(out, part.name)
		}
	}
	for _, day := range []int{6, 7} {
		if covers(have, day, 9, 17, all) {
			return append(out, "weekends")
		}
	}
	return out
}

func covers(have map[string]bool, day, from, upTo int, all bool) bool {
	n := 0
	for h := from; h < upTo; h++ {
		if have[strconv.Itoa(day)+"."+twoDigits(h)] {
			n++
		}
	}
	if all {
		return n == upTo-from
	}
	return n > 0
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// SeatGroups are how many free seats an opening has.
func SeatGroups() []string { return []string{"none", "one", "few", "many"} }

func seatGroup(free int) string {
	switch {
	case free < 1:
		return "none"
	case free == 1:
		return "one"
	case free < 5:
		return "few"
	default:
		return "many"
	}
}

func facetOpening(d *search.Document, o *match.Opening) {
	if o.Site.Lat != nil && o.Site.Lon != nil {
		d.Keyword(AreaField, AreaOf(*o.Site.Lat, *o.Site.Lon))
	}
	if o.HoursWeek != nil && *o.HoursWeek < fullTime {
		d.Keyword(ScheduleField, "part-time")
	} else if o.HoursWeek != nil {
		d.Keyword(ScheduleField, "full-time")
	}
	d.Keyword(ScheduleField, partsOfWeek(match.HoursOf(o.Slots, true), false)...)
	d.Keyword(SeatsField, seatGroup(o.SeatsFree()))
	italian := 0
	for _, l := range o.Languages {
		if l.Language == "it" {
			italian = max(italian, int(max(l.Level, 1)))
		}
	}
	d.Keyword(ItalianField, strconv.Itoa(italian))
}

func facetPerson(d *search.Document, p *match.Person) {
	if p.Reach != nil {
		d.Keyword(AreaField, AreaOf(p.Reach.Lat, p.Reach.Lon))
	}
	if p.Availability != nil {
		d.Keyword(ScheduleField, partsOfWeek(match.HoursOf(p.Availability.Slots, false), true)...)
	}
}

// Level reads a language and its level as the indices write them: "fr|3".
func Level(token string) (language string, level int, ok bool) {
	language, digits, found := strings.Cut(token, "|")
	level, err := strconv.Atoi(digits)
	if !found || err != nil || language == "" || level < 1 || level > highestLevel {
		return "", 0, false
	}
	return language, level, true
}

// AtLeast lists the tokens of a language from a level upwards.
func AtLeast(language string, level int) []string {
	var tokens []string
	for l := level; l <= highestLevel; l++ {
		tokens = append(tokens, token(language, l))
	}
	return tokens
}

// OpeningDocument and PersonDocument are what the indices hold, for whoever searches without an engine.
func OpeningDocument(o match.Opening) search.Document {
	return openingDocument(Opening{Opening: o})
}

// PersonDocument is a person as the index holds one.
func PersonDocument(p match.Person) search.Document { return personDocument(p) }
