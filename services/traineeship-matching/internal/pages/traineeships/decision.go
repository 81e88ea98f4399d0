package traineeships

import (
	"context"

	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// choices are the decisions that can be taken, each with its reasons.
func (v oneView) choices(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, w := range traineeship.Wishes() {
		if w == traineeship.Renew && (v.Ceiling.Blocked || v.access() == policy.Block) {
			continue
		}
		for _, r := range traineeship.Reasons(w) {
			out = append(out, ui.Option{Value: string(w) + "/" + r, Label: t(ctx, "wish."+string(w)) + ui.Colon(ctx) + t(ctx, "reason."+r)})
		}
	}
	return out
}

// access is what the right to work decides over the months that a renewal would add.
func (v oneView) access() policy.Decision {
	if v.Clock == nil {
		return policy.OK
	}
	return v.Clock.Renewal.Result.Decision
}

// mayOverride reports whether a coordinator can decide on a renewal where others cannot.
func (v oneView) mayOverride() bool {
	return v.Role == traineeship.Coordinator && !v.Ceiling.Blocked && (len(v.Ceiling.Missing) > 0 || v.access() == policy.Human) && v.access() != policy.Block
}

func (v oneView) ceilingText(ctx context.Context) []ui.Definition {
	var out []ui.Definition
	out = append(out, ui.Definition{Term: t(ctx, "ceiling"), Value: t(ctx, "ceiling.text", "Limit", v.Ceiling.Limit, "Months", v.Ceiling.Months, "Added", v.Ceiling.Added)})
	for _, r := range v.Ceiling.Results {
		out = append(out, ui.Definition{Term: r.Rule, Body: judged(r)})
	}
	return out
}
