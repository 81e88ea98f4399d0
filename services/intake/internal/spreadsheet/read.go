// Package spreadsheet reads the files that offices have: CSV in whatever encoding and with whatever separator, and .xlsx;
// and writes templates and lists of errors that they can open.
package spreadsheet

import (
	"bytes"
	"slices"
	"strings"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/intake/internal/cohort"
)

// What a file may have at most.
const (
	MostBytes   = 2 << 20
	mostColumns = 80
	mostCell    = 2_000
	headingsIn  = 15 // first lines among which the headings are looked for
)

// Table is what a file says, before anything is checked.
type Table struct {
	Headings []string
	Lines    []Line
	// Encoding and Separator are what was guessed of a CSV file, for who wonders.
	Encoding, Separator string
}

// Line is one line with its number in the file, as spreadsheets count.
type Line struct {
	Number int
	Cells  []string
}

// Read reads a file. What it cannot read is an Invalid fault that says what to do.
func Read(data []byte) (Table, error) {
	switch {
	case len(data) > MostBytes:
		return Table{}, wrong("too-large", "The file is larger than 2 MB: send at most 500 people at a time.")
	case len(bytes.TrimSpace(data)) == 0:
		return Table{}, wrong("empty-file", "The file is empty.")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		lines, err := readXLSX(data)
		if err != nil {
			return Table{}, err
		}
		return headed(Table{}, lines)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return Table{}, wrong("old-excel", "This is an old Excel file (.xls): save it as .xlsx or CSV.")
	case bytes.HasPrefix(data, []byte("%PDF")):
		return Table{}, wrong("not-a-table", "This is no table: send CSV or .xlsx.")
	default:
		return readCSV(data)
	}
}

func wrong(code, text string) error {
	var bad fault.Violations
	bad.Add("/file", code, "%s", text)
	return bad.Err()
}

// headed finds the headings among the first lines and leaves out lines that are empty or begin with a hash.
func headed(t Table, lines []Line) (Table, error) {
	lines = slices.DeleteFunc(lines, func(l Line) bool {
		return len(l.Cells) == 0 || strings.HasPrefix(strings.TrimSpace(l.Cells[0]), "#") || !slices.ContainsFunc(l.Cells, func(s string) bool { return cohort.Tidy(s) != "" })
	})
	if len(lines) == 0 {
		return t, wrong("empty-file", "The file is empty.")
	}
	at, best := 0, 0
	for i, l := range lines[:min(len(lines), headingsIn)] {
		if n := cohort.Map(l.Cells, nil).Recognised(); n > best && n >= 2 {
			at, best = i, n
		}
	}
	for _, h := range lines[at].Cells {
		t.Headings = append(t.Headings, cohort.Tidy(h))
	}
	for len(t.Headings) > 0 && t.Headings[len(t.Headings)-1] == "" {
		t.Headings = t.Headings[:len(t.Headings)-1]
	}
	t.Lines = lines[at+1:]
	switch {
	case len(t.Headings) > mostColumns:
		return t, wrong("too-many-columns", "The table has too many columns: take the template.")
	case len(t.Lines) == 0:
		return t, wrong("no-rows", "Below the headings there is nobody.")
	case len(t.Lines) > cohort.MostRows:
		return t, wrong("too-many-rows", "A cohort has at most 500 people: make several.")
	}
	return t, nil
}

func bounded(cells []string) []string {
	cells = cells[:min(len(cells), mostColumns+1)]
	for i, c := range cells {
		if len(c) > mostCell {
			cells[i] = strings.ToValidUTF8(c[:mostCell], "")
		}
	}
	return cells
}
