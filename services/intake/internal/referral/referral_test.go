package referral_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"pgregory.net/rapid"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/services/intake/internal/referral"
)

var monday = civil.Date{Year: 2026, Month: time.November, Day: 23}

func sample(d referral.Direction) referral.Referral {
	r := referral.Referral{
		ID: "r", Person: "p", Direction: d, Service: "cpia", State: referral.Draft, Reason: "italian", Items: []referral.Item{referral.Language},
		Consent: &referral.Consent{By: "c", On: monday, How: "spoken"}, CreatedOn: monday,
	}
	if d == referral.In {
		r.State, r.Items = referral.Received, nil
	}
	return r
}

func violations(err error) []string {
	var f *fault.Error
	var list []string
	if errors.As(err, &f) {
		for _, v := range f.Violations {
			list = append(list, v.Pointer)
		}
	}
	return list
}

func TestTheWayOfOneThatGoesOut(t *testing.T) {
	type step struct {
		act  referral.Act
		by   referral.Party
		want referral.State
	}
	for name, steps := range map[string][]step{
		"accepted and done by link": {
			{referral.Send, referral.CeLav, referral.Sent},
			{referral.Open, referral.TheService, referral.Seen},
			{referral.Accept, referral.TheService, referral.Accepted},
			{referral.TakeNote, referral.CeLav, referral.Accepted},
			{referral.Finish, referral.TheService, referral.Done},
			{referral.TakeNote, referral.CeLav, referral.Done},
		},
		"refused by telephone after a reminder": {
			{referral.Send, referral.CeLav, referral.Sent},
			{referral.Remind, referral.CeLav, referral.Sent},
			{referral.Refuse, referral.CeLav, referral.Refused},
		},
		"withdrawn": {{referral.Send, referral.CeLav, referral.Sent}, {referral.Withdraw, referral.CeLav, referral.Withdrawn}},
	} {
		r := sample(referral.Out)
		for i, s := range steps {
			if err := r.Do(s.act, s.by, referral.Given{Today: monday, AnswerBy: monday.AddDays(7), Refusal: "no-place", Told: &referral.Told{Code: "X"}}); err != nil {
				t.Fatalf("%s, step %d: %v", name, i, err)
			}
			if r.State != s.want {
				t.Fatalf("%s, step %d: %s, want %s", name, i, r.State, s.want)
			}
		}
		if r.Unread {
			t.Errorf("%s: there is an answer to read", name)
		}
	}
}

func TestSendingAsksForConsentAndItems(t *testing.T) {
	r := sample(referral.Out)
	r.Consent, r.Items = nil, nil
	if got := violations(r.Do(referral.Send, referral.CeLav, referral.Given{Today: monday})); !slices.Equal(got, []string{"/consent", "/items"}) {
		t.Errorf("it lacks %v", got)
	}
	r = sample(referral.Out)
	r.Consent.WithdrawnOn = monday
	if err := r.Do(referral.Send, referral.CeLav, referral.Given{Today: monday}); !fault.Is(err, fault.Invalid) || r.State != referral.Draft {
		t.Errorf("sent after consent was withdrawn: %v, %s", err, r.State)
	}
}

func TestRefusingTakesAReason(t *testing.T) {
	for refusal, want := range map[referral.Refusal]int{"": 1, "because": 1, "no-place": 0} {
		r := sample(referral.In)
		if got := violations(r.Do(referral.Refuse, referral.CeLav, referral.Given{Today: monday, Refusal: refusal})); len(got) != want {
			t.Errorf("%q: %v", refusal, got)
		}
	}
}

