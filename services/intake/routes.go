package intake

import (
	"fmt"

	contract "github.com/celav/celav/pkg/contract/intake"
	"github.com/celav/celav/pkg/suite"
	"github.com/celav/celav/pkg/web"
	"github.com/celav/celav/services/intake/internal/api"
	"github.com/celav/celav/services/intake/internal/pages"
	"github.com/celav/celav/services/intake/internal/pages/needs"
)

func routes(env *suite.Env, server *api.Server, p *pages.Pages, areas ...interface{ Register(r *web.Router) }) (*web.Router, error) {
	catalog, err := pages.Catalog()
	if err != nil {
		return nil, fmt.Errorf("read the messages: %w", err)
	}
	router := env.Router(catalog)
	contract.RegisterHandlersWithBaseURL(router.Contract(contract.Document), contract.NewStrictHandler(server, nil), "/"+env.Name)
	p.Register(router)
	(&needs.Pages{Desk: p.Desk, Members: p.Members}).Register(router)
	for _, area := range areas {
		area.Register(router)
	}
	return router, nil
}
