package api

import (
	"context"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/outbox"
	"github.com/celav/celav/services/intake/internal/registration"
)

// SendMessage writes to a person for another service.
func (s *Server) SendMessage(ctx context.Context, r contract.SendMessageRequestObject) (contract.SendMessageResponseObject, error) {
	b := r.Body
	texts := map[string]registration.Text{}
	for lang, t := range map[string]*contract.MessageText{"it": b.Texts.It, "en": b.Texts.En, "fr": b.Texts.Fr, "ar": b.Texts.Ar} {
		if t != nil {
			texts[lang] = registration.Text{Subject: t.Subject, Body: t.Body}
		}
	}
	letter := registration.Letter{ID: b.Id, Person: b.PersonId, Kind: b.Kind, Texts: texts, URL: value(b.Url), Secret: value(b.Secret), Urgent: value(b.Urgent)}
	send := s.Post.Send
	if value(b.Asks) {
		send = s.Own.Links.Write
	}
	if err := send(ctx, letter); err != nil {
		return nil, err
	}
	return contract.SendMessage202Response{}, nil
}

// ListMessages lists the messages of the caller's teams.
func (s *Server) ListMessages(ctx context.Context, r contract.ListMessagesRequestObject) (contract.ListMessagesResponseObject, error) {
	notes, next, err := s.Post.List(ctx, outbox.State(value(r.Params.State)), value(r.Params.Cursor), limit(r.Params.Limit))
	out := contract.ListMessages200JSONResponse{Items: []contract.Message{}, Next: some(next)}
	for _, n := range notes {
		out.Items = append(out.Items, messageOf(n.Message))
	}
	return out, err
}

// ListMessagesOf lists the messages to one person.
func (s *Server) ListMessagesOf(ctx context.Context, r contract.ListMessagesOfRequestObject) (contract.ListMessagesOfResponseObject, error) {
	_, list, next, err := s.Post.Of(ctx, r.Id, value(r.Params.Cursor), limit(r.Params.Limit))
	out := contract.ListMessagesOf200JSONResponse{Items: []contract.Message{}, Next: some(next)}
	for _, m := range list {
		out.Items = append(out.Items, messageOf(m))
	}
	return out, err
}

func messageOf(m outbox.Message) contract.Message {
	return contract.Message{
		Id: m.ID, PersonId: m.Recipient, Kind: m.Kind, Language: m.Language, Channel: contract.MessageChannel(m.Channel), Subject: m.Subject,
		Body: m.Body, Url: some(m.URL), State: contract.MessageState(m.State), Attempts: m.Attempts, CreatedAt: m.CreatedAt,
		NotBefore: some(m.NotBefore), Problem: some(m.Problem),
	}
}
