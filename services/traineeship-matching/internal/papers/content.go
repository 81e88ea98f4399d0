package papers

import (
	"slices"
	"strconv"

	"cloud.google.com/go/civil"
)

// Form is how a fact reads.
type Form string

// The forms.
const (
	Text   Form = "text" // as it was written, in no particular language
	Day    Form = "day"
	Euro   Form = "euro" // cents
	Number Form = "number"
	Code   Form = "code"   // a text of the catalogue
	Labels Form = "labels" // a list, each in the languages in which it has a name
)

// Fact is one thing that a paper says.
type Fact struct {
	Name   string              `json:"name"`
	Form   Form                `json:"form"`
	Value  string              `json:"value,omitempty"`
	Labels []map[string]string `json:"labels,omitempty"`
}

// Part is a group of facts under one heading.
type Part struct {
	Name  string `json:"name"`
	Facts []Fact `json:"facts"`
}

// Content is what a paper says, before it is put into words.
type Content struct {
	Kind Kind `json:"kind"`
	// Language is that of the courtesy translation; empty for none: Italian alone counts.
	Language string `json:"language,omitempty"`
	Demo     bool   `json:"demo,omitempty"`
	Parts    []Part `json:"parts"`
}

func (p *Part) text(name, value string) {
	p.Facts = append(p.Facts, Fact{Name: name, Form: Text, Value: value})
}

func (p *Part) day(name string, d civil.Date) {
	p.Facts = append(p.Facts, Fact{Name: name, Form: Day, Value: d.String()})
}

func (p *Part) number(name string, n int) {
	p.Facts = append(p.Facts, Fact{Name: name, Form: Number, Value: strconv.Itoa(n)})
}

func (p *Part) euro(name string, cents int64) {
	p.Facts = append(p.Facts, Fact{Name: name, Form: Euro, Value: strconv.FormatInt(cents, 10)})
}

func (p *Part) code(name, value string) {
	p.Facts = append(p.Facts, Fact{Name: name, Form: Code, Value: value})
}

// Difference is a fact that two versions of a paper tell differently; nil is: it was not there.
type Difference struct {
	Name     string
	Old, New *Fact
}

// Differences are what a later content tells otherwise than an earlier one.
func Differences(old, now Content) []Difference {
	var out []Difference
	before, after := old.facts(), now.facts()
	for _, f := range after {
		was := find(before, f.Name)
		if was == nil || !same(*was, f) {
			out = append(out, Difference{f.Name, was, &f})
		}
	}
	for _, f := range before {
		if find(after, f.Name) == nil {
			out = append(out, Difference{f.Name, &f, nil})
		}
	}
	return out
}

func (c Content) facts() []Fact {
	var all []Fact
	for _, p := range c.Parts {
		for _, f := range p.Facts {
			f.Name = p.Name + "." + f.Name
			all = append(all, f)
		}
	}
	return all
}

func find(all []Fact, name string) *Fact {
	if i := slices.IndexFunc(all, func(f Fact) bool { return f.Name == name }); i >= 0 {
		return &all[i]
	}
	return nil
}

func same(a, b Fact) bool {
	if a.Form != b.Form || a.Value != b.Value || len(a.Labels) != len(b.Labels) {
		return false
	}
	for i := range a.Labels {
		// The courtesy language may have changed; the Italian name is what counts.
		if a.Labels[i]["it"] != b.Labels[i]["it"] {
			return false
		}
	}
	return true
}
