package records

import (
	"context"
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/uptrace/bun"

	"github.com/celav/celav/services/traineeship-matching/internal/traineeship"
)

type followUpRow struct {
	bun.BaseModel `bun:"table:follow_up,alias:f"`

	ID          string      `bun:"id,pk"`
	Traineeship string      `bun:"traineeship"`
	Months      int         `bun:"months"`
	DueOn       civil.Date  `bun:"due_on"`
	AskedOn     *civil.Date `bun:"asked_on"`
	Answer      string      `bun:"answer"`
	AnswerOn    *civil.Date `bun:"answer_on"`
	By          string      `bun:"by_subject"`
	Party       string      `bun:"party"`
}

type dutyRow struct {
	bun.BaseModel `bun:"table:duty,alias:d"`

	ID          string      `bun:"id,pk"`
	Traineeship string      `bun:"traineeship"`
	Term        string      `bun:"term"`
	Kind        string      `bun:"kind"`
	Event       string      `bun:"event"`
	EventOn     civil.Date  `bun:"event_on"`
	DueOn       civil.Date  `bun:"due_on"`
	DoneOn      *civil.Date `bun:"done_on"`
	Reference   string      `bun:"reference"`
	By          string      `bun:"by_subject"`
}

// putAftermath fills in what decisions and ends leave behind.
func putAftermath(byID map[string]*traineeship.Traineeship, followUps []followUpRow, duties []dutyRow) {
	for _, r := range followUps {
		t := byID[r.Traineeship]
		t.FollowUps = append(t.FollowUps, traineeship.FollowUp{
			ID: r.ID, Months: r.Months, DueOn: r.DueOn, AskedOn: orZero(r.AskedOn), Answer: traineeship.Now(r.Answer), AnswerOn: orZero(r.AnswerOn),
			By: r.By, Party: traineeship.Party(r.Party),
		})
	}
	for _, r := range duties {
		t := byID[r.Traineeship]
		t.Duties = append(t.Duties, traineeship.Duty{
			ID: r.ID, TermID: r.Term, Kind: traineeship.DutyKind(r.Kind), Event: traineeship.Outcome(r.Event), EventOn: r.EventOn, DueOn: r.DueOn,
			DoneOn: orZero(r.DoneOn), Reference: r.Reference, By: r.By,
		})
	}
}

// aftermathRows are the rows of what decisions and ends leave behind, as it is now.
func aftermathRows(t *traineeship.Traineeship) (followUps []followUpRow, duties []dutyRow) {
	for _, x := range t.FollowUps {
		followUps = append(followUps, followUpRow{
			ID: x.ID, Traineeship: t.ID, Months: x.Months, DueOn: x.DueOn, AskedOn: orNil(x.AskedOn), Answer: string(x.Answer),
			AnswerOn: orNil(x.AnswerOn), By: x.By, Party: string(x.Party),
		})
	}
	for _, x := range t.Duties {
		duties = append(duties, dutyRow{
			ID: x.ID, Traineeship: t.ID, Term: x.TermID, Kind: string(x.Kind), Event: string(x.Event), EventOn: x.EventOn, DueOn: x.DueOn,
			DoneOn: orNil(x.DoneOn), Reference: x.Reference, By: x.By,
		})
	}
	return followUps, duties
}

// dutyOpen narrows to traineeships about which something is still to be done.
const dutyOpen = `EXISTS (SELECT 1 FROM duty d WHERE d.traineeship = t.id AND d.done_on IS NULL)`

// DutiesOpen counts the traineeships of a listing about which something is still to be done, and says by when the first.
func (s *Store) DutiesOpen(ctx context.Context, l Listing) (int, civil.Date, error) {
	if l.Nothing {
		return 0, civil.Date{}, nil
	}
	l.Duty = true
	var out struct {
		Count int         `bun:"count"`
		First *civil.Date `bun:"first"`
	}
	err := narrowed(s.db.NewSelect().Model((*traineeshipRow)(nil)), l).ColumnExpr("COUNT(*) AS count").
		ColumnExpr("MIN((SELECT MIN(w.due_on) FROM duty w WHERE w.traineeship = t.id AND w.done_on IS NULL)) AS first").Scan(ctx, &out)
	if err != nil {
		return 0, civil.Date{}, fmt.Errorf("count what is to be done about traineeships: %w", err)
	}
	return out.Count, orZero(out.First), nil
}
