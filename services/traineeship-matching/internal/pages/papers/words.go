package papers

import (
	"context"
	"slices"
	"strings"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/papers"
	"github.com/celav/celav/services/traineeship-matching/internal/paperwork"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// attestFrom is the share of the planned hours from which rule TR-19 attests without asking anybody; it is not confirmed
// by the office, so below it a person decides.
const attestFrom = 70

// shows reports whether a kind is of interest now.
func (v listView) shows(k papers.Kind) bool {
	return v.Newest(k) != nil || (v.May && k.Due(v.Traineeship))
}

// empty reports whether there is no paper to show.
func (v listView) empty() bool { return !slices.ContainsFunc(papers.Kinds(), v.shows) }

// before reports whether the traineeship has not started.
func (v listView) before() bool {
	return v.State == traineeship.Draft || v.State == traineeship.InPapers || v.State == traineeship.Ready
}

// checklist is what the start still needs, and who owes it.
func (v listView) checklist(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "start"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "start.what")}, {Text: t(ctx, "start.stands")}, {Text: t(ctx, "start.owes")}}}
	for _, i := range v.Checklist {
		stands := ui.Badge(ui.Good, t(ctx, "start.there"))
		owes := ""
		if i.Blocks {
			stands, owes = ui.Badge(ui.Bad, ui.T(ctx, "matching.traineeships.judged."+i.Rule.Reason)), t(ctx, "party."+string(i.Owes))
		}
		if len(i.Waits) > 0 {
			owes = partyList(ctx, i.Waits)
		}
		out.Rows = append(out.Rows, []ui.Cell{{Text: ui.T(ctx, "matching.traineeships.paper."+string(i.Kind))}, {Body: stands}, {Text: owes}})
	}
	return out
}

func partyList(ctx context.Context, all []traineeship.Party) string {
	var out []string
	for _, p := range all {
		out = append(out, t(ctx, "party."+string(p)))
	}
	return strings.Join(out, ui.Comma(ctx))
}

func openWords(ctx context.Context, own traineeship.Party, v *papers.Version) string {
	for _, p := range v.Missing() {
		if p == own {
			return t(ctx, "open.sign")
		}
	}
	return t(ctx, "open")
}

