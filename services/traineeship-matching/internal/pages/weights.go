package pages

import (
	"context"
	"net/url"
	"strconv"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
)

// weights is how much each part is to count in one run, as it was typed.
type weights url.Values

func weightsOf(q url.Values) weights {
	w := weights{}
	for _, p := range match.PartNames() {
		if text := q.Get(p.String()); text != "" {
			w[p.String()] = []string{text}
		}
	}
	return w
}

// counts are the weights as numbers; what is none counts as out of range.
func (w weights) counts() map[string]int {
	if len(w) == 0 {
		return nil
	}
	out := map[string]int{}
	for name, text := range w {
		n, err := strconv.Atoi(text[0])
		if err != nil {
			n = -1
		}
		out[name] = n
	}
	return out
}

// query carries the weights to another page of the same run.
func (w weights) query() string {
	if len(w) == 0 {
		return ""
	}
	return "?" + url.Values(w).Encode()
}

// weightField is one part's weight in the form.
func (v rankingView) weightField(ctx context.Context, p match.Part) ui.Input {
	value := strconv.Itoa(v.Answer.Run.Share(p))
	if typed, ok := v.Weights[p.String()]; ok && v.Errors.Any() {
		value = typed[0]
	}
	return ui.Input{
		Name: p.String(), Label: ui.T(ctx, "matching.part."+p.String()), Value: value, Type: "number", Min: "0", Max: "100", Required: true,
		Error: v.weightError(ctx, p),
	}
}

func (v rankingView) weightError(ctx context.Context, p match.Part) string {
	if v.Errors.For(p.String()) == "" {
		return ""
	}
	if p == match.Essential {
		return ui.T(ctx, "matching.weights.essential")
	}
	return ui.T(ctx, "matching.weights.range")
}

func varied(r desk.Run) bool { return r.Shares != nil }

// textErrors are the errors of the form in words.
func (v rankingView) textErrors(ctx context.Context) ui.Errors {
	var out ui.Errors
	for _, p := range match.PartNames() {
		if text := v.weightError(ctx, p); text != "" {
			out.Add(p.String(), text)
		}
	}
	return out
}
