// Package fairness is the page on which coordinators and auditors see who gets which chances, and takes it along as a table
// or as data.
package fairness

import (
	"bytes"
	"context"
	"embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/chances"
	"github.com/celav/celav/services/traineeship-matching/internal/fairness"
	"github.com/celav/celav/services/traineeship-matching/internal/paysheet"
)

//go:generate go tool -modfile=../../../../../scripts/tools/go.mod templ generate -path .

//go:embed messages/*.json
var messages embed.FS

// Messages returns the texts of these pages, a source for ui.NewCatalog.
func Messages() fs.FS { return ui.MessageFolder(messages) }

// Pages answers the requests for pages.
type Pages struct{ Desk *chances.Desk }

// Register adds the pages to the router.
func (p *Pages) Register(r *web.Router) {
	r.Page(http.MethodGet, path, identity.FairnessRead, p.page)
	r.Page(http.MethodGet, path+"/table.csv", identity.FairnessRead, p.csv)
	r.Page(http.MethodGet, path+"/table.json", identity.FairnessRead, p.json)
}

const path = "/fairness"

func (p *Pages) report(c echo.Context) (chances.Answer, error) {
	return p.Desk.Report(c.Request().Context(), c.QueryParam("quarter"))
}

func (p *Pages) page(c echo.Context) error {
	a, err := p.report(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, fairnessPage(view{a, p.Desk.Quarters()}))
}

// Line is one group as data.
type Line struct {
	By          string `json:"by"`
	Group       string `json:"group"` // "" for everybody
	Label       string `json:"label"`
	People      *int   `json:"people"` // absent numbers are hidden
	Matched     *int   `json:"peopleMatched"`
	Proposed    *int   `json:"peopleProposed"`
	Proposals   *int   `json:"proposals"`
	Interviewed *int   `json:"peopleInterviewed"`
	Started     *int   `json:"peopleStarted"`
	Wait        *int   `json:"medianWaitDays"`
}

// Lines puts a report in rows, the total of each table last.
func Lines(ctx context.Context, a *chances.Answer) []Line {
	shown := func(r *fairness.Row, m fairness.Measure) *int {
		if c := r.Of(m); !c.Hidden {
			return &c.N
		}
		return nil
	}
	var out []Line
	for i := range a.Tables {
		t := &a.Tables[i]
		for n := range len(t.Rows) + 1 {
			r := &t.Total
			if n < len(t.Rows) {
				r = &t.Rows[n]
			}
			out = append(out, Line{
				By: string(t.By), Group: r.Key, Label: label(ctx, a, t.By, r.Key), People: shown(r, fairness.People), Matched: shown(r, fairness.MatchedPeople),
				Proposed: shown(r, fairness.ProposedPeople), Proposals: shown(r, fairness.Proposals), Interviewed: shown(r, fairness.InterviewedPeople),
				Started: shown(r, fairness.StartedPeople), Wait: r.Wait,
			})
		}
	}
	return out
}

func (p *Pages) csv(c echo.Context) error {
	ctx := c.Request().Context()
	a, err := p.report(c)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	rows := [][]string{{
		"quarter", "counted_until", "least_people", "by", "group", "label", "people", "people_matched", "people_proposed", "proposals", "people_interviewed", "people_started",
		"median_wait_days",
	}}
	number := func(n *int) string {
		if n == nil {
			return "" // hidden
		}
		return strconv.Itoa(*n)
	}
	for _, l := range Lines(ctx, &a) {
		rows = append(rows, []string{
			a.Quarter.String(), a.Until.String(), strconv.Itoa(a.Least), l.By, l.Group, paysheet.Harmless(l.Label), number(l.People), number(l.Matched), number(l.Proposed), number(l.Proposals),
			number(l.Interviewed), number(l.Started), number(l.Wait),
		})
	}
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	return download(c, &a, ".csv", "text/csv; charset=utf-8", file.Bytes())
}

func (p *Pages) json(c echo.Context) error {
	ctx := c.Request().Context()
	a, err := p.report(c)
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(map[string]any{
		"quarter": a.Quarter.String(), "countedUntil": a.Until, "leastPeople": a.Least, "rows": Lines(ctx, &a),
	}, "", "  ")
	if err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	return download(c, &a, ".json", "application/json", data)
}

func download(c echo.Context, a *chances.Answer, ending, kind string, data []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="fairness-`+a.Quarter.String()+ending+`"`)
	h.Set("Cache-Control", "no-store")
	if err := c.Blob(http.StatusOK, kind, data); err != nil {
		return fault.New(fault.Unavailable, "the file could not be sent").Because(err)
	}
	return nil
}

// t is a text of these pages.
func t(ctx context.Context, id string, args ...any) string {
	return ui.T(ctx, "matching.fairness."+id, args...)
}
