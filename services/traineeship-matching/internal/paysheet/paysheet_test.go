package paysheet_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/celav/celav/services/traineeship-matching/internal/paysheet"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
)

func TestSheets(t *testing.T) {
	e := store.Export{Month: "2026-10", Number: 2, Rows: 2, Cents: -1205 + 50_000}
	rows := []store.ExportRow{
		{Reference: "B-AAAA", Month: "2026-10", TermNumber: 1, Kind: "payment", Cents: 50_000, Rule: "TR-08", Version: "1"},
		{Reference: "=cmd()", Month: "2026-09", TermNumber: 1, Kind: "correction", Cents: -1205, Rule: "TR-08", Version: "1"},
	}
	first, err := paysheet.CSV(e, rows)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := paysheet.CSV(e, rows)
	if !bytes.Equal(first, again) {
		t.Error("the same export gives other bytes")
	}
	for _, want := range []string{"2026-10/2;B-AAAA;2026-10;1;payment;50000;500.00;TR-08;1", "'=cmd()", ";-1205;-12.05;", "TOTAL;2026-10;;2 rows;48795;487.95"} {
		if !strings.Contains(string(first), want) {
			t.Errorf("%q is not in\n%s", want, first)
		}
	}
	book, err := paysheet.XLSX(e, rows)
	if err != nil {
		t.Fatal(err)
	}
	if twice, _ := paysheet.XLSX(e, rows); !bytes.Equal(book, twice) {
		t.Error("the same export gives another workbook")
	}
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"B2": "B-AAAA", "F3": "-1205", "G4": "487.95"} {
		if got, _ := f.GetCellValue("grants", cell); got != want {
			t.Errorf("%s: %q, not %q", cell, got, want)
		}
	}
	if formula, _ := f.GetCellFormula("grants", "B3"); formula != "" {
		t.Errorf("a formula got in: %q", formula)
	}
}
