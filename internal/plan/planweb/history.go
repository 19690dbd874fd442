package planweb

import (
	"context"
	"net/http"
	"strconv"

	"fugong/internal/i18n"
	"fugong/internal/plan"
	"fugong/internal/plan/office"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
)

// historySize is how many lines of history one page shows.
const historySize = 60

func (h handlers) historyRoutes(m *web.Mux) {
	m.Handle("GET /projects/{id}/history", h.history)
}

func (h handlers) history(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	s, err := h.See(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	list, err := h.Office.Events(ctx, s.Project.ID, before, historySize)
	if err != nil {
		return err
	}
	var accounts []string
	for i := range list {
		accounts = append(accounts, list[i].By)
	}
	names, err := h.Names(ctx, planview.Distinct(accounts)...)
	if err != nil {
		return err
	}
	v := historyView{Sight: s, events: events(ctx, &s.Plan.Settings, list, names)}
	if len(list) == historySize {
		v.older = list[len(list)-1].Revision
	}
	v.undo = before == 0 && len(list) > 0 && list[0].Detail.Before != nil && s.May(ctx, office.ActEdit)
	return web.OK(w, r, historyPage(v))
}

// historyView is a page of a project's history.
type historyView struct {
	*planview.Sight
	events []ui.Event
	older  int64 // revision that the next page begins below; 0 for none
	undo   bool  // the newest line can be taken back
}

// events are history lines as people read them. An account that no longer has
// a name shows as the system.
func events(ctx context.Context, s *plan.Settings, list []office.Event, names map[string]string) []ui.Event {
	out := make([]ui.Event, 0, len(list))
	for i := range list {
		e := &list[i]
		line := ui.Event{When: e.At, Who: names[e.By], What: eventText(ctx, e)}
		if line.Who == "" {
			line.Who = i18n.T(ctx, "plan.event.somebody")
		}
		if e.Detail.Import != nil {
			line.Href = planview.Href(e.Project, "imports", strconv.FormatInt(e.Revision, 10))
		}
		changes := e.Detail.Fields
		if len(changes) == 1 {
			line.What += i18n.T(ctx, "plan.event.of", "Field", i18n.T(ctx, "plan.field."+changes[0].Field))
			line.Before, line.After = planview.ValueText(ctx, s, changes[0].Old), planview.ValueText(ctx, s, changes[0].New)
			changes = nil
		}
		for n, c := range changes {
			if n > 0 {
				line.Note += i18n.T(ctx, "plan.event.next")
			}
			line.Note += i18n.T(ctx, "plan.event.change", "Field", i18n.T(ctx, "plan.field."+c.Field),
				"Old", dash(planview.ValueText(ctx, s, c.Old)), "New", dash(planview.ValueText(ctx, s, c.New)))
		}
		out = append(out, line)
	}
	return out
}

func dash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

func eventText(ctx context.Context, e *office.Event) string {
	text := i18n.Message(ctx, e.Detail.Key, e.Detail.Args)
	if d := e.Detail.Diff; d != nil && !d.Empty() {
		text += i18n.T(ctx, "plan.event.diff", "Added", len(d.Added), "Removed", len(d.Removed), "Changed", len(d.Changed))
	}
	return text
}
