package recoveryweb

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/recovery"
	"fugong/internal/ui"
	"fugong/internal/web"
)

func (h handlers) trackRoutes(m *web.Mux) {
	m.Handle("GET /projects/{id}/recovery/tracking", h.showTracking)
	m.Handle("POST /projects/{id}/recovery/tasks/{task}", h.giveTask)
	m.Handle("POST /projects/{id}/recovery/adoptions/{adoption}/undo", h.takeBack)
}

// trackView is the accepted plan in force beside what happened, if there is one,
// and those that no longer are.
type trackView struct {
	*planview.Sight
	*recovery.Tracking
	earlier []plan.Adoption
	names   map[string]string
	owners  []ui.Choice
	may     bool
}

func (h handlers) showTracking(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	s, err := h.See(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := trackView{Sight: s, may: s.May(ctx, plan.ActRecover)}
	if v.Tracking, v.earlier, err = h.Recovery.Tracking(ctx, s.Project.ID); err != nil {
		return err
	}
	if v.names, err = h.Names(ctx, planview.Distinct(v.namedAccounts())...); err != nil {
		return err
	}
	if v.Tracking == nil {
		return web.OK(w, r, noTrackingPage(v))
	}
	people, err := h.Owners(ctx)
	if err != nil {
		return err
	}
	v.owners = planview.ChoicesOf(people, "")
	return trackTable(ctx, v).Serve(w, r, func(table templ.Component) templ.Component { return trackingPage(v, table) })
}

// namedAccounts are those that the page names.
func (v *trackView) namedAccounts() (list []string) {
	if v.Tracking != nil {
		list = append(list, v.By)
		for i := range v.Tracks {
			list = append(list, v.Tracks[i].Owner)
		}
	}
	for i := range v.earlier {
		list = append(list, v.earlier[i].By, v.earlier[i].UndoneBy)
	}
	return list
}

// fate is why an adoption is no longer in force.
func (v *trackView) fate(ctx context.Context, a *plan.Adoption) string {
	if a.UndoneAt.IsZero() {
		return i18n.T(ctx, "plan.catchup.replaced")
	}
	return i18n.T(ctx, "plan.catchup.undone", "Name", v.names[a.UndoneBy], "At", i18n.DateTime(ctx, a.UndoneAt))
}

func (h handlers) takeBack(w http.ResponseWriter, r *http.Request) error {
	ctx, project := r.Context(), r.PathValue("id")
	if _, err := h.Plans.TakeBack(ctx, project, r.PathValue("adoption")); err != nil {
		return h.WithName(ctx, err)
	}
	h.Changed(ctx, project)
	web.Flash(ctx, ui.Good, "plan.catchup.undo.done")
	return web.Redirect(w, r, planview.Href(project, "recovery", "tracking"))
}

func (h handlers) giveTask(w http.ResponseWriter, r *http.Request) error {
	ctx, project := r.Context(), r.PathValue("id")
	if err := h.Recovery.Give(ctx, project, r.PathValue("task"), r.FormValue("owner")); err != nil {
		return err
	}
	web.Flash(ctx, ui.Good, "plan.catchup.given.done")
	return web.Redirect(w, r, planview.Href(project, "recovery", "tracking"))
}

func trackFigures(ctx context.Context, v trackView) []ui.Fig {
	t := func(key string) string { return i18n.T(ctx, key) }
	days := t("plan.days")
	return []ui.Fig{
		{Label: t("plan.catchup.bought"), Value: i18n.Decimal(ctx, v.Bought, 1), Unit: days, Help: t("plan.catchup.bought.help")},
		{Label: t("plan.catchup.due"), Value: i18n.Decimal(ctx, v.Due, 1), Unit: days, Help: t("plan.catchup.due.help")},
		{Label: t("plan.catchup.delivered"), Value: i18n.Decimal(ctx, v.Delivered, 1), Unit: days, Help: t("plan.catchup.delivered.help"), Lamp: deliveredLamp(ctx, v.Due, v.Delivered)},
		{Label: t("plan.catchup.promised"), Value: finishDay(ctx, v.Promise.Finish)},
		{Label: t("plan.finish"), Value: finishDay(ctx, v.Forecast), Lamp: forecastLamp(ctx, v)},
		{Label: t("plan.catchup.cost"), Value: i18n.Number(ctx, v.Promise.Cost), Unit: t("plan.recovery.unit.money")},
	}
}

func deliveredLamp(ctx context.Context, due, delivered float64) ui.Lamp {
	switch {
	case due == 0:
		return ui.Lamp{Colour: ui.Grey, Word: i18n.T(ctx, "plan.catchup.track.early")}
	case delivered >= due:
		return ui.Lamp{Colour: ui.Green, Word: i18n.T(ctx, "plan.catchup.track.good")}
	case delivered >= recovery.StopShare*due:
		return ui.Lamp{Colour: ui.Yellow, Word: i18n.T(ctx, "plan.catchup.track.short")}
	}
	return ui.Lamp{Colour: ui.Red, Word: i18n.T(ctx, "plan.catchup.track.bad")}
}

func forecastLamp(ctx context.Context, v trackView) ui.Lamp {
	late := int(masterplan.EndDay(v.Forecast) - masterplan.EndDay(v.Promise.Finish))
	switch {
	case late <= 0:
		return ui.Lamp{Colour: ui.Green, Word: i18n.T(ctx, "plan.catchup.track.kept")}
	case late <= 7:
		return ui.Lamp{Colour: ui.Yellow, Word: i18n.N(ctx, "plan.float.behind", late)}
	}
	return ui.Lamp{Colour: ui.Red, Word: i18n.N(ctx, "plan.float.behind", late)}
}

// stopped are the tracks that the stop-loss rule holds for.
func (v trackView) stopped() (list []*recovery.Track) {
	for i := range v.Tracks {
		if v.Tracks[i].Stop {
			list = append(list, &v.Tracks[i])
		}
	}
	return list
}

func trackLamp(ctx context.Context, t *recovery.Track) ui.Lamp {
	word := func(c ui.Colour, key string) ui.Lamp { return ui.Lamp{Colour: c, Word: i18n.T(ctx, key)} }
	switch {
	case t.Stop:
		return word(ui.Red, "plan.catchup.track.stop")
	case t.Over && t.Delivered < t.Bought:
		return word(ui.Yellow, "plan.catchup.track.over_short")
	case t.Over:
		return word(ui.Done, "plan.catchup.track.over")
	case !t.Begun:
		return word(ui.Grey, "plan.catchup.track.waits")
	case t.Delivered < t.Due:
		return word(ui.Yellow, "plan.catchup.track.short")
	case t.Due == 0:
		return word(ui.Blue, "plan.catchup.track.early")
	}
	return word(ui.Green, "plan.catchup.track.good")
}

func trackTable(ctx context.Context, v trackView) ui.Table[*recovery.Track] {
	t := func(key string) string { return i18n.T(ctx, key) }
	rows := make([]*recovery.Track, len(v.Tracks))
	for i := range v.Tracks {
		rows[i] = &v.Tracks[i]
	}
	return ui.Table[*recovery.Track]{
		ID: "tracks", Name: v.Sight.Project.Code + " " + t("plan.catchup.tracking"), Rows: rows, Sort: "from",
		Href: func(x *recovery.Track) string {
			if x.Index < 0 {
				return ""
			}
			return v.Href("activities", x.Work.Activity)
		},
		Columns: []ui.Column[*recovery.Track]{
			{Key: "of", Label: t("plan.catchup.measure.of"), Value: func(x *recovery.Track) any { return x.Work.Label }},
			{Key: "kind", Label: t("plan.catchup.measure"), Value: func(x *recovery.Track) any { return kindWord(ctx, x.Work.Measure.Kind) }},
			{Key: "state", Label: t("plan.state"), Value: func(x *recovery.Track) any { return trackLamp(ctx, x) }},
			{Key: "from", Label: t("plan.catchup.measure.from"), Value: func(x *recovery.Track) any { return planview.CivilDay(x.Work.Measure.From) }},
			{Key: "to", Label: t("plan.catchup.measure.to"), Value: func(x *recovery.Track) any { return endValue(x.Work.Measure.To) }},
			{Key: "bought", Label: t("plan.catchup.measure.days"), Value: func(x *recovery.Track) any { return tenth(x.Bought) }, Help: t("plan.catchup.measure.days.help")},
			{Key: "due", Label: t("plan.catchup.track.due"), Value: func(x *recovery.Track) any { return x.Due }},
			{Key: "delivered", Label: t("plan.catchup.track.off"), Value: func(x *recovery.Track) any { return x.Delivered }, Cell: func(x *recovery.Track) templ.Component { return deliveredCell(x) }},
			{Key: "owner", Label: t("plan.catchup.owner"), Value: func(x *recovery.Track) any { return v.names[x.Owner] }, Cell: func(x *recovery.Track) templ.Component { return ownerCell(v, x) }},
		},
		Empty: ui.Nothing{Icon: "equal", Title: t("plan.catchup.no_measures")},
	}
}

// shareStyle is the width of a bar that shows n of all.
func shareStyle(n, all float64) string {
	if all <= 0 {
		return "width:0"
	}
	return "width:" + strconv.FormatFloat(min(max(100*n/all, 0), 100), 'f', 1, 64) + "%"
}
