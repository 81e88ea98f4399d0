package consultation

import (
	"context"

	"github.com/celav/celav/pkg/ui"
)

func (v agendaView) field(ctx context.Context, name, kind string) ui.Input {
	in := ui.Input{Name: name, Label: ui.T(ctx, "outreach.consultation.field."+name), Type: kind, Value: v.Typed.Get(name), Error: v.Errors.For(name), Required: true}
	if kind == "number" {
		in.Min, in.Max = "10", "120"
	}
	return in
}

func (v oneView) facts(ctx context.Context) []ui.Definition {
	b := v.Visit.Booking
	rows := []ui.Definition{
		{Term: ui.T(ctx, "outreach.consultation.name"), Value: b.Visitor.Name},
		{Term: ui.T(ctx, "outreach.consultation.kind"), Value: ui.T(ctx, "outreach.consultation.kind."+b.Kind)},
		{Term: ui.T(ctx, "outreach.consultation.reach"), Value: b.Visitor.Reach},
		{Term: ui.T(ctx, "outreach.consultation.place"), Value: v.Visit.Slot.Place},
	}
	for _, one := range []struct{ id, value string }{{"about", b.Visitor.About}, {"asked", b.Asked}, {"answered", b.Answered}} {
		if one.value != "" && (!v.Conflict && one.id == "about" || v.Conflict) {
			rows = append(rows, ui.Definition{Term: ui.T(ctx, "outreach.consultation."+one.id), Value: one.value})
		}
	}
	return rows
}

func (v oneView) text(ctx context.Context, name string) ui.Input {
	return ui.Input{
		Name: name, Label: ui.T(ctx, "outreach.consultation."+name), Hint: ui.T(ctx, "outreach.consultation.sealed"), Value: v.Typed.Get(name),
		Error: v.Errors.For(name), MaxLength: 2000,
	}
}
