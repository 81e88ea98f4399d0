package ui

import (
	"context"
	"errors"
	"strings"

	"github.com/celav/celav/pkg/fault"
)

// FieldError is one thing to correct: the id of the field on the page and what to do, in the page's language.
type FieldError struct{ Field, Text string }

// Errors lists what is wrong with a submitted form, in the order in which it was found.
type Errors []FieldError

// FormErrors turns an Invalid fault into the form's errors, nil for any other error.
// The pointer "/sites/0/postcode" belongs to the field named "sites.0.postcode". The text is the message
// "ui.error.CODE", which the four languages have for the usual codes, else the violation's own.
func FormErrors(ctx context.Context, err error) Errors {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		return nil
	}
	var list Errors
	for _, v := range f.Violations {
		name := v.Parameter
		if name == "" {
			name = strings.ReplaceAll(strings.TrimPrefix(v.Pointer, "/"), "/", ".")
		}
		text := v.Message
		if id := "ui.error." + v.Code; v.Code != "" && Has(ctx, id) {
			text = T(ctx, id)
		}
		list = append(list, FieldError{Field: name, Text: text})
	}
	if len(list) == 0 {
		list = Errors{{Text: T(ctx, "ui.error.form")}}
	}
	return list
}

// Add appends an error of a field; the text is in the page's language already.
func (e *Errors) Add(field, text string) { *e = append(*e, FieldError{Field: field, Text: text}) }

// For returns the first error of the field, "" when it has none: Field{Error: errs.For("name")}.
func (e Errors) For(field string) string {
	for _, f := range e {
		if f.Field == field {
			return f.Text
		}
	}
	return ""
}

// In says that the errors belong to one of several forms of a page, by the name that its fields have in Input.Form.
func (e Errors) In(form string) Errors {
	out := make(Errors, len(e))
	for n, f := range e {
		out[n] = FieldError{Field: f.Field + "-" + form, Text: f.Text}
	}
	return out
}

// Any reports whether there is something to correct.
func (e Errors) Any() bool { return len(e) > 0 }

// Input is a one-line or many-line field. Name is also its id on the page, so that error links find it; where several forms
// of a page have a field of that name, Form is added to it: "on-agreement" (see Errors.In).
type Input struct {
	Name, Label, Hint string
	Value             string // what was typed, kept when the form comes back
	Error             string
	Type              string // "" is text; email, tel, number, password, url
	Required          bool   // an optional field says so in its label
	Autocomplete      string // "name", "email", "off" …
	Min, Max, Step    string // for numbers and dates
	MaxLength         int
	Rows              int    // for TextArea; 0 is 4
	Lang              string // language of the value when it is not the page's
	Beside            string // the label in the second language
	Form              string // which of the page's forms, when several have a field of this name
}

// Option is one choice of a Select, RadioGroup or CheckGroup.
type Option struct {
	Value, Label, Hint string
	Beside             string // the label in the second language
}

// Choice is a field with options. Values holds what is chosen (one for Select and RadioGroup).
type Choice struct {
	Name, Label, Hint string
	Values            []string
	Error             string
	Required          bool
	Options           []Option
	Empty             string // Select: the label of "nothing chosen"; "" leaves it out
	Beside            string // the label in the second language
}

// Check is a single checkbox whose value is "true".
type Check struct {
	Name, Label, Hint string
	Checked           bool
	Error             string
}

// Search is a search form by GET whose results, the component's children, also arrive while typing.
// The page must answer the same URL with the whole page; htmx takes the part with the id ResultsID.
type Search struct {
	Action, Name, Label, Hint, Value string
	Beside                           string // the label in the second language
	ResultsID                        string
	Hidden                           []Option // further parameters to keep: Value is the name, Label the value
}

func (c Choice) has(value string) bool {
	for _, v := range c.Values {
		if v == value {
			return true
		}
	}
	return false
}

// described returns the ids of hint and error for aria-describedby.
func described(name, hint, problem string) string {
	var ids []string
	if hint != "" {
		ids = append(ids, name+"-hint")
	}
	if problem != "" {
		ids = append(ids, name+"-error")
	}
	return strings.Join(ids, " ")
}

func orText(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}
