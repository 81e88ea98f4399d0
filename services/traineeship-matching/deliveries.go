package matching

import (
	"context"
	"fmt"

	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/services/traineeship-matching/internal/letters"
	"github.com/celav/celav/services/traineeship-matching/internal/naming"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/staffmail"
	"github.com/celav/celav/services/traineeship-matching/internal/store"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// newStaffPost makes what writes to colleagues.
func newStaffPost(ctx context.Context, env *suite.Env, texts *letters.Desk, names *naming.Client) (*staffmail.Post, error) {
	box, err := env.Outbox(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the messages to staff: %w", err)
	}
	return &staffmail.Post{
		DB: env.Store, Settings: store.NewAlerts(env.Store, env.Sealer, env.Audit), Letters: texts, Box: box, Coordinators: names.Coordinators,
	}, nil
}

// deliveries asks whoever wrote to a traineeship's parties how far the messages came.
func deliveries(names *naming.Client, staff *staffmail.Post) func(context.Context, *traineeship.Traineeship, []records.Outgoing) map[string]naming.Delivery {
	return func(ctx context.Context, t *traineeship.Traineeship, letters []records.Outgoing) map[string]naming.Delivery {
		out := names.Deliveries(ctx, t.PersonID, t.CompanyID)
		for _, l := range letters {
			if l.Target != records.ToStaff || l.SentAt == nil {
				continue
			}
			if m, ok := staff.Delivery(ctx, l.ID); ok {
				out[l.ID] = naming.Delivery{State: string(m.State), Channel: string(m.Channel)}
			}
		}
		return out
	}
}
