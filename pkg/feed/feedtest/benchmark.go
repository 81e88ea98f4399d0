package feedtest

import (
	"context"
	"fmt"
	"testing"

	"github.com/uptrace/bun"

	"github.com/celav/celav/pkg/feed"
	"github.com/celav/celav/pkg/sqldb"
)

// Benchmark measures one change with its append, and following, per item, over HTTP.
func Benchmark(b *testing.B, db *sqldb.DB) {
	p := newProducer(b, db, feed.Options{})
	b.Run("append", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			must(b, p.put(b.Context(), note{ID: fmt.Sprint(n % 5000), Value: int64(n)}))
		}
	})
	b.Run("change without a feed", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			must(b, db.Tx(b.Context(), func(ctx context.Context, tx bun.Tx) error {
				_, err := tx.NewInsert().Model(&note{ID: fmt.Sprint(n % 5000), Value: int64(n)}).
					On("CONFLICT (id) DO UPDATE").Set("value = EXCLUDED.value").Exec(ctx)
				return err
			}))
		}
	})
	b.Run("follow", func(b *testing.B) {
		const items = 5000
		notes := make([]note, items)
		for i := range notes {
			notes[i] = note{ID: fmt.Sprintf("f%d", i), Value: 1}
		}
		must(b, p.put(b.Context(), notes...))
		source := p.serve(b)
		rounds := 0
		for b.Loop() {
			rounds++
			c := newConsumer(b, db, fmt.Sprintf("bench-%d-%d", b.N, rounds))
			must(b, c.start(b, source, feed.MaxLimit).CatchUp(b.Context()))
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rounds*items), "ns/item")
	})
}
