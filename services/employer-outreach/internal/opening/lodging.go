package opening

import (
	"slices"
	"unicode/utf8"

	"github.com/celav/celav/pkg/fault"
)

// Provider is who gives a trainee from abroad board and lodging, or pays a forced return.
type Provider string

// The providers.
const (
	ByHost     Provider = "host"
	ByPromoter Provider = "promoter"
	ByPartner  Provider = "partner"
)

// Providers lists the providers in the order in which they are shown.
func Providers() []Provider { return []Provider{ByHost, ByPromoter, ByPartner} }

// BoardAndLodging is what rule A27-05 asks before a trainee from abroad may come: who gives board and lodging and
// where, that the trainee's allowance does not pay for it, and who would pay a forced return. A draft may leave it open.
type BoardAndLodging struct {
	By      Provider `json:"by,omitempty"`
	Address string   `json:"address,omitempty"`
	// Free says that nothing is taken from the allowance.
	Free         bool     `json:"free,omitempty"`
	ReturnPaidBy Provider `json:"returnPaidBy,omitempty"`
}

const maxLodging = 200

func (b BoardAndLodging) check(v *fault.Violations) {
	for _, one := range []struct {
		pointer string
		by      Provider
	}{{"/boardAndLodging/by", b.By}, {"/boardAndLodging/returnPaidBy", b.ReturnPaidBy}} {
		if one.by != "" && !slices.Contains(Providers(), one.by) {
			v.Add(one.pointer, "unknown", "is none of those who can give it")
		}
	}
	if utf8.RuneCountInString(b.Address) > maxLodging {
		v.Add("/boardAndLodging/address", "too-long", "is longer than %d characters", maxLodging)
	}
}

// settled tells what is missing before trainees from abroad can be welcomed in public.
func (b BoardAndLodging) settled(v *fault.Violations) {
	if b.By == "" {
		v.Add("/boardAndLodging/by", "required", "is required to welcome trainees from abroad")
	}
	if b.Address == "" {
		v.Add("/boardAndLodging/address", "required", "is required to welcome trainees from abroad")
	}
	if !b.Free {
		v.Add("/boardAndLodging/free", "must-be-free", "must be given without taking anything from the allowance")
	}
	if b.ReturnPaidBy == "" {
		v.Add("/boardAndLodging/returnPaidBy", "required", "is required to welcome trainees from abroad")
	}
}
