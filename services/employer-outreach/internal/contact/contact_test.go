package contact_test

import (
	"errors"
	"strings"
	"testing"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/employer-outreach/internal/contact"
)

func told(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return ""
	}
	var list []string
	for _, v := range f.Violations {
		list = append(list, v.Pointer+" "+v.Code)
	}
	return strings.Join(list, ", ")
}

func TestCheck(t *testing.T) {
	today := civil.Date{Year: 2026, Month: 11, Day: 23}
	before, after := today.AddDays(-1), today.AddDays(1)
	good := contact.Entry{CompanyID: "c", HeldOn: today, Channel: "phone", Result: "informed", Subject: "Tirocini"}
	for want, change := range map[string]func(*contact.Entry){
		"":                                  func(*contact.Entry) {},
		"/companyId required":               func(e *contact.Entry) { e.LeadID = "l" },
		"/heldOn future":                    func(e *contact.Entry) { e.HeldOn = after },
		"/channel unknown, /result unknown": func(e *contact.Entry) { e.Channel, e.Result = "smoke", "magic" },
		"/subject required":                 func(e *contact.Entry) { e.Subject = " " },
		"/nextOn required":                  func(e *contact.Entry) { e.Next = "richiamare" },
		"/next required, /nextOn order":     func(e *contact.Entry) { e.NextOn = &before },
	} {
		e := good
		change(&e)
		if got := told(e.Check(today)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	good.Next, good.NextOn = "x", &after
	if good.Due(today) || !good.Due(after) {
		t.Error("a step is due on its day")
	}
	if good.NextDone = true; good.Due(after) {
		t.Error("a step that is done is not due")
	}
	if got := told(contact.Lead{}.Check()); got != "/name required" {
		t.Errorf("an empty lead: %q", got)
	}
}
