// Package shortlists holds the pages of shortlists: what a counsellor decides and follows, and what a person reads and
// answers. The employer's pages are in another service, over this one's API.
package shortlists

import (
	"context"
	"embed"
	"io/fs"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlist"
	"github.com/celav/celav/services/traineeship-matching/internal/shortlisting"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct {
	Desk  *shortlisting.Desk
	Match *desk.Desk
	// Opens says where an agreed traineeship or hire is opened; empty where it is not.
	Opens func(agreed, entry string) string
}

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, "/shortlist", identity.ShortlistRead, p.waiting)
	r.Page(http.MethodGet, "/shortlist/:entry", identity.ShortlistRead, p.entry)
	r.Page(http.MethodPost, "/shortlist/:entry/acts", identity.ProposalRead, p.act)
	r.Page(http.MethodPost, "/shortlist/:entry/contest", identity.ContestWrite, p.contest)
	r.Page(http.MethodGet, "/openings/:id/shortlist", identity.ShortlistRead, p.opening)
	r.Page(http.MethodGet, "/people/:id/openings/:opening/decide", identity.ShortlistWrite, p.decision)
	r.Page(http.MethodPost, "/people/:id/openings/:opening/decide", identity.ShortlistWrite, p.decide)
	r.Page(http.MethodGet, "/people/:id/proposals", identity.ProposalRead, p.proposals)
}

func readForm(c echo.Context) error {
	if err := c.Request().ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form cannot be read.").Because(err)
	}
	return nil
}

func wantedOf(ctx context.Context, entries ...shortlist.Entry) naming.Wanted {
	w := naming.Wanted{Language: ui.Lang(ctx)}
	for _, e := range entries {
		w.People, w.Openings = append(w.People, e.Person), append(w.Openings, e.Opening)
		for _, s := range e.Words.Blind.Skills {
			w.Concepts = append(w.Concepts, s.Skill)
		}
	}
	return w
}

func personLabel(n naming.Names, id string) string {
	if p, ok := n.People[id]; ok {
		return p.Label
	}
	return short(id)
}

func openingLabel(n naming.Names, id string) string {
	if o, ok := n.Openings[id]; ok && o.Title != "" {
		if o.Company != "" {
			return o.Title + " · " + o.Company
		}
		return o.Title
	}
	return short(id)
}

func short(id string) string {
	if len(id) > 8 {
		return "…" + id[len(id)-8:]
	}
	return id
}

func stateText(ctx context.Context, s shortlist.State) string {
	return ui.T(ctx, "matching.shortlist.state."+string(s))
}

func tone(s shortlist.State) ui.Tone {
	switch s {
	case shortlist.Chosen, shortlist.Placed:
		return ui.Good
	case shortlist.Released, shortlist.Booked, shortlist.TimesProposed, shortlist.OtherTimes, shortlist.Proposed:
		return ui.Info
	case shortlist.ConsentAsked, shortlist.Held, shortlist.NoShow:
		return ui.Warn
	default:
		return ui.Neutral
	}
}

func waitsText(ctx context.Context, s shortlist.State) string {
	if s.Waits() == "" {
		return ui.T(ctx, "matching.shortlist.waits.nobody")
	}
	return ui.T(ctx, "matching.shortlist.waits."+string(s.Waits()))
}

func options(ctx context.Context, prefix string, codes []string) []ui.Option {
	var list []ui.Option
	for _, c := range codes {
		list = append(list, ui.Option{Value: c, Label: ui.T(ctx, prefix+c)})
	}
	return list
}
