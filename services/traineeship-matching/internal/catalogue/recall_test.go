package catalogue_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/celav/celav/pkg/search"
	"github.com/celav/celav/pkg/search/blevesearch"
	"github.com/celav/celav/pkg/search/essearch"
	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// promised is how much of the exact best twenty a recall must hold.
const promised = 0.99

// asked is how many people and openings are asked for.
const asked = 40

// TestRecallHoldsTheBest recalls for people and for openings out of a town of a fixed seed, on both engines, and compares
// with what ranks best of all. CELAV_BENCH_TAXONOMY names a file with another taxonomy, CELAV_BENCH_OPENINGS how many
// openings there are.
func TestRecallHoldsTheBest(t *testing.T) {
	openings := 4000
	if n, err := strconv.Atoi(os.Getenv("CELAV_BENCH_OPENINGS")); err == nil {
		openings = n
	}
	v := newTown(t, os.Getenv("CELAV_BENCH_TAXONOMY"))
	s, people, offers := v.fill(t, 2500, openings)
	for name, driver := range map[string]func(testing.TB) search.Driver{"embedded": embedded, "elasticsearch": elasticsearch} {
		t.Run(name, func(t *testing.T) {
			c := v.write(t, driver(t), people, offers)
			forPeople, forOpenings := compare(t, c, s, people, offers)
			for _, a := range []*agreement{forPeople, forOpenings} {
				t.Logf("%s", a)
				if a.share() < promised {
					t.Errorf("%s: less than %.0f %% of the best twenty", a.what, 100*promised)
				}
			}
		})
	}
}

// BenchmarkRecall prints the same share for larger sets, in percent.
func BenchmarkRecall(b *testing.B) {
	for name, driver := range map[string]func(testing.TB) search.Driver{"embedded": embedded, "elasticsearch": elasticsearch} {
		for _, openings := range []int{10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/openings=%d", name, openings), func(b *testing.B) {
				d := driver(b)
				v := newTown(b, os.Getenv("CELAV_BENCH_TAXONOMY"))
				s, people, offers := v.fill(b, 2500, openings)
				forPeople, forOpenings := compare(b, v.write(b, d, people, offers), s, people, offers)
				b.ReportMetric(100*forPeople.share(), "openings-%")
				b.ReportMetric(100*forOpenings.share(), "people-%")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

func (v *town) fill(t testing.TB, people, openings int) (*match.Snapshot, []match.Person, []match.Opening) {
	t.Helper()
	ps, os := make([]match.Person, people), make([]match.Opening, openings)
	for i := range ps {
		ps[i] = v.person(i)
	}
	for i := range os {
		os[i] = v.opening(i)
	}
	s := emptySnapshot(t)
	s.SetTaxonomy(v.taxonomy())
	s.PutPeople(ps...)
	s.PutOpenings(os...)
	return s, ps, os
}

func (v *town) write(t testing.TB, d search.Driver, people []match.Person, openings []match.Opening) *catalogue.Catalogue {
	t.Helper()
	c, err := catalogue.New(d, shipped(t), search.Options{QueryTimeout: time.Minute, WriteTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	put(t, c.People, people, func(p match.Person) search.Entry[match.Person] {
		return search.Entry[match.Person]{ID: p.ID, Version: p.Version, Doc: p}
	})
	put(t, c.Openings, openings, func(o match.Opening) search.Entry[catalogue.Opening] {
		return search.Entry[catalogue.Opening]{ID: o.ID, Version: o.Version, Doc: catalogue.Opening{Opening: o}}
	})
	return c
}

func put[D, T any](t testing.TB, x *search.Index[D], docs []T, entry func(T) search.Entry[D]) {
	t.Helper()
	for some := range slices.Chunk(docs, 2000) {
		entries := make([]search.Entry[D], len(some))
		for i, d := range some {
			entries[i] = entry(d)
		}
		if err := x.Put(t.Context(), entries...); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func embedded(t testing.TB) search.Driver {
	t.Helper()
	d, err := blevesearch.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func elasticsearch(t testing.TB) search.Driver {
	t.Helper()
	return elasticsearchOver(t, &http.Transport{})
}

func elasticsearchOver(t testing.TB, transport http.RoundTripper) search.Driver {
	t.Helper()
	address := os.Getenv("CELAV_TEST_ELASTICSEARCH_URL")
	if address == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("CELAV_TEST_ELASTICSEARCH_URL is not set: scripts/servers gives it")
		}
		t.Skip("CELAV_TEST_ELASTICSEARCH_URL is not set: scripts/servers gives it")
	}
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	d, err := essearch.Open(address, essearch.Options{Prefix: "test-" + id.String()[24:], Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Drop(context.Background()); err != nil {
			t.Error(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}
