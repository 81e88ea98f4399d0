package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/celav/celav/pkg/contract/intake"
)

// inventCorrections draws what people asked to have put right: of the demonstration's own person one request that was
// answered and one that waits, and of some others one in every state.
func inventCorrections(o Options, people []intake.BatchPerson) []intake.BatchCorrection {
	var list []intake.BatchCorrection
	for n, p := range people {
		d := roll(o.Seed, "correction", n)
		add := func(daysAgo int, item, text, state, answer string) {
			asked := atDesk(o.Today.AddDays(-daysAgo), 9*60+15*d.IntN(24))
			c := intake.BatchCorrection{Id: idOf(o.Seed, "correction", n*4+len(list)%4), PersonId: p.Id, Item: item, Text: text + mark, AskedAt: asked, State: state}
			if state != "open" {
				at := asked.Add(time.Duration(24+d.IntN(72)) * time.Hour)
				c.Answer, c.AnsweredAt, c.AnsweredBy = ptr(answer+mark), &at, p.Tutor
			}
			list = append(list, c)
		}
		switch {
		case n == 0:
			add(20, "documents", "La ricevuta del rinnovo è di ottobre, non di settembre", "corrected", "Corretta: abbiamo guardato insieme la ricevuta")
			add(2, "skills", "Ho lavorato tre anni in cucina, qui c’è scritto uno", "open", "")
		case p.Tutor == nil || !d.chance(2):
		case d.chance(50):
			add(d.between(1, 25), "identity", "Il mio cognome si scrive con due emme", "open", "")
		case d.chance(50):
			add(d.between(26, 90), "identity", "La data di nascita non è giusta", "declined", "È la data che sta sul permesso: per cambiarla serve prima il documento corretto")
		default:
			add(d.between(26, 90), "appointments", "A quell’appuntamento c’ero", "corrected", "È vero: l’abbiamo segnato")
		}
	}
	return list
}

func (l *loader) corrections(ctx context.Context, all []intake.BatchCorrection) error {
	for begin := 0; begin < len(all); begin += perBatch {
		part := all[begin:min(len(all), begin+perBatch)]
		_, err := patiently(ctx, func(ctx context.Context) (Count, error) {
			r, err := answer[intake.BatchResult](l.intake.LoadCorrections(ctx, intake.CorrectionBatch{Demo: ptr(true), Items: part}))
			return Count{r.Created, r.Updated}, err
		})
		if err != nil {
			return fmt.Errorf("load requests for correction: %w", err)
		}
	}
	return nil
}
