package renewal

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"cloud.google.com/go/civil"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/services/traineeship-matching/internal/letters"
	"github.com/celav/celav/services/traineeship-matching/internal/records"
	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

// Staff keeps messages for colleagues.
type Staff interface {
	Keep(ctx context.Context, o records.Outgoing) error
}

// Links are what letters that ask something enclose.
type Links interface {
	// Enclose returns the path by which a party answers; "" when nothing is asked any more.
	Enclose(ctx context.Context, traineeship string, p traineeship.Party) (string, error)
}

// Sender tells the peers what waits to be told. A peer that does not answer is asked again, later and later.
type Sender struct {
	Store            *records.Store
	Letters          *letters.Desk
	Staff            Staff
	Links            Links
	Intake, Outreach suite.Peer
	Service          string // whose name the calls carry
	Now              func() time.Time
	Log              *slog.Logger
}

const (
	perSend   = 50
	sendEvery = 5 * time.Second
	longest   = 30 * time.Minute // between two attempts
)

// Run sends until ctx ends.
func (s *Sender) Run(ctx context.Context) error {
	tick := time.NewTicker(sendEvery)
	defer tick.Stop()
	for {
		if err := s.Send(ctx); err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "letters could not be handed on, will try again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Send tells what is due now.
func (s *Sender) Send(ctx context.Context) error {
	ctx = identity.With(ctx, identity.AsService(s.Service))
	waiting, err := s.Store.Waiting(ctx, s.Now(), perSend)
	if err != nil {
		return err
	}
	for _, o := range waiting {
		if err := s.tell(ctx, o); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			s.Log.InfoContext(ctx, "a peer did not take a message, will try again", "target", string(o.Target), "attempt", o.Attempts+1, "error", err)
			pause := min(time.Second<<min(o.Attempts, 12), longest)
			if err := s.Store.Later(ctx, o.ID, s.Now().Add(pause)); err != nil {
				return err
			}
			continue
		}
		if err := s.Store.Told(ctx, o.ID, s.Now()); err != nil {
			return err
		}
	}
	return nil
}

// letter is the body of a message: what intake and outreach take.
type letter struct {
	ID        string                  `json:"id"`
	PersonID  string                  `json:"personId,omitempty"`
	CompanyID string                  `json:"companyId,omitempty"`
	Answer    string                  `json:"answer,omitempty"` // to a company: the colleague to ask
	Kind      string                  `json:"kind"`
	Texts     map[string]letters.Text `json:"texts"`
	URL       string                  `json:"url,omitempty"`
	Secret    string                  `json:"secret,omitempty"` // to a company: the path by which it answers, in place of URL
	Asks      bool                    `json:"asks,omitempty"`   // to a person: the answer is given by a personal link
}

func (s *Sender) tell(ctx context.Context, o records.Outgoing) error {
	if o.Target == records.Seats {
		// The number is counted when it is told: a later truth overtakes an earlier one.
		taken, err := s.Store.SeatsTaken(ctx, o.TargetID)
		if err != nil {
			return err
		}
		return s.send(ctx, http.MethodPut, s.Outreach, "/v1/openings/"+o.TargetID+"/seats-taken", map[string]int{"taken": taken})
	}
	if o.Target == records.ToStaff || o.Target == records.ToCoordination {
		return s.Staff.Keep(ctx, o)
	}
	var day civil.Date
	if o.Day != nil {
		day = *o.Day
	}
	l := letter{ID: o.ID, Kind: "traineeship-" + o.Kind, Texts: s.Letters.Write(o.Kind, day), URL: "/matching/traineeships/" + o.Traineeship}
	if o.Kind == "follow-up" {
		l.URL += "/follow-up"
	}
	if o.Target == records.ToPerson {
		l.PersonID, l.Asks = o.TargetID, letters.Asks(o.Kind)
		return s.send(ctx, http.MethodPost, s.Intake, "/v1/messages", l)
	}
	l.CompanyID = o.TargetID
	var err error
	if letters.Asks(o.Kind) {
		if l.Secret, err = s.Links.Enclose(ctx, o.Traineeship, traineeship.Host); err != nil {
			return err
		}
	}
	if l.Answer, err = s.Store.Tutor(ctx, o.Traineeship); err != nil {
		return err
	}
	return s.send(ctx, http.MethodPost, s.Outreach, "/v1/messages", l)
}

func (s *Sender) send(ctx context.Context, method string, to suite.Peer, path string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, method, to.URL+path, bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("make a call: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := to.Client.Do(req)
	if err != nil {
		return fmt.Errorf("call a peer: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode >= http.StatusMultipleChoices {
		return problem.Read(resp) //nolint:wrapcheck // the fault as it was
	}
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // the connection is used again
	return err
}
