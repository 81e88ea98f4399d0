package papers

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
)

// Draw puts a paper into words: the document in Italian, which counts, and below it the courtesy translation. What comes
// out is kept and signed, so it holds nothing of who looks at it and when.
func Draw(ctx context.Context, c papers.Content) (string, error) {
	var out bytes.Buffer
	if err := document(c, false).Render(ui.InLanguage(ctx, "it"), &out); err != nil {
		return "", fmt.Errorf("draw a paper: %w", err)
	}
	if c.Language != "" {
		if err := document(c, true).Render(ui.InLanguage(ctx, c.Language), &out); err != nil {
			return "", fmt.Errorf("draw a paper's translation: %w", err)
		}
	}
	return out.String(), nil
}

// value is a fact that reads in one line.
func value(ctx context.Context, f papers.Fact) string {
	switch f.Form {
	case papers.Day:
		d, err := civil.ParseDate(f.Value)
		if err != nil {
			return "–"
		}
		return ui.Date(ctx, d)
	case papers.Euro:
		cents, err := strconv.ParseInt(f.Value, 10, 64)
		if err != nil {
			return f.Value
		}
		return ui.Euro(ctx, cents)
	case papers.Number:
		n, err := strconv.Atoi(f.Value)
		if err != nil {
			return f.Value
		}
		return ui.Number(ctx, n)
	case papers.Code:
		return code(ctx, f)
	default:
		return f.Value
	}
}

func code(ctx context.Context, f papers.Fact) string {
	switch f.Name {
	case "type", "outcome", "reason":
		return ui.T(ctx, "matching.traineeships."+f.Name+"."+f.Value)
	default:
		return t(ctx, "code."+f.Name+"."+f.Value)
	}
}

// label is a concept's name in the document's language, else in Italian.
func label(ctx context.Context, names map[string]string) (text, language string) {
	if text = names[ui.Lang(ctx)]; text != "" {
		return text, ui.Lang(ctx)
	}
	return names["it"], "it"
}

// clauses are what the parties agree to, beside the facts.
func clauses(ctx context.Context, k papers.Kind) []string {
	var out []string
	for n := 1; ui.Has(ctx, prefix+"clause."+string(k)+"."+strconv.Itoa(n)); n++ {
		out = append(out, t(ctx, "clause."+string(k)+"."+strconv.Itoa(n)))
	}
	return out
}

// italian is the part of a drawn paper that counts.
func italian(body string) string { return body[:courtesyAt(body)] }

// courtesy is its translation; empty when there is none.
func courtesy(body string) string { return body[courtesyAt(body):] }

// courtesyAt is where the translation begins, or the end. What people wrote is escaped, so no text can look like it.
func courtesyAt(body string) int {
	if at := strings.Index(body, `<article id="`+anchor(true)+`"`); at >= 0 {
		return at
	}
	return len(body)
}

// anchor is where a link to the document, or to its translation, leads.
func anchor(translated bool) string {
	if translated {
		return "translation"
	}
	return "document"
}
