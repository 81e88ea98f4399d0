package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/outreach"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/services/employer-outreach/internal/post"
)

// SendMessage writes to a company for another service.
func (s Server) SendMessage(ctx context.Context, r contract.SendMessageRequestObject) (contract.SendMessageResponseObject, error) {
	b := r.Body
	texts := map[string]post.Text{}
	for lang, t := range map[string]*contract.MessageText{"it": b.Texts.It, "en": b.Texts.En, "fr": b.Texts.Fr, "ar": b.Texts.Ar} {
		if t != nil {
			texts[lang] = post.Text{Subject: t.Subject, Body: t.Body}
		}
	}
	err := s.Post.Send(ctx, post.Letter{ID: b.Id, Company: b.CompanyId, Kind: b.Kind, Texts: texts, URL: b.Url, Secret: b.Secret, Answer: b.Answer})
	if err != nil {
		return nil, err
	}
	return contract.SendMessage202Response{}, nil
}

// messagesPage is how many messages an answer has when nobody says.
const messagesPage = 25

// ListMessages lists the messages to every company.
func (s Server) ListMessages(ctx context.Context, r contract.ListMessagesRequestObject) (contract.ListMessagesResponseObject, error) {
	state := outbox.State("")
	if r.Params.State != nil {
		state = outbox.State(*r.Params.State)
	}
	notes, next, err := s.Post.List(ctx, state, cursorOf(r.Params.Cursor), limitOf(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	out := contract.ListMessages200JSONResponse{Items: []contract.Message{}, Next: next}
	for _, n := range notes {
		out.Items = append(out.Items, messageOf(n.Message))
	}
	return out, nil
}

// ListMessagesOf lists the messages to one company.
func (s Server) ListMessagesOf(ctx context.Context, r contract.ListMessagesOfRequestObject) (contract.ListMessagesOfResponseObject, error) {
	_, list, next, err := s.Post.Of(ctx, r.Id, cursorOf(r.Params.Cursor), limitOf(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	out := contract.ListMessagesOf200JSONResponse{Items: []contract.Message{}, Next: next}
	for _, m := range list {
		out.Items = append(out.Items, messageOf(m))
	}
	return out, nil
}

func cursorOf(c *string) string {
	if c == nil {
		return ""
	}
	return *c
}

func limitOf(n *int) int {
	if n == nil {
		return messagesPage
	}
	return *n
}

func messageOf(m outbox.Message) contract.Message {
	out := contract.Message{
		Id: m.ID, CompanyId: m.Recipient, Kind: m.Kind, Language: m.Language, Channel: contract.MessageChannel(m.Channel), Subject: m.Subject,
		Body: m.Body, Url: m.URL, State: contract.MessageState(m.State), Attempts: m.Attempts, CreatedAt: m.CreatedAt, Problem: m.Problem,
	}
	if !m.NotBefore.IsZero() {
		out.NotBefore = &m.NotBefore
	}
	return out
}
