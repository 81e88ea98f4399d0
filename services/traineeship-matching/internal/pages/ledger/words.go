package ledger

import (
	"context"
	"strconv"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/bookkeeping"
	"github.com/celav/celav/services/traineeship-matching/internal/ledger"
)

func fileTable(ctx context.Context, f bookkeeping.File) ui.Table {
	out := ui.Table{Caption: t(ctx, "title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t(ctx, "month")}, {Text: t(ctx, "state")}, {Text: t(ctx, "planned"), Number: true}, {Text: t(ctx, "attended"), Number: true},
	}}
	if !f.Host {
		out.Columns = append(out.Columns, ui.Column{Text: t(ctx, "due"), Number: true}, ui.Column{Text: t(ctx, "approved"), Number: true})
	}
	for _, a := range f.Accounts {
		row := []ui.Cell{
			{Text: t(ctx, "month.of", "Month", monthName(ctx, a.Portion.Month), "N", a.Number), Href: accountPath(a)},
			{Body: stateBadge(a)},
			{Text: hours(ctx, a.Portion.Planned)},
			{Text: attended(ctx, a)},
		}
		if !f.Host {
			row = append(row, ui.Cell{Text: due(ctx, a)}, ui.Cell{Text: ui.Euro(ctx, a.Head.ApprovedCents)})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// name is how the viewer calls the trainee.
func name(ctx context.Context, f bookkeeping.File) string {
	if n, ok := f.Names.People[f.PersonID]; ok && n.Known {
		return n.Label
	}
	if f.TraineeName != "" {
		return f.TraineeName
	}
	return t(ctx, "trainee")
}

// fileLead says what a line holds; a host reads hours, no amounts.
func fileLead(ctx context.Context, f bookkeeping.File) string {
	if f.Host {
		return t(ctx, "host.lead")
	}
	return t(ctx, "file.lead")
}

// fileOf leads staff and the person through the file's parts; a host has no file of anybody.
func fileOf(f bookkeeping.File) ui.PersonFile {
	if f.Host {
		return ui.PersonFile{}
	}
	return ui.PersonFile{ID: f.PersonID, Part: "traineeships"}
}

func (v monthView) facts(ctx context.Context) []ui.Definition {
	p := v.Account.Portion
	out := []ui.Definition{
		{Term: t(ctx, "state"), Body: stateBadge(v.Account)},
		{Term: t(ctx, "days"), Value: t(ctx, "days.text", "From", ui.Date(ctx, p.From), "To", ui.Date(ctx, p.To))},
		{Term: t(ctx, "suspended"), Value: ui.Number(ctx, p.Suspended)},
		{Term: t(ctx, "planned"), Value: hours(ctx, p.Planned)},
		{Term: t(ctx, "attended"), Value: attended(ctx, v.Account)},
	}
	if v.Host {
		return out
	}
	return append(
		out,
		ui.Definition{Term: t(ctx, "base"), Value: t(ctx, "base.text", "Euro", ui.Euro(ctx, p.BaseCents), "Parts", p.Thirtieths)},
		ui.Definition{Term: t(ctx, "due"), Value: due(ctx, v.Account)},
		ui.Definition{Term: t(ctx, "approved"), Value: ui.Euro(ctx, v.Account.Head.ApprovedCents)},
	)
}

func (v monthView) lines(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "lines"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "lines.what")}, {Text: t(ctx, "lines.who")}, {Text: t(ctx, "lines.when")}}}
	if !v.Host {
		out.Columns = append(out.Columns, ui.Column{Text: t(ctx, "lines.change"), Number: true}, ui.Column{Text: t(ctx, "rule")})
	}
	for _, l := range v.Lines.Lines {
		what := t(ctx, "line."+string(l.Kind))
		switch {
		case l.Kind == ledger.Attendance:
			what = t(ctx, "line.hours", "Hours", hours(ctx, l.Minutes), "Planned", hours(ctx, l.Planned))
		case l.Reason != "":
			what += ui.Colon(ctx) + t(ctx, "reason."+l.Reason)
		}
		row := []ui.Cell{{Text: what}, {Text: t(ctx, "role."+l.Role)}, {Text: ui.Instant(ctx, l.At)}}
		if !v.Host {
			row = append(row, ui.Cell{Text: ui.Euro(ctx, l.Cents)}, ui.Cell{Text: l.Rule + " " + l.Version})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (v monthView) hidden(k ledger.Kind) []ui.Option {
	return []ui.Option{{Value: "act", Label: string(k)}, {Value: "lines", Label: strconv.Itoa(len(v.Lines.Lines))}}
}

func (v monthView) verdicts(ctx context.Context) []ui.Option {
	l := v.Lines.Entered()
	var out []ui.Option
	for _, x := range ledger.Verdicts() {
		cents := map[ledger.Verdict]int64{ledger.InProportion: l.DueCents, ledger.InFull: l.BaseCents}[x]
		out = append(out, ui.Option{Value: string(x), Label: t(ctx, "reason."+string(x)) + " – " + ui.Euro(ctx, cents)})
	}
	return out
}

func reasons(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, r := range ledger.Reasons() {
		out = append(out, ui.Option{Value: r, Label: t(ctx, "reason."+r)})
	}
	return out
}
