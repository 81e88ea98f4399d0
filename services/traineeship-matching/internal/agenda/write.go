package agenda

import (
	"context"
	"strings"
	"time"

	"cloud.google.com/go/civil"
	ics "github.com/arran4/golang-ical"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/placement"
)

// refresh is how often a calendar program is asked to come back.
const refresh = "PT6H"

const prefix = "matching.renewals.feed."

// write makes the calendar: one whole day for each decision, with its page. Nobody is named, the page asks who reads.
func (d *Desk) write(days []placement.DueDay, language string) []byte {
	ctx := ui.With(context.Background(), d.Catalog, ui.Request{Lang: language})
	c := ics.NewCalendarFor("CeLav")
	c.SetMethod(ics.MethodPublish)
	c.SetXWRCalName(ui.T(ctx, prefix+"name"))
	c.SetXPublishedTTL(refresh)
	for _, x := range days {
		e := c.AddEvent(x.Term + "@celav")
		e.SetDtStampTime(d.Now().UTC().Truncate(time.Second))
		e.SetSequence(int(x.Version))
		// The library's whole days in UTC end in Z, which RFC 5545 does not allow.
		e.SetProperty(ics.ComponentPropertyDtStart, compact(x.DecideBy), ics.WithValue(string(ics.ValueDataTypeDate)))
		e.SetProperty(ics.ComponentPropertyDtEnd, compact(x.DecideBy.AddDays(1)), ics.WithValue(string(ics.ValueDataTypeDate)))
		e.SetSummary(ui.T(ctx, prefix+"event"))
		e.SetDescription(ui.T(ctx, prefix+"text", "Day", ui.Date(ctx, x.LastDay)))
		e.SetURL(d.Origin + "/matching/traineeships/" + x.Traineeship)
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return []byte(c.Serialize(ics.WithNewLineWindows)) // RFC 5545 wants them, on every system
}

func compact(d civil.Date) string { return strings.ReplaceAll(d.String(), "-", "") }
