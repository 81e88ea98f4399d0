package spreadsheet_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"go.uber.org/goleak"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/intake/internal/cohort"
	"github.com/celav/celav/services/intake/internal/spreadsheet"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const french = "Référence;Nom;Prénom;Date de naissance;Pays de résidence\nT-1;Ben Salah;Inès;31/05/1998;Tunisie\nT-2;Çelik;Zoé;1/2/1999;Maroc\n"

const arabic = "المرجع;اللقب;الاسم;تاريخ الميلاد;بلد الإقامة\nT-1;بن صالح;إيناس;31/05/1998;تونس\nT-2;العربي;زياد;1/2/1999;المغرب\n"

func encode(t *testing.T, e encoding.Encoding, s string) []byte {
	t.Helper()
	out, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEncodingsAndSeparators(t *testing.T) {
	utf16 := func(end unicode.Endianness, mark unicode.BOMPolicy, s string) []byte {
		return encode(t, unicode.UTF16(end, mark), s)
	}
	for name, data := range map[string][]byte{
		"UTF-8":                  []byte(french),
		"UTF-8 with a mark":      []byte("\ufeff" + french),
		"Windows-1252":           encode(t, charmap.Windows1252, french),
		"UTF-16 little":          utf16(unicode.LittleEndian, unicode.UseBOM, french),
		"UTF-16 big":             utf16(unicode.BigEndian, unicode.UseBOM, french),
		"UTF-16 without a mark":  utf16(unicode.LittleEndian, unicode.IgnoreBOM, french),
		"commas":                 []byte(strings.ReplaceAll(french, ";", ",")),
		"tabs":                   []byte(strings.ReplaceAll(french, ";", "\t")),
		"sep=":                   []byte("sep=|\r\n" + strings.ReplaceAll(french, ";", "|")),
		"carriage returns":       []byte(strings.ReplaceAll(french, "\n", "\r")),
		"lines before":           []byte("# aide;x\n\nPromotion 2027;;;;\n" + french),
		"quoted":                 []byte(strings.Replace(french, "Ben Salah", "\"Ben Salah\"", 1)),
		"blanks and empty lines": []byte(strings.ReplaceAll(french, "\n", " ;;\n;;;;\n")),
	} {
		table, err := spreadsheet.Read(data)
		if err != nil || len(table.Lines) != 2 || table.Headings[2] != "Prénom" || cohort.Tidy(table.Lines[0].Cells[2]) != "Inès" || cohort.Tidy(table.Lines[1].Cells[1]) != "Çelik" {
			t.Errorf("%s: %+v %v", name, table, err)
		}
	}
	for name, data := range map[string][]byte{
		"UTF-8": []byte(arabic), "Windows-1256": encode(t, charmap.Windows1256, arabic), "UTF-16": utf16(unicode.LittleEndian, unicode.UseBOM, arabic),
	} {
		table, err := spreadsheet.Read(data)
		if err != nil || len(table.Lines) != 2 || table.Lines[0].Cells[1] != "بن صالح" || !strings.Contains(strings.Join(cohort.Map(table.Headings, nil), " "), cohort.BirthDate) {
			t.Errorf("Arabic in %s: %+v %v", name, table, err)
		}
	}
}

func TestWorkbook(t *testing.T) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	rows := [][]any{{"Promotion de printemps"}, {"Référence", "Nom", "Prénom", "Date de naissance", "Téléphone"}, {"T-1", "Ben Salah", "Inès", 35946, 21620123456}}
	if _, err := f.NewSheet("Stagiaires"); err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Stagiaires", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	table, err := spreadsheet.Read(out.Bytes())
	if err != nil || len(table.Lines) != 1 || table.Lines[0].Number != 3 {
		t.Fatalf("%+v %v", table, err)
	}
	born, ok := cohort.ReadDay(table.Lines[0].Cells[3])
	if !ok || born.String() != "1998-05-31" || table.Lines[0].Cells[4] != "21620123456" {
		t.Errorf("%v %q", born, table.Lines[0].Cells[4])
	}
}

// Each template is read back as it was written: its headings are understood, and it holds nobody yet.
func TestTemplates(t *testing.T) {
	for _, lang := range []string{"fr", "it", "en", "ar"} {
		for kind, write := range map[string]func(string) ([]byte, error){"CSV": spreadsheet.TemplateCSV, "xlsx": spreadsheet.TemplateXLSX} {
			data, err := write(lang)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := spreadsheet.Read(data); !hasCode(err, "no-rows") && kind == "CSV" {
				t.Errorf("%s %s: %v", kind, lang, err)
			}
			if kind == "CSV" {
				table, err := spreadsheet.Read(append(bytes.TrimRight(data, "\r\n"), []byte("\r\nT-1;Ben Salah;Inès\r\n")...))
				if err != nil || len(table.Lines) != 1 || !cohort.Map(table.Headings, nil).Sure() {
					t.Errorf("%s %s filled in: %v %v", kind, lang, cohort.Map(table.Headings, nil), err)
				}
			}
		}
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	many := "Nom;Prénom\n" + strings.Repeat("a;b\n", cohort.MostRows+1)
	for code, data := range map[string][]byte{
		"empty-file": []byte(" \n"), "not-readable": []byte("PK\x03\x04 and no more"), "old-excel": []byte("\xd0\xcf\x11\xe0\xa1\xb1"),
		"not-a-table": []byte("%PDF-1.7"), "too-large": bytes.Repeat([]byte("a;b\n"), spreadsheet.MostBytes), "no-rows": []byte("Nom;Prénom\n"), "too-many-rows": []byte(many),
	} {
		if _, err := spreadsheet.Read(data); !hasCode(err, code) {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func hasCode(err error, code string) bool {
	f, ok := err.(*fault.Error) //nolint:errorlint // Read returns it bare
	return ok && len(f.Violations) > 0 && f.Violations[0].Code == code
}

func TestHarmless(t *testing.T) {
	for _, s := range []string{"=1+1", "+216 20", "-x", "@x"} {
		if got := spreadsheet.Harmless(s); got != "'"+s || cohort.Tidy(got) != s {
			t.Errorf("%q -> %q -> %q", s, got, cohort.Tidy(got))
		}
	}
}

// Whatever somebody sends, the reader answers with a bounded table or with what is wrong.
func FuzzRead(f *testing.F) {
	f.Add([]byte(french))
	f.Add([]byte(arabic))
	f.Add([]byte("\xff\xfeN\x00o\x00m\x00"))
	f.Add([]byte("sep=;\nNom;\"Pré\nnom\"\nx;y"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := spreadsheet.Read(data)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%v", err)
			}
			return
		}
		if len(table.Lines) == 0 || len(table.Lines) > cohort.MostRows || len(table.Headings) > 80 {
			t.Errorf("%d lines, %d headings", len(table.Lines), len(table.Headings))
		}
		m := cohort.Map(table.Headings, nil)
		for _, l := range table.Lines {
			m.Cells(l.Cells)
		}
	})
}
