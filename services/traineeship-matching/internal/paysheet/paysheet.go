// Package paysheet writes what the paying office gets: which reference is owed how much for which month. No name, no hours.
package paysheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

// columns are the headings, the same in every language: programs read them.
func columns() []string {
	return []string{"export", "reference", "month", "term", "kind", "amount_cents", "amount_eur", "rule", "rule_version"}
}

// Name is what an export is called: "2026-10/1".
func Name(e store.Export) string { return e.Month + "/" + strconv.Itoa(e.Number) }

// File is an export's file name without its ending.
func File(e store.Export) string { return "celav-grants-" + e.Month + "-" + strconv.Itoa(e.Number) }

// CSV writes an export: the same export gives the same bytes. Its last line is the sum.
func CSV(e store.Export, rows []store.ExportRow) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff") // by which Excel knows UTF-8
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	for _, line := range append([][]string{columns()}, lines(e, rows)...) {
		if err := w.Write(line); err != nil {
			return nil, fmt.Errorf("write a line: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("write an export: %w", err)
	}
	return b.Bytes(), nil
}

func lines(e store.Export, rows []store.ExportRow) [][]string {
	var out [][]string
	for _, r := range rows {
		out = append(out, []string{
			Harmless(Name(e)), Harmless(r.Reference), Harmless(r.Month), strconv.Itoa(r.TermNumber), Harmless(r.Kind), strconv.FormatInt(r.Cents, 10),
			Euro(r.Cents), Harmless(r.Rule), Harmless(r.Version),
		})
	}
	return append(out, []string{Harmless(Name(e)), "TOTAL", Harmless(e.Month), "", strconv.Itoa(e.Rows) + " rows", strconv.FormatInt(e.Cents, 10), Euro(e.Cents), "", ""})
}

// Euro writes cents as "-12.05".
func Euro(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}

// Harmless puts an apostrophe before a text that a spreadsheet would take for a formula. Amounts are numbers, made here.
func Harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// XLSX writes the same as a workbook, with amounts as numbers.
func XLSX(e store.Export, rows []store.ExportRow) ([]byte, error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	const sheet = "grants"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return nil, fmt.Errorf("name the sheet: %w", err)
	}
	heading := columns()
	if err := f.SetSheetRow(sheet, "A1", &heading); err != nil {
		return nil, fmt.Errorf("write the headings: %w", err)
	}
	for i, line := range lines(e, rows) {
		cents := e.Cents
		if i < len(rows) {
			cents = rows[i].Cents
		}
		cells := make([]any, len(line))
		for n, text := range line {
			cells[n] = text
		}
		cells[5], cells[6] = cents, float64(cents)/100
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+2), &cells); err != nil {
			return nil, fmt.Errorf("write a row: %w", err)
		}
	}
	if err := f.SetColWidth(sheet, "A", "I", 18); err != nil {
		return nil, fmt.Errorf("set the widths: %w", err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return out.Bytes(), nil
}
