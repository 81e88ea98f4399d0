package naming

import (
	"context"
	"fmt"
	"slices"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/identity"
)

// Colleagues is what colleagues are called, by subject, as far as the caller may know; empty when nobody says.
func (c *Client) Colleagues(ctx context.Context) map[string]string {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	names := map[string]string{}
	r, err := c.intake.ListStaffWithResponse(ctx)
	if err != nil || r.JSON200 == nil {
		return names
	}
	for _, s := range r.JSON200.Items {
		names[s.Subject] = s.Name
	}
	return names
}

// Coordinators are the subjects of who coordinates.
func (c *Client) Coordinators(ctx context.Context) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	r, err := c.intake.ListStaffWithResponse(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask who coordinates: %w", err)
	}
	if r.JSON200 == nil {
		return nil, fault.New(fault.Unavailable, "Who coordinates is not told now.").Because(fmt.Errorf("intake answers %d", r.StatusCode()))
	}
	var out []string
	for _, s := range r.JSON200.Items {
		if s.Roles != nil && slices.Contains(*s.Roles, string(identity.Coordinator)) {
			out = append(out, s.Subject)
		}
	}
	return out, nil
}

// Language is the one of the four in which a person is spoken to, where the caller may read the file; else empty.
func (c *Client) Language(ctx context.Context, person string) string {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	r, err := c.intake.GetPersonWithResponse(ctx, person)
	if err != nil || r.JSON200 == nil {
		return ""
	}
	switch l := r.JSON200.Language; l {
	case "it", "en", "fr", "ar":
		return l
	default:
		return ""
	}
}
