// Package papers is the papers of a traineeship: the agreement, the individual training project, the addendum of a
// renewal, the dossier and the attestation. Each has versions, and what a version says is never changed: a change makes a new one,
// which is signed anew. Nothing here does I/O.
package papers

import (
	"slices"

	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Kind is what a paper is.
type Kind string

// The kinds.
const (
	Agreement   Kind = "agreement"   // convenzione
	Project     Kind = "project"     // progetto formativo individuale
	Addendum    Kind = "addendum"    // of a renewal
	Dossier     Kind = "dossier"     // dossier individuale, after the end
	Attestation Kind = "attestation" // attestazione finale
)

// Kinds returns every kind, in the order of the path.
func Kinds() []Kind { return []Kind{Agreement, Project, Addendum, Dossier, Attestation} }

// Known reports whether there is such a kind.
func (k Kind) Known() bool { return slices.Contains(Kinds(), k) }

// Signers are the parties that sign, in the order in which they are asked. Counsellor stands for the City.
func (k Kind) Signers() []traineeship.Party {
	switch k {
	case Agreement, Dossier:
		return []traineeship.Party{traineeship.Host, traineeship.Counsellor}
	case Project, Addendum:
		return []traineeship.Party{traineeship.Trainee, traineeship.Host, traineeship.Counsellor}
	case Attestation:
		return []traineeship.Party{traineeship.Counsellor}
	default:
		return nil
	}
}

// SignedBy are the kinds that a party signs.
func SignedBy(p traineeship.Party) []Kind {
	var out []Kind
	for _, k := range Kinds() {
		if slices.Contains(k.Signers(), p) {
			out = append(out, k)
		}
	}
	return out
}

// Item is the line of the start's checklist that a kind answers; empty for the papers that come later.
func (k Kind) Item() traineeship.PaperKind {
	switch k {
	case Agreement:
		return traineeship.PaperAgreement
	case Project:
		return traineeship.PaperProject
	default:
		return ""
	}
}

// Due reports whether a paper can be made for a traineeship as it stands.
func (k Kind) Due(t *traineeship.Traineeship) bool {
	switch k {
	case Agreement, Project:
		return t.State == traineeship.InPapers || t.State == traineeship.Ready
	case Addendum:
		return Renewal(t) != nil
	case Dossier, Attestation:
		return t.State == traineeship.Ended || t.State == traineeship.Attested
	default:
		return false
	}
}

// Renewal is the decision in force whose addendum is due: the newest that renews.
func Renewal(t *traineeship.Traineeship) *traineeship.Decision {
	for i := range slices.Backward(t.Decisions) {
		if d := &t.Decisions[i]; d.Outcome == traineeship.Renew && d.RevokedAt.IsZero() {
			return d
		}
	}
	return nil
}

// About is which part of the traineeship a paper is about: an addendum has its decision, the others the whole.
func (k Kind) About(t *traineeship.Traineeship) string {
	if k != Addendum {
		return ""
	}
	if d := Renewal(t); d != nil {
		return d.ID
	}
	return ""
}
