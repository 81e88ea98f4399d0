package demo

import (
	"strings"

	"github.com/celav/celav/pkg/contract/outreach"
)

// describe writes an opening's text. It is meant to be read as a company would write it, and says nothing that the
// terms do not.
func describe(d dice, language string, w week, t *outreach.Terms) string {
	if language != "it" {
		return describeInEnglish(d, t)
	}
	lines := []string{
		pick(d, []string{
			"Cerchiamo una persona da inserire nella nostra squadra.",
			"Siamo una piccola realtà e abbiamo bisogno di una mano in più.",
			"Il lavoro cresce e vorremmo una persona in più con noi.",
			"Offriamo un posto in un gruppo affiatato e accogliente.",
		}),
		"Orario: " + w.text + ".",
	}
	if t.Kind != outreach.Contract {
		lines = append(lines, pick(d, []string{
			"Un collega esperto affianca la persona per tutto il percorso.",
			"Non serve sapere già tutto: insegniamo noi il mestiere.",
			"All'inizio bastano le basi, il resto si impara lavorando.",
		}))
	} else {
		lines = append(lines, pick(d, []string{
			"Serve una persona già autonoma nelle attività principali.",
			"Chiediamo un po' di esperienza, anche fatta altrove o all'estero.",
		}))
	}
	if t.Kind == outreach.Both {
		lines = append(lines, "Si può cominciare con un tirocinio e continuare con un contratto.")
	}
	if t.Seats > 1 {
		lines = append(lines, "I posti sono più di uno.")
	}
	return strings.Join(lines, " ")
}

func describeInEnglish(d dice, t *outreach.Terms) string {
	lines := []string{pick(d, []string{
		"We are looking for somebody to join our team.",
		"We are a small company and the work is growing.",
	})}
	if t.Kind != outreach.Contract {
		lines = append(lines, "A colleague works beside you and shows you the job.")
	} else {
		lines = append(lines, "You can already do the main tasks on your own.")
	}
	return strings.Join(lines, " ")
}

// requests are what people say at the first meeting, as the desk writes it down.
func requests() []string {
	return []string{
		"Cerca un lavoro stabile.",
		"Vorrebbe cominciare con un tirocinio.",
		"Chiede aiuto con il curriculum e le domande di lavoro.",
		"Cerca un lavoro compatibile con gli orari di scuola dei figli.",
		"Vorrebbe tornare al mestiere che faceva prima.",
		"Vuole imparare un mestiere nuovo.",
		"Cerca un lavoro vicino a casa.",
		"Non lavora da più di un anno e vuole ricominciare.",
		"",
	}
}
