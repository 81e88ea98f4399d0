package catalogue_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/celav/celav/services/traineeship-matching/internal/catalogue"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// BenchmarkElasticsearchPath measures a whole match on Elasticsearch, from a person to a ranking with its explanations,
// beside its bare queries: the identical requests on the same connection, their answers read and discarded. Both take
// turns. CELAV_BENCH_TAXONOMY names a file with a taxonomy, as for TestRecallHoldsTheBest.
func BenchmarkElasticsearchPath(b *testing.B) {
	for _, openings := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("openings=%d", openings), func(b *testing.B) {
			v := newTown(b, os.Getenv("CELAV_BENCH_TAXONOMY"))
			s, people, offers := v.fill(b, 200, openings)
			transport := &http.Transport{}
			b.Cleanup(transport.CloseIdleConnections) // after the indices are gone, which is asked over it too
			kept := &keeper{next: transport}
			c := v.write(b, elasticsearchOver(b, kept), people, offers)
			whole, bare := make([]time.Duration, 0, b.N), make([]time.Duration, 0, b.N)
			size := 0
			for i := range b.N {
				p := people[i%len(people)]
				kept.requests = nil
				matchBy(b, c, s, p) // the first time warms the engine's caches for both
				requests := kept.requests
				runs := []func(){
					func() {
						began := time.Now()
						matchBy(b, c, s, p)
						whole = append(whole, time.Since(began))
					},
					func() {
						began := time.Now()
						for _, r := range requests {
							if err := r.again(transport); err != nil {
								b.Fatal(err)
							}
							size += len(r.body)
						}
						bare = append(bare, time.Since(began))
					},
				}
				runs[i%2]()
				runs[1-i%2]()
			}
			slices.Sort(whole)
			slices.Sort(bare)
			ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
			b.ReportMetric(ms(whole[len(whole)/2]), "whole-p50-ms")
			b.ReportMetric(ms(bare[len(bare)/2]), "bare-p50-ms")
			b.ReportMetric(ms(whole[len(whole)*99/100]), "whole-p99-ms")
			b.ReportMetric(float64(whole[len(whole)/2])/float64(bare[len(bare)/2]), "whole/bare")
			b.ReportMetric(float64(size)/1024/float64(b.N), "request-kB")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func matchBy(t testing.TB, c *catalogue.Catalogue, s *match.Snapshot, p match.Person) match.Ranking {
	t.Helper()
	recalled, err := c.RecallOpenings(t.Context(), s, p, today, catalogue.MaxRecall)
	if err != nil {
		t.Fatal(err)
	}
	among, err := s.AmongOpenings(recalled, nil)
	if err != nil {
		t.Fatal(err)
	}
	ranking, err := among.RankOpenings(p, match.Query{On: today, Limit: 20})
	if err != nil {
		t.Fatal(err)
	}
	return ranking
}

// keeper keeps the searches that go through it.
type keeper struct {
	next     http.RoundTripper
	requests []sent
}

type sent struct {
	request *http.Request
	body    []byte
}

// RoundTrip implements http.RoundTripper.
func (k *keeper) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "_search") {
		return k.next.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	again := r.Clone(context.WithoutCancel(r.Context()))
	k.requests = append(k.requests, sent{again, body})
	r.Body = io.NopCloser(bytes.NewReader(body))
	return k.next.RoundTrip(r)
}

// again sends a request once more and throws the answer away.
func (s sent) again(over http.RoundTripper) error {
	s.request.Body = io.NopCloser(bytes.NewReader(s.body))
	res, err := over.RoundTrip(s.request)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, res.Body)
	return errors.Join(err, res.Body.Close())
}
