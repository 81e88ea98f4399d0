// Package letters holds what trainees and hosts are written about a traineeship, in the four languages. A letter tells a
// day and what to do; it names nobody and says nothing of anybody's status, because it travels outside.
package letters

import (
	"context"
	"embed"
	"fmt"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/ui"
)

//go:embed messages/*.json
var messages embed.FS

const prefix = "matching.letter."

// Text is a letter in one language.
type Text struct {
	Subject string `json:"subject"`
	Body    string `json:"body"`
}

// Desk writes letters.
type Desk struct{ catalog *ui.Catalog }

// New reads the texts.
func New() (*Desk, error) {
	c, err := ui.NewCatalog(ui.MessageFolder(messages))
	if err != nil {
		return nil, fmt.Errorf("texts of letters: %w", err)
	}
	return &Desk{c}, nil
}

// Kinds are the letters there are.
func Kinds() []string {
	return []string{
		"evaluation-asked", "decision-due", "evaluation-reminder", "decided-renew", "decided-end", "decided-hire", "revoked", "communicate", "term-began", "term-ended", "term-undecided", "suspended", "resumed", "started", "follow-up",
		"access-renew", "access-lapsed", "access-check", "access-settled",
	}
}

// StaffKinds are the letters to the colleague who follows, and to who coordinates.
func StaffKinds() []string {
	return []string{
		"evaluation-asked", "decision-due", "evaluation-reminder", "communicate", "term-ended", "term-undecided", "follow-up",
		"escalated", "escalated-undecided",
	}
}

// WriteToStaff writes a letter to a colleague, about a day.
func (d *Desk) WriteToStaff(kind string, day civil.Date, language string) Text {
	ctx := ui.With(context.Background(), d.catalog, ui.Request{Lang: language})
	id := prefix + "staff." + kind
	return Text{Subject: ui.T(ctx, id+".subject"), Body: ui.T(ctx, id+".body", "Day", ui.Date(ctx, day))}
}

// Asks reports whether a letter asks for an answer.
func Asks(kind string) bool {
	switch kind {
	case "evaluation-asked", "decision-due", "evaluation-reminder", "follow-up":
		return true
	default:
		return false
	}
}

// Write writes a letter about a day in every language.
func (d *Desk) Write(kind string, day civil.Date) map[string]Text {
	out, answer := map[string]Text{}, prefix+"answer"
	if Asks(kind) {
		answer += "-link"
	}
	for _, l := range ui.Languages() {
		ctx := ui.With(context.Background(), d.catalog, ui.Request{Lang: l.Tag})
		out[l.Tag] = Text{
			Subject: ui.T(ctx, prefix+kind+".subject"),
			Body:    ui.T(ctx, prefix+kind+".body", "Day", ui.Date(ctx, day)) + "\n\n" + ui.T(ctx, answer),
		}
	}
	return out
}
