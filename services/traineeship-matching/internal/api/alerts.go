package api

import (
	"context"

	"cloud.google.com/go/civil"

	contract "github.com/celav/celav/pkg/contract/matching"
	"github.com/celav/celav/pkg/ui"
	"github.com/celav/celav/services/traineeship-matching/internal/alerts"
)

// alertTasks are one line on the front page, however much came.
func (s *Server) alertTasks(ctx context.Context) ([]contract.Task, error) {
	c, err := s.Alerts.Count(ctx)
	if err != nil || c.Pairs == 0 {
		return nil, err
	}
	t := contract.Task{Text: ui.T(ctx, "matching.alert.task", c.Pairs), Count: c.Pairs, Url: "/matching/alerts", WaitsFor: waitsFor(contract.WaitsForMe)}
	if c.Since != nil {
		day := civil.DateOf(c.Since.In(s.Alerts.Zone))
		t.Since = &day
	}
	return []contract.Task{t}, nil
}

// ListAlerts lists what is new.
func (s *Server) ListAlerts(ctx context.Context, r contract.ListAlertsRequestObject) (contract.ListAlertsResponseObject, error) {
	d, err := s.Alerts.Digest(ctx, value(r.Params.Cursor), limit(r.Params.Limit), language(r.Params.Language))
	if err != nil {
		return nil, err
	}
	out := contract.ListAlerts200JSONResponse{
		Pairs: d.Count.Pairs, People: d.Count.People, Threshold: d.Setting.Threshold, Next: some(d.Next), Items: []contract.AlertGroup{}, Openings: openings(d.Names),
	}
	for _, p := range d.People {
		g := contract.AlertGroup{PersonId: p.ID, Rest: p.Rest, Alerts: []contract.Alert{}}
		if n, ok := d.Names.People[p.ID]; ok {
			g.Label = &n.Label
		}
		for _, l := range p.Lines {
			g.Alerts = append(g.Alerts, contract.Alert{
				Id: l.ID, OpeningId: l.Opening, About: contract.AlertAbout(l.About), Total: float64(l.Total) / 100, FoundAt: l.FoundAt,
			})
		}
		out.Items = append(out.Items, g)
	}
	return out, nil
}

// DismissAlert puts a pair aside.
func (s *Server) DismissAlert(ctx context.Context, r contract.DismissAlertRequestObject) (contract.DismissAlertResponseObject, error) {
	if err := s.Alerts.Dismiss(ctx, r.Alert, string(r.Body.Reason)); err != nil {
		return nil, err
	}
	return contract.DismissAlert204Response{}, nil
}

// ReadAlertSetting reads how the caller wants to be told.
func (s *Server) ReadAlertSetting(ctx context.Context, _ contract.ReadAlertSettingRequestObject) (contract.ReadAlertSettingResponseObject, error) {
	set, err := s.Alerts.Setting(ctx)
	if err != nil {
		return nil, err
	}
	return contract.ReadAlertSetting200JSONResponse(alertSetting(set)), nil
}

// SetAlerts changes it.
func (s *Server) SetAlerts(ctx context.Context, r contract.SetAlertsRequestObject) (contract.SetAlertsResponseObject, error) {
	b := r.Body
	set := alerts.Setting{Version: b.Version, Threshold: b.Threshold, Mail: b.Mail, Address: value(b.Address), Language: language(b.Language)}
	if err := s.Alerts.Set(ctx, set); err != nil {
		return nil, err
	}
	now, err := s.Alerts.Setting(ctx)
	if err != nil {
		return nil, err
	}
	return contract.SetAlerts200JSONResponse(alertSetting(now)), nil
}

func alertSetting(s alerts.Setting) contract.AlertSetting {
	lang := contract.Language(s.Language)
	return contract.AlertSetting{Version: s.Version, Threshold: s.Threshold, Mail: s.Mail, Address: some(s.Address), Language: &lang}
}
