package traineeships

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/desk"
	"github.com/celav/celav/services/traineeship-matching/internal/match"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// openView is the form that opens a traineeship.
type openView struct {
	Person, Name string
	Openings     []ui.Option
	Typed        map[string]string
	Errors       ui.Errors
	Key          string
}

func (p *Pages) newForm(c echo.Context) error {
	ctx := c.Request().Context()
	person, opening := c.QueryParam("person"), c.QueryParam("opening")
	entry := c.QueryParam("entry")
	if entry != "" && p.Desk.Entries != nil {
		var err error
		if person, opening, err = p.Desk.Entries.Whose(ctx, entry); err != nil {
			return err
		}
	}
	v, err := p.openView(ctx, person, opening)
	if err != nil {
		return err
	}
	v.Typed = map[string]string{"opening": opening, "entry": entry, "months": "3", "hoursWeek": "30", "allowance": "500", "type": "ordinary"}
	return web.Render(c, http.StatusOK, newPage(v))
}

// choose is how many openings are offered to choose from.
const choose = 20

func (p *Pages) openView(ctx context.Context, person, opening string) (openView, error) {
	v := openView{Person: person}
	key, err := uuid.NewRandom()
	if err != nil {
		return v, err
	}
	v.Key = key.String()
	if person == "" {
		return v, nil
	}
	answer, err := p.Choices.Person(ctx, desk.Ask{ID: person, Limit: choose, Language: ui.Lang(ctx)})
	if err != nil {
		return v, err
	}
	v.Name = answer.Names.People[person].Label
	listed := false
	for _, list := range answer.Lists {
		for _, e := range list.Items {
			if e.Standing == match.Blocked && e.Opening != opening {
				continue
			}
			listed = listed || e.Opening == opening
			v.Openings = append(v.Openings, ui.Option{Value: e.Opening, Label: place(ctx, answer.Names, e.Opening)})
		}
	}
	if opening != "" && !listed {
		names := p.Desk.NamesOf(ctx, opening, ui.Lang(ctx))
		v.Openings = append(v.Openings, ui.Option{Value: opening, Label: place(ctx, names, opening)})
	}
	return v, nil
}

func (p *Pages) open(c echo.Context) error {
	ctx, r := c.Request().Context(), c.Request()
	text := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	var bad fault.Violations
	number := func(name string) int {
		n, err := strconv.Atoi(text(name))
		if err != nil {
			bad.Add("/"+name, "number", "Write a number.")
		}
		return n
	}
	start, err := readDay(text("start"))
	if err != nil {
		bad.Add("/start", "date", "Write a date that exists.")
	}
	in := placement.Opening{Key: text("key"), Opening: traineeship.Opening{
		PersonID: text("person"), OpeningID: text("opening"), EntryID: text("entry"), Type: policy.TraineeshipType(text("type")), Start: start,
		Months: number("months"), HoursWeek: number("hoursWeek"), HostTutor: text("hostTutor"), AllowanceCents: cents(text("allowance"), &bad),
		HigherLevel: text("higherLevel") == "true", Opinion: text("opinion") == "true", Draft: text("draft") == "true",
	}}
	if in.OpeningID == "" {
		bad.Add("/opening", "required", "Choose an opening.")
	}
	var made *traineeship.Traineeship
	if err = bad.Err(); err == nil {
		made, err = p.Desk.Open(ctx, in)
	}
	if err == nil {
		return web.See(c, "/matching/traineeships/"+made.ID)
	}
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	v, viewErr := p.openView(ctx, in.PersonID, in.OpeningID)
	if viewErr != nil {
		return viewErr
	}
	v.Errors, v.Key, v.Typed = ui.FormErrors(ctx, err), in.Key, map[string]string{}
	for i := range v.Errors { // the API's names are not all the form's
		switch v.Errors[i].Field {
		case "allowanceCents":
			v.Errors[i].Field = "allowance"
		case "openingId", "companyId":
			v.Errors[i].Field = "opening"
		}
	}
	for name := range r.PostForm {
		v.Typed[name] = r.PostFormValue(name)
	}
	return web.Render(c, http.StatusUnprocessableEntity, newPage(v))
}

// cents reads an amount of euro: "500", "450,50", "450.5".
func cents(text string, bad *fault.Violations) int64 {
	x, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || math.IsNaN(x) || x < 0 || x > 1e6 {
		bad.Add("/allowance", "number", "Write an amount.")
		return 0
	}
	return int64(math.Round(x * 100))
}

func types(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range policy.TraineeshipTypes() {
		out = append(out, ui.Option{Value: string(k), Label: t(ctx, "type."+string(k)), Hint: t(ctx, "type."+string(k)+".hint")})
	}
	return out
}
