// Package sheet draws a CV: inside a page, or alone on paper, from which the PDF is printed.
package sheet

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/skills-assessment/internal/cv"
	"github.com/celav/celav/services/skills-assessment/internal/profile"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of a CV, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Printer makes PDFs.
type Printer interface {
	Available() bool
	Print(ctx context.Context, html []byte) ([]byte, error)
}

// PDF prints the CV. Unavailable when there is nothing to print with.
func PDF(ctx context.Context, p Printer, c cv.CV) ([]byte, error) {
	ctx = ui.InLanguage(ctx, string(c.Language))
	var page bytes.Buffer
	if err := paper(c).Render(ctx, &page); err != nil {
		return nil, fmt.Errorf("draw a CV: %w", err)
	}
	return p.Print(ctx, page.Bytes())
}

// Europass writes the CV for Europass.
func Europass(ctx context.Context, c cv.CV) ([]byte, error) {
	return c.Europass(words{ui.InLanguage(ctx, string(c.Language))})
}

// words are the codes' names in one language.
type words struct{ ctx context.Context }

// Tongue implements cv.Words.
func (w words) Tongue(tag string) string { return named(w.ctx, "assessment.language.", tag) }

// Country implements cv.Words.
func (w words) Country(code string) string { return ui.Country(w.ctx, code) }

// Licence implements cv.Words.
func (w words) Licence(code string) string { return named(w.ctx, "assessment.licence.", code) }

// Level implements cv.Words.
func (w words) Level(l profile.Level) string { return levelText(w.ctx, l) }

// named is the text of a code; one without a text is shown as it is.
func named(ctx context.Context, prefix, code string) string {
	if ui.Has(ctx, prefix+code) {
		return ui.T(ctx, prefix+code)
	}
	return code
}

func levelText(ctx context.Context, l profile.Level) string {
	return ui.T(ctx, "assessment.cv.level."+strconv.Itoa(int(l)))
}

func title(ctx context.Context, c cv.CV) string {
	if c.Card.Name != "" {
		return c.Card.Name
	}
	return ui.T(ctx, "assessment.cv.blind")
}

// when is the time of a job: from month to month, or only how long on a blind CV.
func when(ctx context.Context, j cv.Job) string {
	if j.From == "" {
		return lasting(ctx, j.Months)
	}
	to := ui.T(ctx, "assessment.cv.today")
	if j.To != "" {
		to = month(j.To)
	}
	return month(j.From) + " – " + to
}

func month(m profile.Month) string {
	year, number, _ := strings.Cut(string(m), "-")
	return number + "/" + year
}

func lasting(ctx context.Context, months int) string {
	switch {
	case months <= 0:
		return ""
	case months < 12:
		return ui.T(ctx, "assessment.cv.months", months)
	case months%12 == 0:
		return ui.T(ctx, "assessment.cv.years", months/12)
	default:
		return ui.T(ctx, "assessment.cv.years", months/12) + " " + ui.T(ctx, "assessment.cv.and.months", months%12)
	}
}

// where is the line under a job: the setting when it says something good, employer and country when they may be told.
func where(ctx context.Context, j cv.Job) string {
	var parts []string
	if j.Employer != "" {
		parts = append(parts, j.Employer)
	}
	if id := "assessment.cv.setting." + string(j.Setting); j.Setting != "" && ui.Has(ctx, id) {
		parts = append(parts, ui.T(ctx, id))
	}
	if j.Country != "" {
		parts = append(parts, ui.Country(ctx, j.Country))
	}
	return strings.Join(parts, " · ")
}

func studied(ctx context.Context, t profile.Title) string {
	var parts []string
	if t.Country != "" {
		parts = append(parts, ui.Country(ctx, t.Country))
	}
	if t.Year > 0 {
		parts = append(parts, strconv.Itoa(t.Year))
	}
	if t.EQF > 0 {
		parts = append(parts, ui.T(ctx, "assessment.cv.eqf", "Level", strconv.Itoa(t.EQF)))
	}
	if t.Recognised == profile.Recognised && t.Country != "IT" {
		parts = append(parts, ui.T(ctx, "assessment.cv.recognised"))
	}
	return strings.Join(parts, " · ")
}

func certificate(ctx context.Context, c cv.Certificate) string {
	name := c.Name
	if c.Code != "" {
		name = named(ctx, "assessment.licence.", c.Code)
	}
	if c.Expires != nil {
		name += " (" + ui.T(ctx, "assessment.cv.until", "Date", ui.DateShort(*c.Expires)) + ")"
	}
	return name
}

// inOwnLanguage draws the CV in its language, whatever the page's is.
func inOwnLanguage(c cv.CV) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return article(c).Render(ui.InLanguage(ctx, string(c.Language)), w)
	})
}
