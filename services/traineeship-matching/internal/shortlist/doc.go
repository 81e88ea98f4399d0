// Package shortlist holds what is decided about a person for an opening: proposed, held or passed over, then shown to the
// employer without identity, released with the person's consent, interviewed, and what came of it.
//
// One table says who may do what in which state (Transitions); pages, API and the diagram in docs come from it.
package shortlist
