package deliveryweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

type handlers struct{ planview.Base }

// Routes registers the pages and the API.
func Routes(m *web.Mux, b planview.Base) {
	h := handlers{b}
	h.apiRoutes(m)
	m.Handle("GET /deliveries", h.zoneDeliveries)
	m.Handle("GET /projects/{id}/deliveries", h.projectDeliveries)
	m.Handle("POST /projects/{id}/deliveries", h.addDelivery)
	m.Handle("GET /projects/{id}/deliveries/new", h.newDelivery)
	m.Handle("GET /projects/{id}/deliveries/activities", h.findWaiting)
	m.Handle("GET /projects/{id}/deliveries/{delivery}", h.showDelivery)
	m.Handle("POST /projects/{id}/deliveries/{delivery}", h.editDelivery)
	m.Handle("GET /projects/{id}/deliveries/{delivery}/edit", h.askDelivery)
	m.Handle("POST /projects/{id}/deliveries/{delivery}/arrivals", h.recordArrival)
	m.Handle("POST /projects/{id}/deliveries/{delivery}/remove", h.removeDelivery)
}

// deliveryStates are all states, what needs somebody first.
var deliveryStates = []delivery.State{
	delivery.Late, delivery.Missing, delivery.Doubtful, delivery.Due, delivery.Arrived, delivery.Installed,
}

// deliveryLine is one row of a list of deliveries.
type deliveryLine struct {
	plan.DeliveryRow
	state delivery.State
	late  int // civil days since it was expected; 0 when it is not late
}

func lineOf(r plan.DeliveryRow, today worktime.Day) deliveryLine {
	l := deliveryLine{DeliveryRow: r, state: r.State(today)}
	if l.state == delivery.Late {
		l.late = int(today - r.Expected)
	}
	return l
}

func (l deliveryLine) href() string { return planview.Href(l.Project, "deliveries", l.ID) }

// heavier orders deliveries: those that cost days, then by state, then by date.
func heavier(a, b deliveryLine) int {
	if a.Days != b.Days {
		return b.Days - a.Days
	}
	if x, y := slices.Index(deliveryStates, a.state), slices.Index(deliveryStates, b.state); x != y {
		return x - y
	}
	return int(a.Expected) - int(b.Expected)
}

// deliveryTable lists deliveries; with named, the project each is for.
func deliveryTable(ctx context.Context, rows []deliveryLine, named bool) ui.Table[deliveryLine] {
	slices.SortStableFunc(rows, heavier)
	var states []ui.Choice
	for _, s := range deliveryStates {
		states = append(states, ui.Choice{Value: string(s), Text: planview.DeliveryLamp(ctx, s).Word})
	}
	columns := append([]ui.Column[deliveryLine]{
		{Key: "item", Label: i18n.T(ctx, "plan.delivery.item_label"), Value: func(l deliveryLine) any { return l.Item }},
		{Key: "project", Label: i18n.T(ctx, "plan.project"), Value: func(l deliveryLine) any { return l.ProjectName }},
	}, deliveryColumns(ctx)...)
	columns[len(columns)-1].Hidden = named // the supplier gives its room to the project
	if !named {
		columns = slices.Delete(columns, 1, 2)
	}
	return ui.Table[deliveryLine]{
		ID: "deliveries", Name: i18n.T(ctx, "plan.room.deliveries"), Rows: rows, Href: deliveryLine.href, Columns: columns,
		Filters: []ui.Filter[deliveryLine]{
			{Key: "state", Label: i18n.T(ctx, "plan.delivery.state"), Options: states, Match: func(l deliveryLine, v string) bool { return string(l.state) == v }},
			{Key: "cost", Label: i18n.T(ctx, "plan.delivery.cost"), Options: []ui.Choice{{Value: "yes", Text: i18n.T(ctx, "plan.delivery.costs_days")}}, Match: func(l deliveryLine, _ string) bool { return l.Days > 0 }},
		},
		Search: func(l deliveryLine) string { return l.ProjectCode + " " + l.Note },
		Empty:  ui.Nothing{Icon: "truck-delivery", Title: i18n.T(ctx, "plan.delivery.none"), Text: i18n.T(ctx, "plan.delivery.none.text")},
	}
}

