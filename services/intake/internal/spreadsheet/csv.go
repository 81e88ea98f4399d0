package spreadsheet

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/celav/celav/services/intake/internal/cohort"
)

// readCSV tries the encodings that the bytes allow and the separators that people use, and keeps the reading in which
// most headings are understood.
func readCSV(data []byte) (Table, error) {
	var best Table
	bestScore, found := -1, false
	var firstErr error
	for _, text := range decoded(data) {
		for _, separator := range separators(text.text) {
			lines, err := records(text.text, separator)
			if err != nil {
				continue
			}
			t, err := headed(Table{Encoding: text.encoding, Separator: string(separator)}, lines)
			if err != nil {
				if firstErr == nil {
					firstErr = err
				}
				continue
			}
			if score := 100*cohort.Map(t.Headings, nil).Recognised() + min(len(t.Headings), 40); score > bestScore {
				best, bestScore, found = t, score, true
			}
		}
	}
	switch {
	case !found && firstErr != nil:
		return Table{}, firstErr
	case !found:
		return Table{}, wrong("not-a-table", "This is no table: send CSV or .xlsx.")
	default:
		return best, nil
	}
}

type reading struct{ text, encoding string }

// decoded are the texts that the bytes may be, the likeliest first.
func decoded(data []byte) []reading {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return []reading{{strings.ToValidUTF8(string(data[3:]), ""), "UTF-8"}}
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")), nulls(data) != nil:
		endian := unicode.LittleEndian
		if bytes.HasPrefix(data, []byte("\xfe\xff")) || nulls(data) == binary.BigEndian {
			endian = unicode.BigEndian
		}
		return tried(data, []named{{unicode.UTF16(endian, unicode.UseBOM), "UTF-16"}})
	case utf8.Valid(data):
		return []reading{{string(data), "UTF-8"}}
	}
	both := []named{{charmap.Windows1252, "Windows-1252"}, {charmap.Windows1256, "Windows-1256"}}
	guess := strings.ToLower(chardet.Detect(data).Encoding)
	if strings.Contains(guess, "1256") || strings.Contains(guess, "8859-6") {
		both[0], both[1] = both[1], both[0]
	}
	return tried(data, both)
}

type named struct {
	encoding.Encoding
	name string
}

func tried(data []byte, encodings []named) []reading {
	var list []reading
	for _, e := range encodings {
		if text, err := e.NewDecoder().Bytes(data); err == nil {
			list = append(list, reading{strings.TrimPrefix(string(text), "\ufeff"), e.name})
		}
	}
	return list
}

// nulls tells UTF-16 without a mark by its zero bytes, nil when there are too few.
func nulls(data []byte) binary.ByteOrder {
	head := data[:min(len(data), 512)]
	var even, odd int
	for i, b := range head {
		if b == 0 && i%2 == 0 {
			even++
		} else if b == 0 {
			odd++
		}
	}
	switch {
	case odd > len(head)/8 && odd > even:
		return binary.LittleEndian
	case even > len(head)/8:
		return binary.BigEndian
	default:
		return nil
	}
}

// separators are those that occur in the first lines; a line "sep=;" of Excel decides.
func separators(text string) []rune {
	if rest, ok := strings.CutPrefix(strings.ToLower(text[:min(len(text), 8)]), "sep="); ok && rest != "" {
		r, _ := utf8.DecodeRuneInString(rest)
		return []rune{r}
	}
	head := text[:min(len(text), 4096)]
	var list []rune
	for _, r := range []rune{';', ',', '\t', '|'} {
		if strings.ContainsRune(head, r) {
			list = append(list, r)
		}
	}
	if len(list) == 0 {
		list = []rune{';'}
	}
	return list
}

func records(text string, separator rune) ([]Line, error) {
	if strings.HasPrefix(strings.ToLower(text[:min(len(text), 4)]), "sep=") {
		_, text, _ = strings.Cut(text, "\n")
	}
	if !strings.Contains(text, "\n") { // as old Macs write
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = separator, -1, true, separator != '\t'
	var lines []Line
	for len(lines) <= 4*cohort.MostRows {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err //nolint:wrapcheck // only that it cannot be read is used
		}
		number, _ := r.FieldPos(0)
		lines = append(lines, Line{number, bounded(cells)})
	}
	return lines, nil
}
