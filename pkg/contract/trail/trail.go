// Package trail is how each of the four services tells who saw and did what: one shape, named by all four contracts.
package trail

import "time"

// Entry is one thing that somebody saw or did.
type Entry struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	Subject string    `json:"subject,omitempty"` // who; empty when a service acted for nobody
	Service string    `json:"service,omitempty"` // through which service, when another one called
	Action  string    `json:"action"`
	Kind    string    `json:"kind"`
	Record  string    `json:"record,omitempty"`
	Person  string    `json:"person,omitempty"` // the id of the person concerned
}

// Page is a part of the record, newest first. Next is empty on the last page.
type Page struct {
	Items []Entry `json:"items"`
	Next  string  `json:"next,omitempty"`
}
