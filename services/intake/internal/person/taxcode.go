package person

import (
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
)

// TidyTaxCode drops blanks and makes capitals.
func TidyTaxCode(code string) string {
	return strings.ToUpper(strings.Join(strings.Fields(code), ""))
}

// CheckTaxCode adds what is wrong with a tax code: sixteen characters with a check letter, or the eleven digits of a
// provisional one, which asylum seekers are given. None at all is fine. A code that tells another date of birth than
// the file is wrong too.
func CheckTaxCode(code string, born civil.Date, bad *fault.Violations) {
	switch {
	case code == "":
	case len(code) == 11 && numericTaxCode(code):
	case len(code) == 16 && letteredTaxCode(code):
		if year, month, day, ok := birthInTaxCode(code); !born.IsZero() && (!ok || year != born.Year%100 || month != int(born.Month) || day != born.Day) {
			bad.Add("/taxCode", "other-birth", "The tax code tells another date of birth.")
		}
	default:
		bad.Add("/taxCode", "tax-code", "This is not a tax code: copy it from the card or from the letter, 16 characters or 11 digits.")
	}
}

// numericTaxCode checks the last digit: every second digit counts double, nines cast out.
func numericTaxCode(code string) bool {
	sum := 0
	for i, c := range []byte(code) {
		if c < '0' || c > '9' {
			return false
		}
		n := int(c - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// twins stand for digits where two people would have the same code.
const twins = "LMNPQRSTUV"

// letteredTaxCode checks the shape and the check letter.
func letteredTaxCode(code string) bool {
	odd := [...]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}
	const shape = "AAAAAA00A00A000A"
	sum := 0
	for i, c := range []byte(code) {
		letter, digit := c >= 'A' && c <= 'Z', c >= '0' && c <= '9'
		if shape[i] == 'A' && !letter || shape[i] == '0' && !digit && strings.IndexByte(twins, c) < 0 {
			return false
		}
		value := int(c - 'A')
		if digit {
			value = int(c - '0')
		}
		switch {
		case i == 15:
			return sum%26 == value
		case i%2 == 0:
			sum += odd[value]
		default:
			sum += value
		}
	}
	return false
}

// birthInTaxCode reads year, month and day; women's days count from 41.
func birthInTaxCode(code string) (year, month, day int, ok bool) {
	number := func(i int) int {
		if n := strings.IndexByte(twins, code[i]); n >= 0 {
			return n
		}
		return int(code[i] - '0')
	}
	year, day = 10*number(6)+number(7), 10*number(9)+number(10)
	if day > 40 {
		day -= 40
	}
	month = 1 + strings.IndexByte("ABCDEHLMPRST", code[8])
	return year, month, day, month > 0
}
