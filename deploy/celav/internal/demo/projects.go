package demo

import (
	"fmt"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/contract/intake"
)

// inventProject draws a personal project; nil for the third of the people who have none yet. The demonstration's own
// person has one with something late, so that the front page has something to say.
func inventProject(o Options, n int) *intake.BatchProject {
	d := roll(o.Seed, "project", n)
	if n > 0 && d.chance(35) {
		return nil
	}
	p := &intake.BatchProject{PersonId: personID(o, n), Goal: pick(d, goals()), Learn: ptr(pick(d, learnings()))}
	begun := d.day(o.Today, -90, -5)
	for i, step := range sample(d, projectSteps(), d.between(2, 5)) {
		due := d.day(begun, 7, 60)
		if n > 0 && due.Before(o.Today) && d.chance(85) { // most of what is past was done
			p.Actions = append(p.Actions, ended(step, i, due, due.AddDays(-d.between(0, 6)), intake.ProjectActionState("done")))
			continue
		}
		if n > 0 && due.Before(o.Today) && !d.chance(40) {
			due = o.Today.AddDays(d.between(1, 30)) // put off
		}
		state := intake.ProjectActionState("open")
		if d.chance(40) {
			state = "doing"
		}
		p.Actions = append(p.Actions, intake.ProjectAction{Id: actionID(i), By: step.by, What: step.what, Due: due, State: state})
	}
	if n == 0 {
		late := o.Today.AddDays(-4)
		p.Actions = append(p.Actions, intake.ProjectAction{Id: actionID(len(p.Actions)), By: "person", What: "Portare il diploma e la sua traduzione (demo)", Due: late, State: "open"})
	}
	if n == 0 || d.chance(80) {
		p.AgreedOn = &begun
	}
	return p
}

func ended(s projectStep, i int, due, on civil.Date, state intake.ProjectActionState) intake.ProjectAction {
	return intake.ProjectAction{Id: actionID(i), By: s.by, What: s.what, Due: due, State: state, EndedOn: &on}
}

func actionID(i int) string { return fmt.Sprintf("demo-%d", i+1) }

type projectStep struct {
	by   intake.ProjectParty
	what string
}

func projectSteps() []projectStep {
	return []projectStep{
		{"celav", "Cercare un corso di italiano vicino a casa (demo)"},
		{"celav", "Chiamare tre aziende con un posto aperto (demo)"},
		{"celav", "Chiedere il riconoscimento del titolo di studio (demo)"},
		{"celav", "Preparare insieme il curriculum (demo)"},
		{"celav", "Simulare un colloquio (demo)"},
		{"person", "Iscriversi al corso e portare la conferma (demo)"},
		{"person", "Portare il codice fiscale (demo)"},
		{"person", "Provare il tragitto con i mezzi all’orario di lavoro (demo)"},
		{"person", "Guardare ogni settimana gli annunci allo sportello (demo)"},
		{"person", "Chiedere il certificato di lingua (demo)"},
	}
}

func goals() []string {
	return []string{
		"Lavorare in una cucina, prima come aiuto. (demo)",
		"Un lavoro stabile che vada d’accordo con gli orari della scuola dei figli. (demo)",
		"Tornare al mio mestiere di sarta. (demo)",
		"Imparare un mestiere in magazzino e prendere il patentino del muletto. (demo)",
		"Un primo contratto in Italia, per poi cercare casa. (demo)",
		"Lavorare con le persone anziane, con un titolo riconosciuto. (demo)",
	}
}

func learnings() []string {
	return []string{
		"Italiano per il lavoro, fino al B1. (demo)",
		"Usare il computer per l’ufficio. (demo)",
		"Le regole di igiene degli alimenti. (demo)",
		"Guidare il carrello elevatore. (demo)",
	}
}
