package suite

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"sync/atomic"

	"github.com/celav/celav/pkg/sqldb"
)

//go:embed migrations/*/*.sql
var migrations embed.FS

// migrationSet is the name under which the suite's own tables are migrated in each service's records.
const migrationSet = "suite"

// Demonstration is the mark that a service's records hold invented people: once set it stays, and every page
// shows it.
type Demonstration struct {
	db *sqldb.DB
	on atomic.Bool
}

func openDemonstration(ctx context.Context, db *sqldb.DB) (*Demonstration, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("open the suite's migrations: %w", err)
	}
	if err := db.MigrateSet(ctx, migrationSet, files); err != nil {
		return nil, fmt.Errorf("migrate the suite's tables: %w", err)
	}
	d := &Demonstration{db: db}
	n, err := db.NewSelect().Table("suite_mark").Where("name = ?", "demonstration").Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the mark of a demonstration: %w", err)
	}
	d.on.Store(n > 0)
	return d, nil
}

// On reports whether the records hold a demonstration.
func (d *Demonstration) On(context.Context) bool { return d.on.Load() }

// Mark says that they do, from now on.
func (d *Demonstration) Mark(ctx context.Context) error {
	if d.on.Load() {
		return nil
	}
	if _, err := d.db.NewRaw("INSERT INTO suite_mark (name) VALUES ('demonstration') ON CONFLICT (name) DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("mark the records as a demonstration: %w", err)
	}
	d.on.Store(true)
	return nil
}