func deliveryColumns(ctx context.Context) []ui.Column[deliveryLine] {
	t := func(key string) string { return i18n.T(ctx, key) }
	return []ui.Column[deliveryLine]{
		{Key: "state", Label: t("plan.delivery.state"), Value: func(l deliveryLine) any { return planview.DeliveryLamp(ctx, l.state) }, Less: func(a, b deliveryLine) bool {
			return slices.Index(deliveryStates, a.state) < slices.Index(deliveryStates, b.state)
		}},
		{Key: "arrived", Label: t("plan.delivery.arrived_label"), Value: func(l deliveryLine) any { return l.Arrived() }, Cell: func(l deliveryLine) templ.Component { return quantityCell(&l.Delivery, l.Arrived()) }},
		{Key: "installed", Label: t("plan.delivery.installed_label"), Value: func(l deliveryLine) any { return l.Installed() }, Cell: func(l deliveryLine) templ.Component { return quantityCell(&l.Delivery, l.Installed()) }},
		{Key: "quantity", Label: t("plan.delivery.quantity_label"), Value: func(l deliveryLine) any { return l.Quantity }, Hidden: true},
		{Key: "unit", Label: t("plan.delivery.unit"), Value: func(l deliveryLine) any { return l.Unit }, Hidden: true},
		{Key: "expected", Label: t("plan.delivery.expected_label"), Value: func(l deliveryLine) any { return dayValue(l.Expected) }, Cell: func(l deliveryLine) templ.Component { return expectedCell(&l.Delivery) }},
		{Key: "late", Label: t("plan.delivery.late_by"), Value: func(l deliveryLine) any { return daysValue(l.late) }, Cell: func(l deliveryLine) templ.Component { return daysCell(l.late, "") }},
		{Key: "days", Label: t("plan.delivery.cost"), Value: func(l deliveryLine) any { return daysValue(l.Days) }, Help: t("plan.delivery.cost.help"), Cell: func(l deliveryLine) templ.Component { return daysCell(l.Days, "+") }},
		{Key: "waiting", Label: t("plan.delivery.waiting"), Value: func(l deliveryLine) any { return len(l.Activities) }},
		{Key: "supplier", Label: t("plan.delivery.supplier"), Value: func(l deliveryLine) any { return l.Supplier }},
	}
}

// dayValue is a day for a table; nothing when it is absent.
func dayValue(d worktime.Day) any {
	if d == worktime.NoDay {
		return nil
	}
	return d
}