// signed is who has signed and who has not.
func signed(ctx context.Context, v papers.Version) ui.Table {
	out := ui.Table{Caption: t(ctx, "signatures"), Columns: []ui.Column{{Text: t(ctx, "party")}, {Text: t(ctx, "state")}, {Text: t(ctx, "signer")}, {Text: t(ctx, "when")}}}
	for _, p := range v.Kind.Signers() {
		row := []ui.Cell{{Text: t(ctx, "party."+string(p))}, {Body: ui.Badge(ui.Warn, t(ctx, "not-signed"))}, {}, {}}
		if s := v.Signed(p); s != nil {
			row[1] = ui.Cell{Body: ui.Badge(ui.Good, t(ctx, "signed"))}
			row[2] = ui.Cell{Text: s.Signer + " (" + way(ctx, *s) + ")"}
			row[3] = ui.Cell{Text: ui.Instant(ctx, s.At)}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// way is how a signature came.
func way(ctx context.Context, s papers.Signature) string {
	if s.Link != "" {
		return t(ctx, "way.link")
	}
	return t(ctx, "way.account")
}

func changes(ctx context.Context, all []papers.Difference) ui.Table {
	out := ui.Table{Caption: t(ctx, "changed.table"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "changed.what")}, {Text: t(ctx, "changed.old")}, {Text: t(ctx, "changed.new")}}}
	for _, d := range all {
		_, name, _ := strings.Cut(d.Name, ".")
		out.Rows = append(out.Rows, []ui.Cell{{Text: t(ctx, "fact."+name)}, {Text: told(ctx, d.Old)}, {Text: told(ctx, d.New)}})
	}
	return out
}

// told is a fact in one line.
func told(ctx context.Context, f *papers.Fact) string {
	if f == nil {
		return t(ctx, "changed.absent")
	}
	g := *f
	if _, name, ok := strings.Cut(f.Name, "."); ok {
		g.Name = name
	}
	if g.Form != papers.Labels {
		return value(ctx, g)
	}
	var list []string
	for _, names := range g.Labels {
		text, _ := label(ctx, names)
		list = append(list, text)
	}
	if len(list) == 0 {
		return t(ctx, "none-said")
	}
	return strings.Join(list, ui.Comma(ctx))
}

// live is a party's link that nobody has ended yet.
func (v paperView) live(p traineeship.Party) *papers.Link {
	for i := range v.Links {
		if l := &v.Links[i]; l.Party == p && l.RevokedAt.IsZero() {
			return l
		}
	}
	return nil
}

func linkStands(ctx context.Context, l papers.Link) string {
	text := t(ctx, "link.given", "When", ui.Instant(ctx, l.MadeAt), "Until", ui.Instant(ctx, l.ExpiresAt))
	if l.LastUsed.IsZero() {
		return text + " " + t(ctx, "link.unused")
	}
	return text + " " + t(ctx, "link.used", "When", ui.Instant(ctx, l.LastUsed))
}

func (v paperView) otherVersions() []papers.Version {
	var out []papers.Version
	for _, w := range v.Versions {
		if w.Kind == v.Version.Kind && w.About == v.Version.About && w.ID != v.Version.ID {
			out = append(out, w)
		}
	}
	return out
}

func doorTitle(ctx context.Context, v doorView) string {
	if v.Open {
		return t(ctx, "title."+string(v.Version.Kind))
	}
	return t(ctx, "door.title")
}

func (waitingView) path(p traineeship.Party) string { return "/matching/papers?waits=" + string(p) }

func (v waitingView) tabs(ctx context.Context) []ui.Tab {
	var out []ui.Tab
	for _, p := range []traineeship.Party{traineeship.Counsellor, traineeship.Trainee, traineeship.Host} {
		out = append(out, ui.Tab{Text: t(ctx, "party."+string(p)), Href: v.path(p), Current: p == v.Waits})
	}
	return append(out, ui.Tab{Text: t(ctx, "waiting.prepare"), Href: v.path(paperwork.Unprepared), Current: v.Waits == paperwork.Unprepared})
}

func (v waitingView) table(ctx context.Context) ui.Table {
	out := ui.Table{Caption: t(ctx, "waiting"), CaptionHidden: true, Columns: []ui.Column{{Text: t(ctx, "waiting.paper")}, {Text: t(ctx, "fact.trainee")}, {Text: t(ctx, "waiting.since")}}}
	for _, x := range v.Items {
		href := pathOf(x.Traineeship, x.Version)
		if x.Version == "" {
			href = "/matching/traineeships/" + x.Traineeship + "/papers"
		}
		out.Rows = append(out.Rows, []ui.Cell{{Text: t(ctx, "title."+string(x.Kind)), Href: href}, {Text: x.Trainee}, {Text: ui.Date(ctx, x.Since)}})
	}
	return out
}

// formErrors says of each field what is missing there: the summary alone shows no label beside it.
func formErrors(ctx context.Context, err error) ui.Errors {
	list := ui.FormErrors(ctx, err)
	for i := range list {
		if id := "needed." + list[i].Field; ui.Has(ctx, prefix+id) {
			list[i].Text = t(ctx, id)
		}
	}
	return list
}

// communication is the mandatory one of the renewal whose addendum is shown; nil when there is none.
func (v listView) communication() *traineeship.Duty {
	if d := papers.Renewal(v.Traineeship); d != nil {
		return v.Communication(d.TermID)
	}
	return nil
}

func communicatedOn(ctx context.Context, d *traineeship.Duty) string {
	if d.Open() {
		return t(ctx, "communication.by", "Day", ui.Date(ctx, d.DueOn))
	}
	return ui.Date(ctx, d.DoneOn)
}

func orNone(ctx context.Context, value string) string {
	if value == "" {
		return t(ctx, "communication.none")
	}
	return value
}
