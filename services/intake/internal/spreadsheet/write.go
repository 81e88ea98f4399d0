package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/celav/celav/services/intake/internal/cohort"
)

const byteOrderMark = "\ufeff" // by which Excel knows UTF-8

// TemplateCSV is the empty template in a language: the headings, and lines of help that the reader passes over.
func TemplateCSV(lang string) ([]byte, error) {
	var lines [][]string
	for _, c := range cohort.Columns() {
		line := "# " + c.Heading.In(lang)
		if c.Required {
			line += " *"
		}
		line += ": " + c.Hint.In(lang)
		if list := allowed(c, lang); list != "" {
			line += " [" + list + "]"
		}
		lines = append(lines, []string{line})
	}
	return WriteCSV(append(lines, headings(lang)))
}

// headings are the template's.
func headings(lang string) []string {
	var list []string
	for _, c := range cohort.Columns() {
		list = append(list, c.Heading.In(lang))
	}
	return list
}

func allowed(c cohort.Column, lang string) string {
	var list []string
	for _, v := range c.Values {
		if c.Key == cohort.Country && cohort.InUnion(v.Code) {
			continue // understood, so that the fault can be said; not offered
		}
		list = append(list, v.Text.In(lang))
	}
	return strings.Join(list, " / ")
}

// WriteCSV writes lines for spreadsheets: UTF-8 with a mark, semicolons, and nothing that a spreadsheet would compute.
func WriteCSV(lines [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	for _, line := range lines {
		safe := make([]string, len(line))
		for i, cell := range line {
			safe[i] = Harmless(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, fmt.Errorf("write a line: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("write a table: %w", err)
	}
	return b.Bytes(), nil
}

// Harmless puts an apostrophe before what a spreadsheet would take for a formula; the reader takes it away again.
func Harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// TemplateXLSX is the template with lists to choose from and hints on the headings, and a sheet of help.
func TemplateXLSX(lang string) ([]byte, error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	w := sheetWriter{file: f, sheet: cohort.Text{FR: "Stagiaires", IT: "Tirocinanti", EN: "Trainees", AR: "المتدربون"}.In(lang), lang: lang}
	w.do(f.SetSheetName("Sheet1", w.sheet))
	style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D6E6F5"}}})
	w.do(err)
	text, err := f.NewStyle(&excelize.Style{NumFmt: 49}) // text: a telephone number keeps its plus, a date stays as typed
	w.do(err)
	help := cohort.Text{FR: "Aide", IT: "Aiuto", EN: "Help", AR: "مساعدة"}.In(lang)
	_, err = f.NewSheet(help)
	w.do(err)
	for i, c := range cohort.Columns() {
		w.column(i+1, c, style, text)
		line := []any{c.Heading.In(lang), required(c, lang), c.Hint.In(lang), allowed(c, lang)}
		w.do(f.SetSheetRow(help, fmt.Sprintf("A%d", i+1), &line))
	}
	w.do(f.SetColWidth(help, "A", "B", 26))
	w.do(f.SetColWidth(help, "C", "D", 70))
	w.do(f.SetPanes(w.sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	if lang == "ar" {
		rtl := true
		for _, sheet := range []string{w.sheet, help} {
			w.do(f.SetSheetView(sheet, 0, &excelize.ViewOptions{RightToLeft: &rtl}))
		}
	}
	if w.err != nil {
		return nil, fmt.Errorf("make the template: %w", w.err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("make the template: %w", err)
	}
	return out.Bytes(), nil
}

func required(c cohort.Column, lang string) string {
	if c.Required {
		return cohort.Text{FR: "obligatoire", IT: "obbligatorio", EN: "required", AR: "إلزامي"}.In(lang)
	}
	return cohort.Text{FR: "facultatif", IT: "facoltativo", EN: "optional", AR: "اختياري"}.In(lang)
}

// sheetWriter keeps the first error.
type sheetWriter struct {
	file        *excelize.File
	sheet, lang string
	err         error
}

func (w *sheetWriter) do(err error) {
	if w.err == nil {
		w.err = err
	}
}

// mostInList is what a spreadsheet takes as the text of a list to choose from.
const mostInList = 250

func (w *sheetWriter) column(n int, c cohort.Column, heading, cells int) {
	name, err := excelize.ColumnNumberToName(n)
	w.do(err)
	w.do(w.file.SetColStyle(w.sheet, name, cells))
	w.do(w.file.SetColWidth(w.sheet, name, name, 22))
	w.do(w.file.SetCellStr(w.sheet, name+"1", c.Heading.In(w.lang)))
	w.do(w.file.SetCellStyle(w.sheet, name+"1", name+"1", heading))
	rule := excelize.NewDataValidation(true)
	rule.Sqref = fmt.Sprintf("%s2:%s%d", name, name, cohort.MostRows+1)
	rule.SetInput(c.Heading.In(w.lang), c.Hint.In(w.lang))
	if c.Kind == cohort.Choice && c.Key != cohort.Country {
		var list []string
		for _, v := range c.Values {
			list = append(list, v.Text.In(w.lang))
		}
		if len(strings.Join(list, ",")) < mostInList {
			w.do(rule.SetDropList(list))
		}
	}
	w.do(w.file.AddDataValidation(w.sheet, rule))
}