func daysValue(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// deliveryFigures sum a list up; href leads to the rows behind a figure.
func deliveryFigures(ctx context.Context, rows []deliveryLine, href string) []ui.Fig {
	count := map[delivery.State]int{}
	costing := 0
	for _, l := range rows {
		count[l.state]++
		if l.Days > 0 {
			costing++
		}
	}
	fig := func(s delivery.State) ui.Fig {
		return ui.Fig{Label: planview.DeliveryLamp(ctx, s).Word, Value: i18n.Number(ctx, count[s]), Href: href + "?state=" + string(s)}
	}
	return []ui.Fig{
		{Label: i18n.T(ctx, "plan.delivery.costs_days"), Value: i18n.Number(ctx, costing), Href: href + "?cost=yes", Help: i18n.T(ctx, "plan.delivery.cost.help")},
		fig(delivery.Late), fig(delivery.Missing), fig(delivery.Doubtful), fig(delivery.Due),
		{Label: i18n.T(ctx, "plan.delivery.on_site"), Value: i18n.Number(ctx, count[delivery.Arrived]+count[delivery.Installed]), Href: href + "?state=arrived&state=installed"},
	}
}

func (h handlers) zoneDeliveries(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	list, err := h.Plans.Deliveries(ctx, plan.DeliveryQuery{})
	if err != nil {
		return err
	}
	rows := h.lines(list.Rows)
	return deliveryTable(ctx, rows, true).Serve(w, r, func(table templ.Component) templ.Component {
		return zoneDeliveriesPage(deliveryFigures(ctx, rows, "/deliveries"), table)
	})
}

func (h handlers) lines(rows []plan.DeliveryRow) []deliveryLine {
	lines := make([]deliveryLine, len(rows))
	for i, r := range rows {
		lines[i] = lineOf(r, h.Today())
	}
	return lines
}

func (h handlers) projectDeliveries(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	s, err := h.See(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	rows := make([]plan.DeliveryRow, len(s.Deliveries))
	for i, d := range s.Deliveries {
		rows[i] = plan.DeliveryRow{Delivery: d, ProjectCode: s.Project.Code, ProjectName: s.Project.Name}
	}
	lines := h.lines(rows)
	t := deliveryTable(ctx, lines, false)
	if s.May(ctx, plan.ActDeliver) {
		t.Empty.Action, t.Empty.Href = i18n.T(ctx, "plan.delivery.add"), s.Href("deliveries", "new")
	}
	return t.Serve(w, r, func(table templ.Component) templ.Component {
		return projectDeliveriesPage(s, deliveryFigures(ctx, lines, s.Href("deliveries")), table)
	})
}

// goods is one delivery with its project.
type goods struct {
	*planview.Sight
	d *delivery.Delivery
}

func (h handlers) findGoods(ctx context.Context, project, id string) (*goods, error) {
	s, err := h.See(ctx, project)
	if err != nil {
		return nil, err
	}
	for i := range s.Deliveries {
		if s.Deliveries[i].ID == id {
			return &goods{s, &s.Deliveries[i]}, nil
		}
	}
	return nil, fault.New(fault.NotFound, "plan.delivery.unknown")
}

func (g *goods) line() deliveryLine {
	return lineOf(plan.DeliveryRow{Delivery: *g.d}, g.Today)
}

func (g *goods) at(parts ...string) string {
	return g.Href(append([]string{"deliveries", g.d.ID}, parts...)...)
}

func (h handlers) showDelivery(w http.ResponseWriter, r *http.Request) error {
	g, err := h.findGoods(r.Context(), r.PathValue("id"), r.PathValue("delivery"))
	if err != nil {
		return err
	}
	return h.deliveryPage(w, r, g, nil, nil)
}

// deliveryPage shows a delivery; with a failure, the arrival that was refused.
func (h handlers) deliveryPage(w http.ResponseWriter, r *http.Request, g *goods, f *web.Form, failure error) error {
	ctx := r.Context()
	cost, err := delivery.CostOf(g.Plan, g.Dates, g.d, g.Today)
	if err != nil {
		return err
	}
	var accounts []string
	for _, a := range g.d.Arrivals {
		accounts = append(accounts, a.RecordedBy)
	}
	names, err := h.Names(ctx, accounts...)
	if err != nil {
		return err
	}
	form := ui.FormOf("on", g.Today.String(), "what", "arrived")
	if f != nil {
		form = f.Failed(ctx, failure)
	}
	return web.Render(w, r, web.Status(failure), deliveryPage(g, cost, names, form))
}

func (h handlers) recordArrival(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, project, id := r.Context(), r.PathValue("id"), r.PathValue("delivery")
	g, err := h.findGoods(ctx, project, id)
	if err != nil {
		return err
	}
	if err := g.Must(ctx, plan.ActDeliver); err != nil {
		return err
	}
	a := delivery.Arrival{On: worktime.NoDay, Quantity: f.Decimal("quantity"), Installed: f.One("what", "arrived", "installed") == "installed", Note: f.Text("note")}
	if day, ok := f.Day("on"); ok {
		a.On = day
	}
	if err = f.Fault(); err == nil {
		var d delivery.Delivery
		if d, err = h.Plans.RecordArrival(ctx, project, id, a); err == nil {
			web.Flash(ctx, ui.Good, "plan.delivery.recorded", "Item", d.Item, "Quantity", i18n.Decimal(ctx, a.Quantity, 2), "Unit", d.Unit)
			h.Changed(ctx, project)
			return web.Redirect(w, r, planview.Href(project, "deliveries", id))
		}
	}
	if !web.Refusal(err) {
		return err
	}
	return h.deliveryPage(w, r, g, f, err)
}

func (h handlers) removeDelivery(w http.ResponseWriter, r *http.Request) error {
	ctx, project := r.Context(), r.PathValue("id")
	if err := h.Plans.RemoveDelivery(ctx, project, r.PathValue("delivery"), planview.Seen(r)); err != nil {
		return err
	}
	web.Flash(ctx, ui.Good, "plan.delivery.removed")
	h.Changed(ctx, project)
	return web.Redirect(w, r, planview.Href(project, "deliveries"))
}

func (h handlers) newDelivery(w http.ResponseWriter, r *http.Request) error {
	s, err := h.See(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := s.Must(r.Context(), plan.ActDeliver); err != nil {
		return err
	}
	f := ui.FormOf("confidence", delivery.Likely.String())
	f.Values["activity"] = r.URL.Query()["activity"]
	return web.OK(w, r, deliveryForm(&goods{s, nil}, f))
}

func (h handlers) askDelivery(w http.ResponseWriter, r *http.Request) error {
	g, err := h.findGoods(r.Context(), r.PathValue("id"), r.PathValue("delivery"))
	if err != nil {
		return err
	}
	if err := g.Must(r.Context(), plan.ActDeliver); err != nil {
		return err
	}
	d := g.d
	f := ui.FormOf("item", d.Item, "quantity", i18n.Decimal(r.Context(), d.Quantity, 6), "unit", d.Unit, "supplier", d.Supplier,
		"ordered", planview.DayText(d.OrderedOn), "expected", planview.DayText(d.Expected), "confidence", d.Confidence.String(), "note", d.Note)
	f.Values["activity"] = d.Activities
	return web.OK(w, r, deliveryForm(g, f))
}

func deliveryOf(f *web.Form) delivery.Delivery {
	d := delivery.Delivery{
		Item: f.Text("item"), Quantity: f.Decimal("quantity"), Unit: f.Text("unit"), Supplier: f.Text("supplier"),
		OrderedOn: worktime.NoDay, Expected: worktime.NoDay, Activities: f.All("activity"), Note: f.Text("note"),
	}
	if day, ok := f.Day("ordered"); ok {
		d.OrderedOn = day
	}
	if day, ok := f.Day("expected"); ok {
		d.Expected = day
	}
	switch f.One("confidence", delivery.Uncertain.String(), delivery.Likely.String(), delivery.Confirmed.String()) {
	case delivery.Likely.String():
		d.Confidence = delivery.Likely
	case delivery.Confirmed.String():
		d.Confidence = delivery.Confirmed
	}
	return d
}

func (h handlers) addDelivery(w http.ResponseWriter, r *http.Request) error {
	return h.putDelivery(w, r, func(ctx context.Context, d delivery.Delivery) (delivery.Delivery, error) {
		return h.Plans.AddDelivery(ctx, r.PathValue("id"), d)
	})
}

func (h handlers) editDelivery(w http.ResponseWriter, r *http.Request) error {
	return h.putDelivery(w, r, func(ctx context.Context, d delivery.Delivery) (delivery.Delivery, error) {
		d.ID = r.PathValue("delivery")
		return h.Plans.EditDelivery(ctx, r.PathValue("id"), d, planview.Seen(r))
	})
}

func (h handlers) putDelivery(w http.ResponseWriter, r *http.Request, put func(context.Context, delivery.Delivery) (delivery.Delivery, error)) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, project := r.Context(), r.PathValue("id")
	g, err := h.goodsOf(ctx, project, r.PathValue("delivery"))
	if err != nil {
		return err
	}
	if err := g.Must(ctx, plan.ActDeliver); err != nil {
		return err
	}
	d := deliveryOf(f)
	if err = f.Fault(); err == nil {
		if d, err = put(ctx, d); err == nil {
			web.Flash(ctx, ui.Good, "plan.delivery.saved", "Item", d.Item)
			h.Changed(ctx, project)
			return web.Redirect(w, r, planview.Href(project, "deliveries", d.ID))
		}
	}
	if !web.Refusal(err) {
		return err
	}
	return web.Refuse(w, r, err, deliveryForm(g, f.Failed(ctx, err)))
}

// goodsOf is a delivery, or with an empty id one yet to be registered.
func (h handlers) goodsOf(ctx context.Context, project, id string) (*goods, error) {
	if id != "" {
		return h.findGoods(ctx, project, id)
	}
	s, err := h.See(ctx, project)
	return &goods{s, nil}, err
}

// offered is how many activities a search offers.
const offered = 20

// findWaiting answers the search for activities that wait for a delivery: those
// chosen already, then those found.
func (h handlers) findWaiting(w http.ResponseWriter, r *http.Request) error {
	b, err := h.Plans.Project(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	q := r.URL.Query()
	return web.OK(w, r, waitingList(chooseActivities(b.Plan, q["activity"], q.Get("q"))))
}

// option is an activity that can be chosen.
type option struct {
	*masterplan.Activity
	chosen bool
}

// chooseActivities is the chosen activities, and up to offered more that hold every word
// of text in code or name.
func chooseActivities(p *masterplan.Plan, chosen []string, text string) (out []option) {
	words := strings.Fields(strings.ToLower(text))
	var found []option
	for i := range p.Activities {
		a := &p.Activities[i]
		switch {
		case slices.Contains(chosen, a.ID):
			out = append(out, option{a, true})
		case len(words) > 0 && len(found) < offered && a.Worked() && holds(a, words):
			found = append(found, option{a, false})
		}
	}
	return append(out, found...)
}

func holds(a *masterplan.Activity, words []string) bool {
	label := strings.ToLower(a.Label())
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(label, w) })
}
