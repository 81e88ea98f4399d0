package paperwork

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/ui"
)

// Mail is the Carrier over intake, which knows how people are reached, and outreach, which knows companies.
type Mail struct {
	People, Companies suite.Peer
	Service           string
	Catalog           *ui.Catalog
}

type mailText struct {
	Subject string `json:"subject"`
	Body    string `json:"body"`
}

type letter struct {
	ID        string              `json:"id"`
	PersonID  string              `json:"personId,omitempty"`
	CompanyID string              `json:"companyId,omitempty"`
	Answer    string              `json:"answer,omitempty"`
	Kind      string              `json:"kind"`
	Texts     map[string]mailText `json:"texts"`
	Secret    string              `json:"secret"`
}

// Carry implements Carrier: the message tells neither names nor what paper it is, and the link in it is kept sealed until
// it has left.
func (m *Mail) Carry(ctx context.Context, to Recipient, path string) error {
	l := letter{ID: to.ID, PersonID: to.Person, CompanyID: to.Company, Kind: "paper-to-sign", Texts: map[string]mailText{}, Secret: path}
	peer := m.People
	if to.Company != "" {
		peer, l.Answer = m.Companies, to.Answer
	}
	for _, lang := range ui.Languages() {
		spoken := ui.With(context.Background(), m.Catalog, ui.Request{Lang: lang.Tag})
		l.Texts[lang.Tag] = mailText{ui.T(spoken, "matching.papers.mail.subject"), ui.T(spoken, "matching.papers.mail.body")}
	}
	body, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	ctx = identity.With(ctx, identity.AsService(m.Service))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, peer.URL+"/v1/messages", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("send a link: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	resp, err := peer.Client.Do(request)
	if err != nil {
		return fmt.Errorf("send a link: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode/100 != 2 {
		return problem.Read(resp) //nolint:wrapcheck // the fault as it was
	}
	return nil
}
