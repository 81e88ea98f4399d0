package journey_test

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

type planLine struct {
	Person, Opening string
	Total           float64
	Fixed           bool
	Others          []struct {
		Opening string
		Cost    float64
	}
}

type groupPlan struct {
	Version   int64
	People    int
	Total     float64
	FirstCome struct{ Total float64 }
	Overrides []struct{ Cost float64 }
	Items     []planLine
}

func (p *groupPlan) of(person string) planLine {
	for _, x := range p.Items {
		if x.Person == person {
			return x
		}
	}
	return planLine{}
}

// placeAGroup: a counsellor places the caseload, fixes somebody elsewhere at the cost that was told, and takes it back.
func (c *city) placeAGroup(t *testing.T) {
	counsellor := c.as(t, "demo-counsellor-1")
	const at, overrides = "/matching/v1/assignment?limit=200", "/matching/v1/assignment/overrides"
	var first groupPlan
	counsellor.must("GET", at, nil, &first)
	// The fixture's own person has a traineeship; somebody else of the team has none.
	i := slices.IndexFunc(first.Items, func(x planLine) bool { return x.Opening != "" && len(x.Others) > 0 })
	if i < 0 || first.of(ownPerson).Person != "" || first.Total < first.FirstCome.Total {
		t.Fatalf("the plan: %+v", first)
	}
	line, who := first.Items[i], first.Items[i].Person
	if first.Total <= 0 {
		t.Fatalf("the plan: %+v, total %v, first come %v", line, first.Total, first.FirstCome.Total)
	}
	other := line.Others[0]
	fix := fields{"version": first.Version, "personId": who, "openingId": other.Opening, "act": "fix"}
	var changed struct {
		Version     int64
		Cost, Total float64
	}
	counsellor.must("PUT", overrides, fix, &changed)
	if math.Abs(changed.Cost-other.Cost) > 0.005 || math.Abs(first.Total-changed.Total-other.Cost) > 0.005 {
		t.Errorf("told %v, then %+v after %v", other.Cost, changed, first.Total)
	}
	counsellor.must("PUT", overrides, fix, &changed) // a double click
	if changed.Version != first.Version+1 {
		t.Errorf("the same change twice leads to version %d", changed.Version)
	}
	late := with(fix, fields{"act": "forbid"})
	if got := counsellor.send("PUT", overrides, late); got.status != http.StatusConflict {
		t.Errorf("a change of what was seen before: %d", got.status)
	}
	if got := c.as(t, "demo-counsellor-2").send("PUT", overrides, fix); got.status != http.StatusForbidden {
		t.Errorf("another team fixes this person: %d", got.status)
	}
	var second groupPlan
	counsellor.must("GET", at, nil, &second)
	if x := second.of(who); x.Opening != other.Opening || !x.Fixed || len(second.Overrides) != 1 || math.Abs(second.Overrides[0].Cost-other.Cost) > 0.005 {
		t.Errorf("after the change: %+v, %+v", x, second.Overrides)
	}
	b := c.browser(t)
	b.signIn("demo-counsellor-1")
	if page := b.send("GET", "/matching/assignment", nil); page.status != http.StatusOK || !strings.Contains(string(page.body), who) {
		t.Errorf("the page answers %d", page.status)
	}
	back := b.send("POST", "/matching/assignment/overrides", url.Values{"version": {"1"}, "person": {who}, "opening": {other.Opening}, "act": {"release"}})
	if back.status != http.StatusSeeOther && back.status != http.StatusOK {
		t.Fatalf("released on the page: %d %.300s", back.status, back.body)
	}
	var third groupPlan
	counsellor.must("GET", at, nil, &third)
	if third.Total != first.Total || third.of(who).Opening != line.Opening || len(third.Overrides) != 0 {
		t.Errorf("back as before: %+v, total %v of %v", third.of(who), third.Total, first.Total)
	}
}
