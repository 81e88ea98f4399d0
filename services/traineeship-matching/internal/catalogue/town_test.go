package catalogue_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// town draws people and openings on a fixed seed from a taxonomy, much alike, as those of one city are: few occupations
// take most of both.
type town struct {
	random      *rand.Rand
	relations   []match.Relation
	occupations []match.Relation
	near        map[string][]string
	byGroup     map[string][]int
	weights     []int
	sum         int
}

// newTown takes the taxonomy of a file, the answer to GET /v1/taxonomy/relations, or invents one of ESCO's shape.
func newTown(t testing.TB, taxonomy string) *town {
	t.Helper()
	v := &town{random: rand.New(rand.NewPCG(20261123, 9)), near: map[string][]string{}, byGroup: map[string][]int{}}
	if taxonomy == "" {
		v.relations = shapedLikeESCO(v.random)
	} else {
		text, err := os.ReadFile(taxonomy)
		if err != nil {
			t.Fatal(err)
		}
		var answer struct{ Items []match.Relation }
		if err := json.Unmarshal(text, &answer); err != nil {
			t.Fatal(err)
		}
		v.relations = answer.Items
	}
	under := map[string][]string{}
	for _, r := range v.relations {
		for _, b := range r.Broader {
			under[b] = append(under[b], r.ID)
		}
		if r.Kind == "occupation" && len(r.ISCO) == 4 && len(r.Essential) > 0 && len(r.Essential)+len(r.Optional) >= 4 {
			v.occupations = append(v.occupations, r)
		}
	}
	for _, r := range v.relations {
		for _, b := range r.Broader {
			v.near[r.ID] = append(v.near[r.ID], under[b]...)
		}
	}
	slices.SortFunc(v.occupations, func(a, b match.Relation) int { return strings.Compare(a.ID, b.ID) })
	v.weights = make([]int, len(v.occupations))
	for i, o := range v.occupations {
		v.byGroup[o.ISCO[:2]] = append(v.byGroup[o.ISCO[:2]], i)
		weight := []int{0, 1, 2, 3, 5, 8, 3, 6, 6, 10}[o.ISCO[0]-'0']
		switch o.ISCO {
		case "5120", "5131", "9412", "9112", "9333", "8322", "5322", "7131", "5223":
			weight *= 12
		}
		v.weights[i] = weight
		v.sum += weight
	}
	return v
}

// shapedLikeESCO invents 3,000 skills in headings of two to thirty, and 600 occupations that share many of them.
func shapedLikeESCO(r *rand.Rand) []match.Relation {
	var out []match.Relation
	const skills = 3000
	for i, group := 0, 0; i < skills; group++ {
		for range min(2+r.IntN(29), skills-i) {
			s := match.Relation{ID: fmt.Sprint("t:s/", i), Kind: "skill", Broader: []string{fmt.Sprint("t:g/", group)}}
			if i > 0 && r.IntN(4) == 0 {
				s.Related = []string{fmt.Sprint("t:s/", r.IntN(i))}
			}
			out = append(out, s)
			i++
		}
	}
	for i := range 600 {
		o := match.Relation{ID: fmt.Sprintf("t:o/%03d", i), Kind: "occupation", ISCO: fmt.Sprintf("%d%d%d%d", 2+i/75, i/25%3+1, i/5%5+1, i%3+1)}
		for n := range 30 {
			s := fmt.Sprint("t:s/", (i/5*23+r.IntN(60))%skills)
			if r.IntN(5) == 0 {
				s = fmt.Sprint("t:s/", r.IntN(skills))
			}
			if n < 18 {
				o.Essential = append(o.Essential, s)
			} else {
				o.Optional = append(o.Optional, s)
			}
		}
		out = append(out, o)
	}
	return out
}

func (v *town) taxonomy() *match.Taxonomy { return match.NewTaxonomy("town", v.relations) }

func (v *town) chance(percent int) bool { return v.random.IntN(100) < percent }

func one[T any](v *town, of ...T) T { return of[v.random.IntN(len(of))] }

func some[T any](v *town, of []T, n int) []T {
	out := slices.Clone(of)
	v.random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out[:max(min(n, len(out)), 0)]
}

func (v *town) occupation() *match.Relation {
	x := v.random.IntN(v.sum)
	for i, w := range v.weights {
		if x -= w; x < 0 {
			return &v.occupations[i]
		}
	}
	return &v.occupations[0]
}

func week(days string, from, to int) []match.Slot {
	var out []match.Slot
	for _, d := range days {
		out = append(out, match.Slot{Day: int(d - '0'), From: match.TimeOfDay(from * 30), To: match.TimeOfDay(to * 30)})
	}
	return out
}

func (v *town) place() (lat, lon float64) {
	clamp := func(x float64) float64 { return min(max(x, -2.5), 2.5) }
	at := func(middle, width float64) float64 {
		return float64(int((middle+width*clamp(v.random.NormFloat64()))*100)) / 100
	}
	return at(45.47, 0.04), at(9.19, 0.05)
}

func (v *town) opening(i int) match.Opening {
	job := v.occupation()
	o := match.Opening{
		ID: fmt.Sprintf("o%06d", i), Version: 1, Kind: one(v, "traineeship", "traineeship", "contract", "both"),
		Occupation: job.ID, ISCO: job.ISCO, Seats: 1 + v.random.IntN(2), MinimumAge: 16, WelcomesArt27: v.chance(20),
		Start: ptr(today.AddDays(v.random.IntN(67) - 7)), PublishedOn: ptr(today.AddDays(-1 - v.random.IntN(45))), Months: ptr(3), Live: v.chance(92),
	}
	lat, lon := v.place()
	o.Site = match.Site{Lat: &lat, Lon: &lon, Region: "lombardy"}
	if v.chance(86) {
		slots := one(v, week("12345", 18, 36), week("12345", 18, 30), week("12345", 16, 24), week("12345", 12, 28), week("12345", 30, 42),
			week("23567", 22, 38), week("34567", 36, 46), week("12345", 0, 12))
		o.HoursWeek = ptr(len(slots) * int(slots[0].To-slots[0].From) / 60)
		if v.chance(80) {
			o.Slots = slots
		}
	}
	essential := some(v, job.Essential, len(job.Essential))
	asked, level := 2+v.random.IntN(3), 1+v.random.IntN(2)
	if o.Kind == "contract" {
		asked, level = 4+v.random.IntN(5), 2+v.random.IntN(2)
	}
	asked = min(asked, max(len(essential)-1, 1))
	for n, s := range essential[:asked] {
		need := match.OpeningSkill{Skill: s, Weight: max(3-n/2, 1)}
		if v.chance(85) {
			need.Level = ptr(max(level-v.random.IntN(2), 1))
		}
		o.NeededAtStart = append(o.NeededAtStart, need)
	}
	if o.Kind != "contract" {
		o.LearnedHere = essential[asked:min(len(essential), asked+8)]
	}
	for _, s := range some(v, job.Optional, 1+v.random.IntN(5)) {
		o.Optional = append(o.Optional, match.OpeningSkill{Skill: s, Weight: 1 + v.random.IntN(2)})
	}
	if v.chance(90) {
		o.Languages = append(o.Languages, match.RequiredLanguage{Language: "it", Level: match.CEFR(1 + v.random.IntN(3))})
	}
	if job.ISCO[0] <= '4' && v.chance(50) {
		o.Languages = append(o.Languages, match.RequiredLanguage{Language: "en", Level: match.CEFR(2 + v.random.IntN(2))})
		o.EducationEQF = ptr(4)
	}
	if job.ISCO == "8322" {
		o.Licences = []string{"B"}
	}
	return o
}
