package ui

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// drawn is what a page with errors has shown so far.
type drawn struct {
	labels   map[string]string // of the fields, by the id on the page
	problems int               // faults shown beside a field
}

type drawnKey struct{}

func drawnIn(ctx context.Context) *drawn {
	d, _ := ctx.Value(drawnKey{}).(*drawn)
	return d
}

// Named returns the label and remembers it as the field's, for the summary of what is to be corrected: whoever draws a field
// without Field, Select and their like writes its label so. A page without errors keeps nothing.
func Named(ctx context.Context, field, label string) string {
	if d := drawnIn(ctx); d != nil && d.labels[field] == "" {
		d.labels[field] = label
	}
	return label
}

// problemShown returns the fault and counts it, so that what is folded around it opens.
func problemShown(ctx context.Context, problem string) string {
	if d := drawnIn(ctx); d != nil {
		d.problems++
	}
	return problem
}

// nearest finds the field that the form drew for a name, or for the group around it: the fault of "occupation.id" belongs to
// "occupation". A field that was not drawn keeps its name and has no label.
func nearest(ctx context.Context, field string) (id, label string) {
	d := drawnIn(ctx)
	if d == nil {
		return field, ""
	}
	for id = field; ; {
		if label := d.labels[id]; label != "" {
			return id, label
		}
		dot := strings.LastIndexByte(id, '.')
		if dot < 0 {
			return field, ""
		}
		id = id[:dot]
	}
}

// summaryLine is one line of the summary: which field, and what to do. Of two lines that read alike one is enough.
type summaryLine struct{ Field, Label, Text string }

func (e Errors) summary(ctx context.Context) []summaryLine {
	var lines []summaryLine
	seen := map[summaryLine]bool{}
	for _, f := range e {
		id, label := nearest(ctx, f.Field)
		line := summaryLine{Field: id, Label: label, Text: f.Text}
		if seen[line] {
			continue
		}
		seen[line] = true
		lines = append(lines, line)
	}
	return lines
}

// Layout is the whole document around a page's content, which is its children. A page with errors is drawn from the inside
// out: the summary above names each field as the form below it does.
func Layout(p Page) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if !p.Errors.Any() {
			return document(p).Render(ctx, w)
		}
		content := templ.GetChildren(ctx)
		ctx = context.WithValue(templ.ClearChildren(ctx), drawnKey{}, &drawn{labels: map[string]string{}})
		var html bytes.Buffer
		if err := content.Render(ctx, &html); err != nil {
			return err
		}
		return document(p).Render(templ.WithChildren(ctx, templ.Raw(html.String())), w)
	})
}

// Disclosure shows its children, folded behind a title, when asked to; it comes back open when a fault is among them.
func Disclosure(title string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		d := drawnIn(ctx)
		if d == nil {
			return folded(title, false).Render(ctx, w)
		}
		content, before := templ.GetChildren(ctx), d.problems
		ctx = templ.ClearChildren(ctx)
		var html bytes.Buffer
		if err := content.Render(ctx, &html); err != nil {
			return err
		}
		return folded(title, d.problems > before).Render(templ.WithChildren(ctx, templ.Raw(html.String())), w)
	})
}
