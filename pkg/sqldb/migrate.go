package sqldb

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/pressly/goose/v3"
)

// Migrate brings the service's own tables up to date. See MigrateSet.
func (db *DB) Migrate(ctx context.Context, fsys fs.FS) error {
	return db.MigrateSet(ctx, "service", fsys)
}

// MigrateSet applies one set of goose migrations. The folder "common" of fsys holds what both databases
// understand, "sqlite" and "postgres" what only one does; the numbers of a set are unique over the two
// that apply. Each set (the service's own, the feed's, the audit's) counts in a table of its own, so that
// sets share a schema without agreeing on numbers. Applying again changes nothing, and processes that
// start together wait for each other.
func (db *DB) MigrateSet(ctx context.Context, set string, fsys fs.FS) error {
	if !schemaName.MatchString(set) {
		return fmt.Errorf("migration set %q: want lower-case letters, digits, underscores", set)
	}
	release, err := db.lockMigrations(ctx)
	if err != nil {
		return fmt.Errorf("wait for other migrations of %s: %w", db.Schema, err)
	}
	defer release()
	dialect := goose.DialectSQLite3
	if db.Dialect == Postgres {
		dialect = goose.DialectPostgres
	}
	files := either{fsys: fsys, folders: []string{"common", string(db.Dialect)}}
	p, err := goose.NewProvider(dialect, db.DB.DB, files,
		goose.WithTableName("goose_"+set), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("read the migrations %s of %s: %w", set, db.Schema, err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s of %s: %w", set, db.Schema, err)
	}
	return nil
}

// lockMigrations holds a session lock on a connection of its own. On SQLite the writers' queue is enough:
// the data folder belongs to one process.
func (db *DB) lockMigrations(ctx context.Context) (release func(), err error) {
	if db.Dialect == SQLite {
		return db.enter(ctx)
	}
	conn, err := db.DB.DB.Conn(ctx)
	if err != nil {
		return nil, err
	}
	key := "celav/migrate/" + db.Schema
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(hashtextextended($1, 0))", key); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock(hashtextextended($1, 0))", key)
		_ = conn.Close()
	}, nil
}

// either shows the files of several folders as one.
type either struct {
	fsys    fs.FS
	folders []string
}

// Open implements fs.FS.
func (e either) Open(name string) (fs.File, error) {
	for _, folder := range e.folders {
		f, err := e.fsys.Open(path.Join(folder, name))
		if !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// Glob lists matching names over all folders.
func (e either) Glob(pattern string) ([]string, error) {
	var names []string
	for _, folder := range e.folders {
		found, err := fs.Glob(e.fsys, path.Join(folder, pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range found {
			names = append(names, path.Base(name))
		}
	}
	slices.Sort(names)
	return names, nil
}