func TestClean(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*referral.Referral)
		want string
	}{
		"as it is":              {func(*referral.Referral) {}, ""},
		"no service":            {func(r *referral.Referral) { r.Service = "" }, "/service"},
		"no reason":             {func(r *referral.Referral) { r.Reason = "" }, "/reason"},
		"a reason unknown":      {func(r *referral.Referral) { r.Reason = "x" }, "/reason"},
		"what cannot be sent":   {func(r *referral.Referral) { r.Items = []referral.Item{"health"} }, "/items"},
		"came tomorrow":         {func(r *referral.Referral) { r.CreatedOn = monday.AddDays(1) }, "/receivedOn"},
		"consent unknown":       {func(r *referral.Referral) { r.Consent = &referral.Consent{On: monday} }, "/consent"},
		"consent of tomorrow":   {func(r *referral.Referral) { r.Consent = &referral.Consent{On: monday.AddDays(1), How: "signed"} }, "/consentOn"},
		"nowhere":               {func(r *referral.Referral) { r.Direction = "up" }, "/direction"},
		"no consent to a draft": {func(r *referral.Referral) { r.Consent = nil }, ""},
	} {
		r := sample(referral.Out)
		c.edit(&r)
		_, err := r.Clean(monday)
		if got := violations(err); c.want == "" && err != nil || c.want != "" && !slices.Contains(got, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever is tried in whatever order: no service moves what is not sent, what ended stays ended, an answer that is
// waited for has a day, and without consent nothing is open to the service.
func TestWhateverIsTried(t *testing.T) {
	acts := []referral.Act{referral.Amend, referral.Send, referral.Open, referral.Remind, referral.Accept, referral.Refuse, referral.Finish, referral.Withdraw, referral.TakeNote}
	rapid.Check(t, func(t *rapid.T) {
		r := sample(rapid.SampledFrom([]referral.Direction{referral.Out, referral.In}).Draw(t, "direction"))
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			before := r
			act, by := rapid.SampledFrom(acts).Draw(t, "act"), rapid.SampledFrom([]referral.Party{referral.CeLav, referral.TheService}).Draw(t, "by")
			if rapid.IntRange(0, 9).Draw(t, "consent") == 0 {
				_ = r.WithdrawConsent(monday)
			} else if err := r.Do(act, by, referral.Given{Today: monday, AnswerBy: monday.AddDays(9), Refusal: "other", Told: &referral.Told{}}); err != nil {
				if r.State != before.State || r.Version != before.Version {
					t.Fatalf("refused, and yet %s became %s", before.State, r.State)
				}
				if before.May(act, by) && fault.Is(err, fault.Precondition) {
					t.Fatalf("%s by %s was offered and refused", act, by)
				}
				continue
			}
			switch {
			case before.Ended() && r.State != before.State:
				t.Fatalf("%s was over and became %s", before.State, r.State)
			case r.Waiting() && r.AnswerBy.IsZero(), !r.Waiting() && !r.AnswerBy.IsZero():
				t.Fatalf("%s waits until %v", r.State, r.AnswerBy)
			case (r.Waiting() || r.Shows()) && !r.Consent.Stands():
				t.Fatalf("%s without consent", r.State)
			case r.Ended() && r.EndedOn.IsZero():
				t.Fatalf("%s without a day", r.State)
			case r.State == referral.Refused && r.Refusal == "":
				t.Fatal("refused without a reason")
			case r.Direction == referral.In && (r.Waiting() || r.Shows()):
				t.Fatalf("one that came in is %s", r.State)
			}
		}
	})
}

func TestAnswerBy(t *testing.T) {
	working := func(d civil.Date) bool {
		return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday && d.Day != 25
	}
	for days, want := range map[int]int{0: 23, 1: 24, 2: 26, 3: 27, 4: 30} {
		if got := referral.AnswerBy(monday, days, working); got.Day != want {
			t.Errorf("%d working days end on %v", days, got)
		}
	}
	r := sample(referral.Out)
	r.State, r.AnswerBy = referral.Sent, monday
	if r.Overdue(monday) || !r.Overdue(monday.AddDays(1)) {
		t.Error("the last day is in time, the day after is not")
	}
}

func TestServiceClean(t *testing.T) {
	good := referral.Service{Kind: "legal", Names: map[string]string{"it": " Sportello "}, About: "Aiuta.", Email: "a@example.org", AnswerDays: 5, Languages: []string{"it", "en", "it"}}
	clean, err := good.Clean()
	if err != nil || clean.Name("fr") != "Sportello" || len(clean.Languages) != 2 || !clean.Example() {
		t.Fatalf("%+v, %v", clean, err)
	}
	for want, edit := range map[string]func(*referral.Service){
		"/names/it":   func(s *referral.Service) { s.Names = map[string]string{"en": "Desk"} },
		"/about":      func(s *referral.Service) { s.About = " " },
		"/kind":       func(s *referral.Service) { s.Kind = "x" },
		"/email":      func(s *referral.Service) { s.Email = "a@b" },
		"/address":    func(s *referral.Service) { s.Email = "" },
		"/answerDays": func(s *referral.Service) { s.AnswerDays = 0 },
		"/languages":  func(s *referral.Service) { s.Languages = []string{"Italian"} },
	} {
		s := good
		edit(&s)
		if _, err := s.Clean(); !slices.Contains(violations(err), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
