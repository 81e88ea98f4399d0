package referrals

import (
	"context"
	"errors"
	"fmt"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/services/intake/internal/referral"
)

// complete checks what a batch brings, all or nothing, and fills in what follows from it.
func (d *Desk) complete(ctx context.Context, list []referral.Referral) error {
	var ids []string
	for _, r := range list {
		ids = append(ids, r.Service)
	}
	services, err := d.services(ctx, ids)
	if err != nil {
		return err
	}
	var bad fault.Violations
	for i, r := range list {
		state := r.State
		clean, err := r.Clean(d.Today())
		var f *fault.Error
		if errors.As(err, &f) {
			for _, v := range f.Violations {
				bad.Add(fmt.Sprintf("/items/%d%s", i, v.Pointer), v.Code, "%s", v.Message)
			}
			continue
		}
		at, known := services[r.Service]
		if !known {
			bad.Add(fmt.Sprintf("/items/%d/service", i), "unknown", "There is no such service.")
			continue
		}
		clean.State = state
		if err := fits(clean); err != nil {
			bad.Add(fmt.Sprintf("/items/%d/state", i), "unknown", "%s", err.Error())
			continue
		}
		if clean.State == referral.Received {
			clean.AnswerBy = referral.AnswerBy(clean.CreatedOn, answerInDays, outbox.Working)
		}
		if clean.Waiting() {
			clean.AnswerBy = referral.AnswerBy(clean.SentOn, max(at.AnswerDays, 1), outbox.Working)
		}
		if clean.Direction == referral.Out && !clean.SentOn.IsZero() {
			clean.Messages = 1
			if clean.Told, err = d.tell(ctx, clean); err != nil {
				return err
			}
		}
		list[i] = clean
	}
	return bad.Err()
}

// fits says what does not go together in a referral that was not made step by step.
func fits(r referral.Referral) error {
	out, sent := r.Direction == referral.Out, !r.SentOn.IsZero()
	day := func(d civil.Date) bool { return d.IsValid() && !d.IsZero() }
	switch r.State {
	case referral.Draft:
		if !out || sent {
			return errors.New("A draft goes out and was not sent.") //nolint:staticcheck // a sentence for people
		}
	case referral.Received:
		if out {
			return errors.New("Who is sent out is not received.") //nolint:staticcheck // a sentence for people
		}
	case referral.Sent, referral.Seen:
		if !out || !sent || !r.Consent.Stands() {
			return errors.New("What was sent goes out, has its day, and consent.") //nolint:staticcheck // a sentence for people
		}
	case referral.Accepted, referral.Refused, referral.Done:
		if !day(r.AnsweredOn) || out && (!sent || !r.Consent.Stands()) || (r.State == referral.Refused) != (r.Refusal != "") {
			return errors.New("An answer has its day, and a refusal its reason.") //nolint:staticcheck // a sentence for people
		}
	case referral.Withdrawn:
		if !day(r.EndedOn) {
			return errors.New("What was withdrawn has its day.") //nolint:staticcheck // a sentence for people
		}
	default:
		return errors.New("There is no such state.") //nolint:staticcheck // a sentence for people
	}
	return nil
}
