package orientation

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/employer-outreach/internal/store"
)

// preview shows an opening as everybody would see it, to those who may read it, before it is published.
func (p *Pages) preview(c echo.Context) error {
	ctx := c.Request().Context()
	o, err := p.Desk.Opening(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	owner, err := p.Desk.Company(ctx, o.CompanyID)
	if err != nil {
		return err
	}
	site, _ := owner.Site(o.Terms.SiteID)
	v, err := p.view(ctx, store.OpeningLine{Opening: o, Municipality: site.Municipality, Region: site.Region})
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, previewPage(v, o))
}
