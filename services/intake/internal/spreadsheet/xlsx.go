package spreadsheet

import (
	"bytes"

	"github.com/xuri/excelize/v2"

	"github.com/celav/celav/services/intake/internal/cohort"
)

// What an .xlsx file may grow to when it is unpacked.
const (
	mostUnpacked = 32 << 20
	mostSheetXML = 16 << 20
)

// readXLSX reads the sheet in which the most headings are understood among the first few, cell by cell as stored: dates
// come as the days that spreadsheets count, whatever they look like on screen.
func readXLSX(data []byte) (lines []Line, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostSheetXML})
	if err != nil {
		return nil, wrong("not-readable", "The file cannot be opened: save it again as .xlsx without a password, or as CSV.")
	}
	defer func() { _ = f.Close() }()
	best := -1
	sheets := f.GetSheetList()
	for _, sheet := range sheets[:min(len(sheets), 8)] {
		found, err := sheetLines(f, sheet)
		if err != nil {
			return nil, wrong("not-readable", "The file cannot be read: save it again as .xlsx, or as CSV.")
		}
		score := 0
		for _, l := range found[:min(len(found), headingsIn)] {
			score = max(score, cohort.Map(l.Cells, nil).Recognised())
		}
		if len(found) > 0 && score > best {
			lines, best = found, score
		}
	}
	return lines, nil
}

func sheetLines(f *excelize.File, sheet string) ([]Line, error) {
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, err //nolint:wrapcheck // only that it cannot be read is used
	}
	defer func() { _ = rows.Close() }()
	var lines []Line
	for n := 1; rows.Next() && n <= 20*cohort.MostRows && len(lines) <= 2*cohort.MostRows; n++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, err //nolint:wrapcheck // as above
		}
		if len(cells) > 0 {
			lines = append(lines, Line{n, bounded(cells)})
		}
	}
	return lines, rows.Error() //nolint:wrapcheck // as above
}
