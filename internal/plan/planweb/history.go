package planweb

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
)

// historySize is how many lines of history one page shows.
const historySize = 60

func (h handlers) historyRoutes(m *web.Mux) {
	m.Handle("GET /projects/{id}/history", h.showHistory)
	m.Handle("GET /projects/{id}/turns", h.turnsOf)
	m.Handle("POST /projects/{id}/undo", h.reverseStep(h.Plans.Undo, "plan.undo.done"))
	m.Handle("POST /projects/{id}/redo", h.reverseStep(h.Plans.Redo, "plan.redo.done"))
}

func (h handlers) showHistory(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	s, err := h.See(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	list, err := h.Plans.Events(ctx, s.Project.ID, before, historySize)
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
	v := historyView{Sight: s, events: eventLines(ctx, &s.Plan.Settings, list, names)}
	if len(list) == historySize {
		v.older = list[len(list)-1].Revision
	}
	if before == 0 {
		if v.turns, err = h.findTurns(ctx, s); err != nil {
			return err
		}
	}
	return web.OK(w, r, historyPage(v))
}

// turn is a step that can be undone or redone, as its button says it.
type turn struct{ text, refusal string }

// turns are what can be undone and redone in a project at a revision.
type turns struct {
	project    string
	revision   int64
	undo, redo *turn // nil when there is none
}

// findTurns finds them; there are none for who may not edit.
func (h handlers) findTurns(ctx context.Context, s *planview.Sight) (t turns, err error) {
	if t = (turns{project: s.Project.ID, revision: s.Project.Revision}); !s.May(ctx, plan.ActEdit) {
		return t, nil
	}
	found, err := h.Plans.Turns(ctx, t.project)
	if err != nil {
		return t, err
	}
	if t.undo, err = h.turnOf(ctx, found.Undo, "plan.undo.step"); err != nil {
		return t, err
	}
	t.redo, err = h.turnOf(ctx, found.Redo, "plan.redo.step")
	return t, err
}

// turnsOf answers the bar above the plan, when something changed.
func (h handlers) turnsOf(w http.ResponseWriter, r *http.Request) error {
	s, err := h.See(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if s.View = "gantt"; r.URL.Query().Get("view") == "table" {
		s.View = "table"
	}
	t, err := h.findTurns(r.Context(), s)
	if err != nil {
		return err
	}
	return web.OK(w, r, turnsBar(s, t))
}

func (h handlers) turnOf(ctx context.Context, t *plan.Turn, key string) (*turn, error) {
	if t == nil {
		return nil, nil
	}
	e := t.Event
	if e.Detail.What != "" {
		e.Detail.Key = e.Detail.What
	}
	names, err := h.Names(ctx, e.By)
	if err != nil {
		return nil, err
	}
	out := &turn{text: i18n.T(ctx, key, "What", eventText(ctx, &plan.Event{Detail: plan.Detail{Key: e.Detail.Key, Args: e.Detail.Args}}), "By", names[e.By], "At", i18n.DateTime(ctx, e.At))}
	if t.Refusal != nil {
		out.refusal = i18n.Error(ctx, h.WithName(ctx, t.Refusal))
	}
	return out, nil
}

// reverseStep undoes or redoes the next step.
func (h handlers) reverseStep(step func(ctx context.Context, project string, expected int64) (*plan.Book, error), done string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, id := r.Context(), r.PathValue("id")
		if _, err := step(ctx, id, planview.Seen(r)); err != nil {
			return h.WithName(ctx, err)
		}
		h.Changed(ctx, id)
		web.Flash(ctx, ui.Good, done)
		return web.Redirect(w, r, cmp.Or(web.ReturnTo(r), "/"))
	}
}

// historyView is a page of a project's history.
type historyView struct {
	*planview.Sight
	events []ui.Event
	older  int64 // revision that the next page begins below; 0 for none
	turns  turns
}

// eventLines are history lines as people read them. An account that no longer has
// a name shows as the system.
func eventLines(ctx context.Context, s *masterplan.Settings, list []plan.Event, names map[string]string) []ui.Event {
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

func eventText(ctx context.Context, e *plan.Event) string {
	text := i18n.Message(ctx, e.Detail.Key, e.Detail.Args)
	if e.Detail.What != "" {
		text = i18n.T(ctx, e.Detail.Key, "What", i18n.Message(ctx, e.Detail.What, e.Detail.Args))
	}
	if d := e.Detail.Diff; d != nil && !d.Empty() {
		text += i18n.T(ctx, "plan.event.diff", "Added", len(d.Added), "Removed", len(d.Removed), "Changed", len(d.Changed))
	}
	return text
}
