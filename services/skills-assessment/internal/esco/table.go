package esco

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// table reads one CSV file row by row; cells are taken by the header's names.
type table struct {
	csv    *csv.Reader
	index  map[string]int
	record []string
	line   int
}

// errColumn is a file without a column that it must have.
var errColumn = errors.New("column is missing")

func openTable(r io.Reader, need ...string) (*table, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		if _, err := buffered.Discard(3); err != nil {
			return nil, fmt.Errorf("skip the byte order mark: %w", err)
		}
	}
	t := &table{csv: csv.NewReader(buffered), index: map[string]int{}}
	t.csv.ReuseRecord = true
	t.csv.FieldsPerRecord = -1 // the Commission's own files leave out empty cells at the end of a row
	head, err := t.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: %s (the file is empty)", errColumn, need[0])
	}
	if err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	for i, name := range slices.Clone(head) {
		t.index[strings.TrimSpace(name)] = i
	}
	for _, name := range need {
		if _, ok := t.index[name]; !ok {
			return nil, fmt.Errorf("%w: %s", errColumn, name)
		}
	}
	return t, nil
}

// next advances to the next row; skip is why a row has to be left out, empty for a good one. io.EOF ends the file.
func (t *table) next() (skip string, err error) {
	record, err := t.csv.Read()
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		t.line = parse.StartLine
		return ReasonRow, nil
	case err != nil:
		return "", err
	}
	t.record = record
	t.line, _ = t.csv.FieldPos(0)
	if len(record) > len(t.index) {
		return ReasonRow, nil
	}
	for _, cell := range record {
		if !utf8.ValidString(cell) || strings.ContainsRune(cell, 0) {
			return ReasonNotUTF8, nil
		}
	}
	return "", nil
}

// cell returns the cell under a header, empty when the file has no such column.
func (t *table) cell(name string) string {
	i, ok := t.index[name]
	if !ok || i >= len(t.record) {
		return ""
	}
	return strings.TrimSpace(t.record[i])
}

// Longest label and most alternatives that are kept; the classification's longest are about 150 and 60.
const (
	maxLabel        = 400
	maxAlternatives = 200
)

// alternatives splits a cell of labels: one a line, in some files separated by bars.
func alternatives(cells ...string) []string {
	var out []string
	for _, cell := range cells {
		for _, s := range strings.FieldsFunc(cell, func(r rune) bool { return r == '\n' || r == '|' }) {
			s = strings.TrimSpace(s)
			if s == "" || utf8.RuneCountInString(s) > maxLabel || len(out) == maxAlternatives {
				continue
			}
			out = append(out, s)
		}
	}
	return out
}
