package store_test

import (
	"testing"

	"github.com/celav/celav/pkg/filemerge"
	"github.com/celav/celav/pkg/sqldb/sqldbtest"
	"github.com/celav/celav/services/skills-assessment/internal/store"
)

// A table that names a person and of which nobody said what a merge of two files does to it, fails here: decide, and
// write it into store.MovesWithAMerge.
func TestEveryTableKnowsWhatAMergeDoes(t *testing.T) {
	db := sqldbtest.SQLite(t)
	open(t, db)
	problems, err := filemerge.UndecidedColumns(t.Context(), db.DB, store.MovesWithAMerge())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}
