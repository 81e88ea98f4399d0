// Package people asks intake about people: whose a file is, how somebody is called on a page, who is in the caller's
// care. Each call is made for the caller, so intake answers with what that caller may know.
package people

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/identity"
	"github.com/celav/celav/pkg/problem"
	"github.com/celav/celav/services/skills-assessment/internal/cv"
)

// Intake is the service that keeps people's files.
type Intake struct{ client *contract.ClientWithResponses }

// New makes the way to intake.
func New(url string, client *http.Client) (*Intake, error) {
	c, err := contract.NewClientWithResponses(url, contract.WithHTTPClient(client))
	if err != nil {
		return nil, fmt.Errorf("make the client of intake: %w", err)
	}
	return &Intake{client: c}, nil
}

// Owner tells whose a person's file is; NotFound when there is no such person.
func (i *Intake) Owner(ctx context.Context, person string) (identity.Owner, error) {
	res, err := i.client.GetOwnerWithResponse(ctx, person)
	if err != nil {
		return identity.Owner{}, fmt.Errorf("ask whose a file is: %w", unavailable(err))
	}
	if res.JSON200 == nil {
		return identity.Owner{}, refused(res.HTTPResponse, res.Body)
	}
	o := identity.Owner{Team: res.JSON200.Team, Person: res.JSON200.Person}
	if res.JSON200.Partner != nil {
		o.Partner = *res.JSON200.Partner
	}
	return o, nil
}

// Label says how to call somebody on a page: the name where the caller may know it, else a neutral code.
func (i *Intake) Label(ctx context.Context, person string) (string, error) {
	res, err := i.client.NamePeopleWithResponse(ctx, contract.NamesRequest{Ids: []contract.PersonId{person}})
	if err != nil {
		return "", fmt.Errorf("ask how to call somebody: %w", unavailable(err))
	}
	if res.JSON200 == nil {
		return "", refused(res.HTTPResponse, res.Body)
	}
	return res.JSON200.Names[person].Label, nil
}

// Person is somebody in the caller's care.
type Person struct {
	ID, Label    string
	WaitingSince civil.Date
}

// InCare lists the people whose files are active and in the caller's care, the longest waiting first, page by page.
func (i *Intake) InCare(ctx context.Context, cursor string, limit int) (people []Person, next string, err error) {
	active := contract.State("active")
	params := &contract.ListPeopleParams{State: &active, Limit: &limit}
	if cursor != "" {
		params.Cursor = &cursor
	}
	res, err := i.client.ListPeopleWithResponse(ctx, params)
	if err != nil {
		return nil, "", fmt.Errorf("ask who is in care: %w", unavailable(err))
	}
	if res.JSON200 == nil {
		return nil, "", refused(res.HTTPResponse, res.Body)
	}
	for _, line := range res.JSON200.Items {
		p := Person{ID: line.Id, Label: line.Name, WaitingSince: line.WaitingSince}
		if p.Label == "" {
			p.Label = line.Code
		}
		people = append(people, p)
	}
	if res.JSON200.Next != nil {
		next = *res.JSON200.Next
	}
	return people, next, nil
}

func refused(res *http.Response, body []byte) error {
	res.Body = io.NopCloser(bytes.NewReader(body)) // the generated client has read it
	return problem.Read(res)
}

// Card tells how a person is called and reached, as the caller may know it.
func (i *Intake) Card(ctx context.Context, person string) (cv.Card, error) {
	p, err := i.file(ctx, person)
	if err != nil {
		return cv.Card{}, err
	}
	return cv.Card{Name: p.Name, Channel: string(p.Contact.Channel), Contact: p.Contact.Value}, nil
}

// Language is the one that the person speaks with the desk, as noted at the first meeting.
func (i *Intake) Language(ctx context.Context, person string) (string, error) {
	p, err := i.file(ctx, person)
	if err != nil {
		return "", err
	}
	return p.Language, nil
}

func (i *Intake) file(ctx context.Context, person string) (*contract.Person, error) {
	res, err := i.client.GetPersonWithResponse(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("ask for a person's file: %w", unavailable(err))
	}
	if res.JSON200 == nil {
		return nil, refused(res.HTTPResponse, res.Body)
	}
	return res.JSON200, nil
}
