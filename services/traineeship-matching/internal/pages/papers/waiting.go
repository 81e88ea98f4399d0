package papers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/traineeship-matching/internal/paperwork"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

type waitingView struct {
	Items []paperwork.Unsigned
	Waits traineeship.Party
	Staff bool
}

// waiting lists the papers that wait for a signature: the viewer's own, or those of a party.
func (p *Pages) waiting(c echo.Context) error {
	who := traineeship.Party(c.QueryParam("waits"))
	items, staff, err := p.Desk.Unsigned(c.Request().Context(), who)
	if err != nil {
		return err
	}
	if who == "" {
		who = traineeship.Counsellor
	}
	return web.Render(c, http.StatusOK, waitingPage(waitingView{Items: items, Waits: who, Staff: staff}))
}
