package match

import "fmt"

// CEFR is a language level, A1 = 1 to C2 = 6; zero is not known.
type CEFR int8

const cefrNames = "A1A2B1B2C1C2"

// String returns "A1" to "C2", or nothing.
func (c CEFR) String() string {
	if c < 1 || c > 6 {
		return ""
	}
	return cefrNames[2*c-2 : 2*c]
}

// MarshalText writes the level's name.
func (c CEFR) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a level's name; an empty text is not known.
func (c *CEFR) UnmarshalText(text []byte) error {
	for level := CEFR(0); level <= 6; level++ {
		if level.String() == string(text) {
			*c = level
			return nil
		}
	}
	return fmt.Errorf("%q is no level from A1 to C2", text)
}

// lowest returns the lowest level known, zero if none is.
func lowest(levels ...CEFR) CEFR {
	var low CEFR
	for _, l := range levels {
		if l > 0 && (low == 0 || l < low) {
			low = l
		}
	}
	return low
}
