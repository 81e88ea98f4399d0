package sqldb

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/celav/celav/pkg/fault"
)

// IsUnique reports whether err says that a row with the same key exists already.
func IsUnique(err error) bool {
	return hasCode(err, []string{"23505"}, sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// IsForeignKey reports whether err says that a row refers to one that is not there.
func IsForeignKey(err error) bool {
	return hasCode(err, []string{"23503"}, sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY)
}

// IsNotFound reports whether err says that a query for one row found none.
func IsNotFound(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// Fault gives a database error its meaning for the caller: no row is NotFound, a unique violation is
// Conflict, anything else stays internal. what names the thing for people ("opening"), without its data.
func Fault(err error, what string) error {
	switch {
	case err == nil:
		return nil
	case IsNotFound(err):
		return fault.New(fault.NotFound, "There is no such %s.", what)
	case IsUnique(err):
		return fault.New(fault.Conflict, "This %s exists already.", what).Because(err)
	default:
		return fmt.Errorf("%s: %w", what, err)
	}
}

// Versioned checks the outcome of an optimistic write, "UPDATE … SET version = version + 1 … WHERE id = ?
// AND version = ?": no row means that somebody else changed it since it was read, and is a Conflict.
func Versioned(res sql.Result, err error, what string) error {
	if err != nil {
		return Fault(err, what)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("count written rows of %s: %w", what, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "Somebody else changed this %s in the meantime.", what)
	}
	return nil
}

// isRetryable: serialization failure, deadlock, lock not available, and SQLite's busy and locked.
func isRetryable(err error) bool {
	return hasCode(err, []string{"40001", "40P01", "55P03"}, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED,
		sqlite3.SQLITE_BUSY_SNAPSHOT, sqlite3.SQLITE_LOCKED_SHAREDCACHE)
}

func hasCode(err error, pg []string, lite ...int) bool {
	var p *pgconn.PgError
	if errors.As(err, &p) {
		for _, code := range pg {
			if p.Code == code {
				return true
			}
		}
	}
	var s *sqlite.Error
	if errors.As(err, &s) {
		for _, code := range lite {
			if s.Code() == code {
				return true
			}
		}
	}
	return false
}
