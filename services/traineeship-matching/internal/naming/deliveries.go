package naming

import (
	"context"

	"github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/contract/outreach"
)

// Delivery is how far a message came, and by which way.
type Delivery struct{ State, Channel string }

// Deliveries says how far the messages to a person and to a company came, by their ids; what nobody tells is missing.
func (c *Client) Deliveries(ctx context.Context, person, company string) map[string]Delivery {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	limit := 100
	out := map[string]Delivery{}
	if r, err := c.intake.ListMessagesOfWithResponse(ctx, person, &intake.ListMessagesOfParams{Limit: &limit}); err == nil && r.JSON200 != nil {
		for _, m := range r.JSON200.Items {
			out[m.Id] = Delivery{string(m.State), string(m.Channel)}
		}
	}
	if r, err := c.outreach.ListMessagesOfWithResponse(ctx, company, &outreach.ListMessagesOfParams{Limit: &limit}); err == nil && r.JSON200 != nil {
		for _, m := range r.JSON200.Items {
			out[m.Id] = Delivery{string(m.State), string(m.Channel)}
		}
	}
	return out
}
