package company

import "strings"

const taxDigits = 11

// TidyTaxNumber takes out what people put between and before the digits of a partita IVA: spaces, dots, "IT".
func TidyTaxNumber(s string) string {
	s = strings.ToUpper(strings.NewReplacer(" ", "", ".", "", "-", "").Replace(strings.TrimSpace(s)))
	return strings.TrimPrefix(s, "IT")
}

// IsTaxNumber reports whether eleven digits are a possible partita IVA, or the tax code of an organisation, which is
// checked alike: the last digit completes the sum of the others, of which every second is doubled, to a multiple of ten.
func IsTaxNumber(s string) bool {
	if len(s) != taxDigits || strings.Trim(s, "0") == "" {
		return false
	}
	sum := 0
	for i, r := range s {
		if r < '0' || r > '9' {
			return false
		}
		n := int(r - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}
