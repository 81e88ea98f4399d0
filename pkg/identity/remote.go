package identity

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// RemoteDirectory asks intake, which owns staff, teams and partners, who a subject is.
type RemoteDirectory struct {
	service string
	client  *http.Client
	address string
}

// NewRemoteDirectory makes a directory that asks intake, at its base (mount prefix included), as the named service. The
// client must add the service token; the subject travels in the body, because addresses are logged.
func NewRemoteDirectory(service string, client *http.Client, base string) *RemoteDirectory {
	return &RemoteDirectory{service, client, strings.TrimSuffix(base, "/") + "/v1/directory"}
}

type directoryEntry struct {
	Subject string `json:"subject"`
	Roles   []Role `json:"roles"`
	Team    string `json:"team"`
	Company string `json:"company"`
	Partner string `json:"partner"`
	Person  string `json:"person"`
}

// Resolve implements Directory.
func (d *RemoteDirectory) Resolve(ctx context.Context, subject string) (Principal, error) {
	body, err := json.Marshal(map[string]string{"subject": subject})
	if err != nil {
		return Principal{}, fmt.Errorf("directory: %w", err)
	}
	// Nobody is known yet at this point, so the service asks for itself.
	ctx = With(ctx, AsService(d.service))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.address, bytes.NewReader(body))
	if err != nil {
		return Principal{}, fmt.Errorf("directory: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := d.client.Do(request)
	if err != nil {
		return Principal{}, fmt.Errorf("directory: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return Principal{}, fmt.Errorf("directory: intake answered %d", response.StatusCode)
	}
	var e directoryEntry
	if err := json.NewDecoder(io.LimitReader(response.Body, 64<<10)).Decode(&e); err != nil {
		return Principal{}, fmt.Errorf("directory: %w", err)
	}
	return Principal{Subject: subject, Roles: e.Roles, Team: e.Team, Company: e.Company, Partner: e.Partner, Person: e.Person}, nil
}

// RefuseEmbedded returns an error when Redis or the issuer is embedded. A service that runs alone calls it:
// sessions and issuer must be shared with its peers, and an embedded one lives in a single process.
func RefuseEmbedded(redisURL, issuer string) error {
	var names []string
	if strings.HasPrefix(redisURL, "embedded:") {
		names = append(names, "CELAV_REDIS_URL")
	}
	if strings.HasPrefix(issuer, "embedded:") {
		names = append(names, "CELAV_OIDC_ISSUER")
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("%s: must name a server, because a service that runs alone shares it with its peers", strings.Join(names, ", "))
}
