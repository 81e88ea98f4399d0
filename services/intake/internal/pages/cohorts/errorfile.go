package cohorts

import (
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/spreadsheet"
)

// errorFile is a table of the rows that have faults, with what to write, that can be mended and sent again.
func (p *Pages) errorFile(c echo.Context) error {
	ctx := c.Request().Context()
	full, err := p.Desk.Open(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	lang := ui.Lang(ctx)
	head := []string{cohort.NoteHeading().In(lang)}
	for _, column := range cohort.Columns() {
		head = append(head, column.Heading.In(lang))
	}
	lines := [][]string{head}
	for _, r := range full.Rows {
		wrong := cohort.Wrong(r.Findings)
		if len(wrong) == 0 && r.Decision != cohort.SentBack {
			continue
		}
		notes := findingTexts(ctx, wrong)
		if r.Reason != "" {
			notes = append(notes, r.Reason)
		}
		line := []string{strings.Join(notes, " | ")}
		for _, column := range cohort.Columns() {
			line = append(line, r.Cells[column.Key])
		}
		lines = append(lines, line)
	}
	data, err := spreadsheet.WriteCSV(lines)
	if err != nil {
		return err
	}
	return download(c, "celav-errors.csv", data)
}
