package feed_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/celav/celav/pkg/feed/feedtest"
	"github.com/celav/celav/pkg/sqldb"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSQLite(t *testing.T) {
	feedtest.Run(t, func(t *testing.T) *sqldb.DB { return sqldbtest.SQLite(t) })
}

func TestPostgres(t *testing.T) {
	feedtest.Run(t, func(t *testing.T) *sqldb.DB { return sqldbtest.Postgres(t) })
}

func BenchmarkSQLite(b *testing.B)   { feedtest.Benchmark(b, sqldbtest.SQLite(b)) }
func BenchmarkPostgres(b *testing.B) { feedtest.Benchmark(b, sqldbtest.Postgres(b)) }
