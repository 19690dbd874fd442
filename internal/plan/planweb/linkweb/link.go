package linkweb

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

type handlers struct{ planview.Base }

// Routes registers the pages and the API.
func Routes(m *web.Mux, b planview.Base) {
	h := handlers{b}
	h.apiRoutes(m)
	m.Handle("GET /projects/{id}/link", h.showLink)
	m.Handle("POST /projects/{id}/link", h.editLink)
	m.Handle("GET /projects/{id}/link/activities", h.find)
}

// view is a link as its page shows it, or one yet to be made.
type view struct {
	*planview.Sight
	at     *masterplan.Activity // from which the reader came
	before bool                 // the other end comes before it
	old    *masterplan.Link     // nil for a new one
	form   ui.Form
	effect *planview.Effect
	ring   []ringStep // that the link would close
}

// ringStep is an activity of a ring and the link by which the next waits for it.
type ringStep struct {
	activity *masterplan.Activity
	link     *masterplan.Link // nil for the one to be made, and for what a heading hands on
	made     bool             // the one to be made
}

// openLink reads from the address or the form which link is meant: that between pred
// and succ with the type, or with one end only one to be made.
func (h handlers) openLink(r *http.Request) (*view, error) {
	s, err := h.See(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if err := s.Must(r.Context(), plan.ActEdit); err != nil {
		return nil, err
	}
	v := &view{Sight: s, before: r.FormValue("at") != r.FormValue("pred")}
	at := s.Stored.ByID(r.FormValue("at"))
	if at < 0 {
		return nil, fault.New(fault.NotFound, "plan.activity.unknown")
	}
	v.at = &s.Stored.Activities[at]
	was := r.FormValue("was")
	if was == "" {
		return v, nil
	}
	pred, succ := s.Stored.ByID(r.FormValue("pred")), s.Stored.ByID(r.FormValue("succ"))
	i := slices.IndexFunc(s.Stored.Links, func(l masterplan.Link) bool {
		return int(l.Pred) == pred && int(l.Succ) == succ && l.Type.String() == was
	})
	if i < 0 {
		return nil, fault.New(fault.NotFound, "plan.link.unknown")
	}
	v.old = &s.Stored.Links[i]
	return v, nil
}

// self is where the activity is shown.
func (v *view) self() string { return v.Href("activities", v.at.ID) }

// other is the end that the reader did not come from; nil for a new link.
func (v *view) other() *masterplan.Activity {
	switch {
	case v.old == nil:
		return nil
	case v.before:
		return &v.Stored.Activities[v.old.Pred]
	}
	return &v.Stored.Activities[v.old.Succ]
}

func (h handlers) showLink(w http.ResponseWriter, r *http.Request) error {
	v, err := h.openLink(r)
	if err != nil {
		return err
	}
	v.form = ui.FormOf("type", masterplan.FS.String(), "lag", "0", "unit", units[0])
	if l := v.old; l != nil {
		lag, unit := lagOf(v.Stored, &l.Lag)
		v.form = ui.FormOf("type", l.Type.String(), "lag", number(lag), "unit", unit)
	}
	return web.OK(w, r, page(v))
}

// editLink shows what a change of a link would do, or makes it.
func (h handlers) editLink(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := h.openLink(r)
	if err != nil {
		return err
	}
	ctx, project := r.Context(), v.Project.ID
	e := v.readEdit(f)
	e.Expected = planview.Seen(r)
	if err = f.Fault(); err == nil {
		if f.Value("do") == "save" {
			if _, err = h.Plans.EditLink(ctx, project, e); err == nil {
				web.Flash(ctx, ui.Good, "plan.link.saved")
				h.Changed(ctx, project)
				return web.Redirect(w, r, v.self())
			}
		} else {
			effect := &planview.Effect{}
			if effect.Before, effect.After, err = h.Plans.TryLink(ctx, project, e); err == nil {
				v.effect = effect
			}
		}
	}
	if err != nil && !web.Refusal(err) {
		return err
	}
	var loop *network.LoopError
	if errors.As(err, &loop) {
		v.ring = v.ringOf(&e, loop.Activities)
	}
	v.form = f.Failed(ctx, h.WithName(ctx, err))
	return web.Render(w, r, web.Status(err), page(v))
}

// The units that a wait is typed in: working days of the plan, days round the
// clock, a share of the predecessor's duration.
var units = []string{"work_days", "elapsed_days", "percent"}

// readEdit is the edit that a form asks for.
func (v *view) readEdit(f *web.Form) plan.LinkEdit {
	var e plan.LinkEdit
	if l := v.old; l != nil {
		e.Old = &plan.LinkKey{Pred: v.Stored.Activities[l.Pred].ID, Succ: v.Stored.Activities[l.Succ].ID, Type: l.Type}
	}
	if f.Value("remove") != "" {
		return e
	}
	e.New = &plan.LinkKey{Pred: v.at.ID, Succ: f.Text("other")}
	if v.before {
		e.New.Pred, e.New.Succ = e.New.Succ, e.New.Pred
	}
	if v.old == nil {
		f.Need("other")
	}
	e.New.Type = masterplan.LinkType(max(0, slices.Index(types, f.One("type", types...))))
	amount := f.Decimal("lag")
	switch f.One("unit", units...) {
	case "work_days":
		e.Lag = masterplan.Lag{Tenths: tenths(amount, planview.DayMinutes(v.Stored)), Unit: masterplan.Days}
	case "elapsed_days":
		e.Lag = masterplan.Lag{Tenths: tenths(amount, worktime.MinutesPerDay), Unit: masterplan.Days, Elapsed: true}
	case "percent":
		e.Lag = masterplan.Lag{Percent: amount, Unit: masterplan.Percent}
	}
	if v.old != nil && v.old.Lag.Tenths == e.Lag.Tenths && v.old.Lag.Percent == e.Lag.Percent && v.old.Lag.Elapsed == e.Lag.Elapsed {
		e.Lag = v.old.Lag // shown in the unit that it came in
	}
	return e
}

var types = []string{masterplan.FS.String(), masterplan.SS.String(), masterplan.FF.String(), masterplan.SF.String()}

func tenths(days, minutes float64) int64 {
	return int64(math.Round(10 * minutes * min(max(days, -1e6), 1e6)))
}

// lagOf is a wait as it is typed.
func lagOf(p *masterplan.Plan, l *masterplan.Lag) (amount float64, unit string) {
	switch {
	case l.Unit == masterplan.Percent:
		return l.Percent, units[2]
	case l.Elapsed:
		return float64(l.Tenths) / (10 * worktime.MinutesPerDay), units[1]
	}
	return float64(l.Tenths) / (10 * planview.DayMinutes(p)), units[0]
}

func number(v float64) string { return fmt.Sprint(math.Round(v*1e4) / 1e4) }

// offered is how many activities a search offers.
const offered = 12

// find answers the search for the other end.
func (h handlers) find(w http.ResponseWriter, r *http.Request) error {
	v, err := h.openLink(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, otherList(v.chooseActivities(r.FormValue("other"), r.FormValue("q")), r.FormValue("other")))
}

// chooseActivities is the activity chosen, and those that hold every word of text.
func (v *view) chooseActivities(chosen, text string) (out []*masterplan.Activity) {
	words := strings.Fields(strings.ToLower(text))
	for i := range v.Stored.Activities {
		a := &v.Stored.Activities[i]
		label := strings.ToLower(a.Label())
		lacks := func(word string) bool { return !strings.Contains(label, word) }
		if a.ID == chosen || len(words) > 0 && len(out) < offered && a.ID != v.at.ID && a.Worked() && !slices.ContainsFunc(words, lacks) {
			out = append(out, a)
		}
	}
	return out
}

// title says what the page does.
func (v *view) title(ctx context.Context) string {
	switch {
	case v.old != nil:
		return i18n.T(ctx, "plan.link.edit")
	case v.before:
		return i18n.T(ctx, "plan.link.add_before")
	}
	return i18n.T(ctx, "plan.link.add_after")
}

func typeChoices(ctx context.Context) []ui.Choice {
	list := make([]ui.Choice, len(types))
	for i, t := range types {
		list[i] = ui.Choice{Value: t, Text: i18n.T(ctx, "plan.link."+t)}
	}
	return list
}

func unitChoices(ctx context.Context) []ui.Choice {
	list := make([]ui.Choice, len(units))
	for i, u := range units {
		list[i] = ui.Choice{Value: u, Text: i18n.T(ctx, "plan.link.unit."+u)}
	}
	return list
}

// ringOf is the ring through activities, each with the link to the next.
func (v *view) ringOf(e *plan.LinkEdit, activities []int) (ring []ringStep) {
	for n, i := range activities {
		next := activities[(n+1)%len(activities)]
		step := ringStep{activity: &v.Stored.Activities[i]}
		if e.New != nil && v.old == nil && e.New.Pred == step.activity.ID && e.New.Succ == v.Stored.Activities[next].ID {
			step.made = true
		} else if at := slices.IndexFunc(v.Stored.Links, func(l masterplan.Link) bool { return int(l.Pred) == i && int(l.Succ) == next }); at >= 0 {
			step.link = &v.Stored.Links[at]
			step.made = step.link == v.old
		}
		ring = append(ring, step)
	}
	return ring
}
