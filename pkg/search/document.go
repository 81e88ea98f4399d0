package search

import (
	"fmt"
	"math"
	"strconv"

	"cloud.google.com/go/civil"
)

// Point is a place on Earth in degrees.
type Point struct{ Lat, Lon float64 }

func (p Point) onEarth() bool { return p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180 }

// Value is what one field of a document holds; which part is filled depends on the field's kind.
type Value struct {
	Keywords []string
	Texts    map[Language][]string
	Place    *Point
	Dates    []civil.Date
	Numbers  []float64
	Flag     *bool
}

// Document is what the index holds about one id. The zero value is an empty document.
type Document struct{ values map[string]Value }

// Values gives the fields that hold something; drivers read it and must not change it.
func (d *Document) Values() map[string]Value { return d.values }

func (d *Document) change(field string, f func(*Value)) {
	if d.values == nil {
		d.values = map[string]Value{}
	}
	v := d.values[field]
	f(&v)
	d.values[field] = v
}

// Keyword adds exact values; empty ones are left out.
func (d *Document) Keyword(field string, values ...string) {
	for _, s := range values {
		if s != "" {
			d.change(field, func(v *Value) { v.Keywords = append(v.Keywords, s) })
		}
	}
}

// Text adds a text in a language; an empty one is left out.
func (d *Document) Text(field string, l Language, text string) {
	if text == "" {
		return
	}
	d.change(field, func(v *Value) {
		if v.Texts == nil {
			v.Texts = map[Language][]string{}
		}
		v.Texts[l] = append(v.Texts[l], text)
	})
}

// Place sets the point.
func (d *Document) Place(field string, p Point) { d.change(field, func(v *Value) { v.Place = &p }) }

// Date adds a day.
func (d *Document) Date(field string, day civil.Date) {
	d.change(field, func(v *Value) { v.Dates = append(v.Dates, day) })
}

// Number adds a number.
func (d *Document) Number(field string, n float64) {
	d.change(field, func(v *Value) { v.Numbers = append(v.Numbers, n) })
}

// Flag sets true or false; a flag that was never set matches neither.
func (d *Document) Flag(field string, is bool) { d.change(field, func(v *Value) { v.Flag = &is }) }

// check reports a value that the schema does not allow: a programming error, so no fault.
func (d *Document) check(s *Schema) error {
	for name, v := range d.values {
		f, ok := s.Field(name)
		if !ok {
			return fmt.Errorf("search: index %s has no field %q", s.Name, name)
		}
		filled := map[Kind]bool{
			Keyword: v.Keywords != nil, Text: v.Texts != nil, Place: v.Place != nil,
			Date: v.Dates != nil, Number: v.Numbers != nil, Flag: v.Flag != nil,
		}
		for kind, is := range filled {
			if is && kind != f.Kind {
				return fmt.Errorf("search: index %s: field %s is a %s, not a %s", s.Name, name, f.Kind, kind)
			}
		}
		if f.Sortable && len(v.Keywords)+len(v.Dates)+len(v.Numbers) > 1 {
			return fmt.Errorf("search: index %s: sortable field %s has more than one value", s.Name, name)
		}
		for _, n := range v.Numbers {
			if math.IsNaN(n) || math.IsInf(n, 0) {
				return fmt.Errorf("search: index %s: field %s is not a finite number", s.Name, name)
			}
		}
		if p := v.Place; p != nil && !p.onEarth() {
			return fmt.Errorf("search: index %s: field %s is not a place on Earth", s.Name, name)
		}
		for _, day := range v.Dates {
			if !day.IsValid() {
				return fmt.Errorf("search: index %s: field %s holds no valid date", s.Name, name)
			}
		}
	}
	return nil
}

// SortKey gives a value's key, whose order as bytes is the value's own order; ok is false without a value.
// Engines sort by these keys alone, so that order and cursors are the same on all of them.
func (v Value) SortKey() (key string, ok bool) {
	switch {
	case len(v.Keywords) > 0:
		return v.Keywords[0], true
	case len(v.Dates) > 0:
		return v.Dates[0].String(), true
	case len(v.Numbers) > 0:
		// Adding nothing turns the negative zero into the zero that it equals: equal numbers have one key.
		bits := math.Float64bits(v.Numbers[0] + 0)
		if bits>>63 == 1 {
			bits = ^bits
		} else {
			bits |= 1 << 63
		}
		return fmt.Sprintf("%016s", strconv.FormatUint(bits, 16)), true
	}
	return "", false
}

// NumberOfSortKey gives back the number that a Number's sort key was made of; 0 for anything else.
func NumberOfSortKey(key string) float64 {
	bits, err := strconv.ParseUint(key, 16, 64)
	if err != nil || len(key) != 16 {
		return 0
	}
	if bits>>63 == 1 {
		return math.Float64frombits(bits &^ (1 << 63))
	}
	return math.Float64frombits(^bits)
}

func (d *Document) sortKeys(s *Schema) map[string]string {
	keys := map[string]string{}
	for _, f := range s.Fields {
		if key, ok := d.values[f.Name].SortKey(); ok && f.Sortable {
			keys[f.Name] = key
		}
	}
	return keys
}
