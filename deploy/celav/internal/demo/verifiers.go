package demo

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/outreach"
)

// verifiers are acts of invented reviewers: some pages verified, one long ago, one with a change asked for, the others
// not looked at by anybody.
func verifiers(o Options) []outreach.BatchReview {
	const ministry, employers, union = "Ufficio inventato del Ministero" + mark, "Associazione di imprese inventata" + mark, "Sindacato inventato" + mark
	var acts []outreach.BatchReview
	for i, a := range []struct {
		page, act, name, body, note string
		daysAgo                     int
	}{
		{"can-i-hire", "verified", "Verificatrice Primavera" + mark, ministry, "", 12},
		{"day-61", "verified", "Verificatore Autunno" + mark, ministry, "", 20},
		{"which-paper", "verified", "Verificatrice Estate" + mark, union, "", 30},
		{"found-a-job", "verified", "Verificatrice Estate" + mark, union, "", 9},
		{"renewal-receipts", "verified", "Verificatore Inverno" + mark, employers, "", 130},
		{"traineeship", "change-asked", "Verificatore Inverno" + mark, employers, "Manca chi paga le visite mediche: va aggiunto con la fonte.", 3},
	} {
		acts = append(acts, outreach.BatchReview{
			Id: idOf(o.Seed, "review", i), Page: a.page, Act: a.act, Name: a.name, Body: a.body, Note: a.note,
			At: civilNoon(o.Today.AddDays(-a.daysAgo)),
		})
	}
	return acts
}

// civilNoon is an hour of the day that is the same day in Rome.
func civilNoon(day civil.Date) time.Time { return day.In(time.UTC).Add(12 * time.Hour) }

// verify records the invented reviewers' acts; pages that have acts already stay as they are.
func (l *loader) verify(ctx context.Context, o Options) error {
	_, err := patiently(ctx, func(ctx context.Context) (Count, error) {
		r, err := answer[outreach.BatchResult](l.outreach.LoadPageReviews(ctx, outreach.ReviewBatch{Demo: true, Items: verifiers(o)}))
		return Count{r.Created, r.Updated}, err
	})
	if err != nil {
		return fmt.Errorf("record the invented verifiers: %w", err)
	}
	return nil
}
