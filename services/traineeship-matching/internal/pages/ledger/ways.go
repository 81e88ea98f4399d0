package ledger

import (
	"context"

	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/bookkeeping"
)

func toTraineeships(ctx context.Context) []ui.Link {
	return []ui.Link{{Text: t(ctx, "traineeships"), Href: "/matching/traineeships"}}
}

func toGrants(ctx context.Context) []ui.Link {
	return append(toTraineeships(ctx), ui.Link{Text: t(ctx, "title"), Href: "/matching/grants"})
}

func toOne(ctx context.Context, f bookkeeping.File) []ui.Link {
	return []ui.Link{{Text: t(ctx, "traineeship"), Href: "/matching/traineeships/" + f.ID}}
}
