package recoveryweb

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/recovery"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

func (h handlers) conditionRoutes(m *web.Mux) {
	m.Handle("GET /projects/{id}/recovery/today", h.askConditions)
	m.Handle("POST /projects/{id}/recovery/today", h.putConditions)
}

// conditionView is the form of what holds today.
type conditionView struct {
	*planview.Sight
	form       ui.Form
	trades     []recovery.Trade
	deliveries []awaiting
	loans      []recovery.Loan // that other projects could make
	holds      int             // lines for permits and blocks
}

// awaiting is a delivery that may be had earlier.
type awaiting struct{ id, label string }

// spareHolds are the empty lines for permits and blocks.
const spareHolds = 3

func (h handlers) conditionView(ctx context.Context, project string) (*conditionView, recovery.Conditions, error) {
	s, err := h.See(ctx, project)
	if err != nil {
		return nil, recovery.Conditions{}, err
	}
	c, err := h.Recovery.Conditions(ctx, project)
	if err != nil {
		return nil, c, err
	}
	v := &conditionView{Sight: s, trades: recovery.Trades(s.Book), holds: len(c.Permits) + len(c.Blocks) + spareHolds}
	today := c.Today(s.Book, s.Today)
	for i := range today.Deliveries {
		d := &today.Deliveries[i]
		when := i18n.T(ctx, "plan.delivery.unknown_date")
		if d.Expected != worktime.NoDay {
			when = i18n.Date(ctx, d.Expected)
		}
		v.deliveries = append(v.deliveries, awaiting{d.ID, d.Item + " · " + when})
	}
	v.loans, err = h.Recovery.Lenders(ctx, project)
	return v, c, err
}

func (h handlers) askConditions(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, c, err := h.conditionView(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := h.Plans.Allow.Allow(ctx, plan.ActRecover, planview.ResourceOf(&v.Project)); err != nil {
		return err
	}
	v.form = v.filledForm(&c)
	return web.OK(w, r, conditionsPage(v))
}

// filledForm is the form with what was entered before.
func (v *conditionView) filledForm(c *recovery.Conditions) ui.Form {
	f := ui.FormOf("people", number(c.People), "night_from", planview.DayText(c.Night.From), "night_to", planview.DayText(c.Night.To))
	if c.Night.From == 0 && c.Night.To == 0 {
		f.Values.Set("night_from", "")
		f.Values.Set("night_to", "")
	}
	check(f, "sensitive", c.Night.Sensitive)
	check(f, "permitted", c.Night.Permitted)
	for _, t := range v.trades {
		now, later, from, used := "", "", "", ""
		for _, e := range c.Hands {
			switch {
			case e.Trade != t.Code:
			case e.From == worktime.NoDay:
				now, used = strconv.Itoa(e.Count), decimal(e.OvertimeUsed)
			default:
				later, from = strconv.Itoa(e.Count), e.From.String()
			}
		}
		add(f, "now", now, "later", later, "later_from", from, "used", used)
	}
	for _, p := range c.Permits {
		add(f, "kind", "permit", "hold", p.Name, "hold_on", planview.DayText(p.Expected), "hold_of", v.codes(p.Activities))
	}
	for _, b := range c.Blocks {
		add(f, "kind", "block", "hold", b.Name, "hold_on", planview.DayText(b.Release), "hold_of", v.codes(b.Activities))
	}
	for range spareHolds {
		add(f, "kind", "permit", "hold", "", "hold_on", "", "hold_of", "")
	}
	for _, d := range v.deliveries {
		on, price := "", ""
		if offers := c.Offers[d.id]; len(offers) > 0 {
			on, price = offers[0].On.String(), strconv.FormatInt(offers[0].Price, 10)
		}
		add(f, "offer_on", on, "offer_price", price)
	}
	for i := range v.loans {
		price, on := "", false
		for _, l := range c.Loans {
			if l.Lender == v.loans[i].Lender && l.Trade == v.loans[i].Trade {
				price, on = strconv.FormatInt(l.PerDay, 10), true
			}
		}
		add(f, "loan_price", price)
		if on {
			f.Values.Add("loan", strconv.Itoa(i))
		}
	}
	return f
}

func add(f ui.Form, pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values.Add(pairs[i], pairs[i+1])
	}
}

func check(f ui.Form, name string, on bool) {
	if on {
		f.Values.Set(name, "on")
	}
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func decimal(v float64) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// codes are the codes of activities by id.
func (v *conditionView) codes(ids []string) string {
	var out []string
	for _, id := range ids {
		if i := v.Plan.ByID(id); i >= 0 {
			out = append(out, v.Plan.Activities[i].Code)
		}
	}
	return strings.Join(out, ", ")
}

// at is the i-th value of a list of inputs.
func at(f *web.Form, name string, i int) string {
	if list := f.All(name); i < len(list) {
		return strings.TrimSpace(list[i])
	}
	return ""
}

// wholeNumber reads the i-th value as a number of 0 or more; ok is false when it is empty.
func wholeNumber(f *web.Form, name string, i int) (int64, bool) {
	text := strings.ReplaceAll(at(f, name, i), ",", "")
	if text == "" {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		f.Wrong(fmt.Sprintf("%s-%d", name, i), "web.form.whole")
		return 0, false
	}
	return n, true
}

// dayAt reads the i-th value as a date; NoDay when it is empty.
func dayAt(f *web.Form, name string, i int) worktime.Day {
	text := at(f, name, i)
	if text == "" {
		return worktime.NoDay
	}
	d, ok := worktime.ParseDay(text)
	if !ok {
		f.Wrong(fmt.Sprintf("%s-%d", name, i), "web.form.date")
		return worktime.NoDay
	}
	return d
}

func (h handlers) putConditions(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, project := r.Context(), r.PathValue("id")
	v, old, err := h.conditionView(ctx, project)
	if err != nil {
		return err
	}
	c := v.readConditions(f, old.Offers)
	if err = f.Fault(); err == nil {
		if _, err = h.Recovery.SetConditions(ctx, project, c); err == nil {
			web.Flash(ctx, ui.Good, "plan.catchup.conditions.saved")
			return web.Redirect(w, r, planview.Href(project, planview.TabRecovery))
		}
	}
	v.form = f.Failed(ctx, err)
	v.holds = max(v.holds, len(f.All("hold")))
	return web.Refuse(w, r, err, conditionsPage(v))
}

// readConditions is what was entered. The form shows the first offer for a delivery; the
// others, which programs enter, stay.
func (v *conditionView) readConditions(f *web.Form, offers map[string][]recovery.Offer) recovery.Conditions {
	c := recovery.Conditions{
		People: f.Int("people"),
		Night:  recovery.Night{Sensitive: f.Checked("sensitive"), Permitted: f.Checked("permitted"), From: worktime.NoDay, To: worktime.NoDay},
		Offers: map[string][]recovery.Offer{},
	}
	if d, ok := f.Day("night_from"); ok {
		c.Night.From = d
	}
	if d, ok := f.Day("night_to"); ok {
		c.Night.To = d
	}
	for i, t := range v.trades {
		v.readHands(f, &c, i, t.Code)
	}
	v.readHolds(f, &c)
	for i, d := range v.deliveries {
		c.Offers[d.id] = readOffers(f, i, offers[d.id])
	}
	for i, l := range v.loans {
		if slices.Contains(f.All("loan"), strconv.Itoa(i)) {
			l.PerDay, _ = wholeNumber(f, "loan_price", i)
			c.Loans = append(c.Loans, l)
		}
	}
	return c
}

// readOffers is what is offered for the i-th delivery, of which the form shows
// the first.
func readOffers(f *web.Form, i int, before []recovery.Offer) (list []recovery.Offer) {
	o := recovery.Offer{On: dayAt(f, "offer_on", i)}
	o.Price, _ = wholeNumber(f, "offer_price", i)
	if len(before) > 0 {
		o.By, before = before[0].By, before[1:]
	}
	if o.On != worktime.NoDay {
		list = append(list, o)
	}
	return append(list, before...)
}

func (v *conditionView) readHands(f *web.Form, c *recovery.Conditions, i int, trade string) {
	used, _ := strconv.ParseFloat(cmp.Or(at(f, "used", i), "0"), 64)
	if n, ok := wholeNumber(f, "now", i); ok {
		c.Hands = append(c.Hands, recovery.Headcount{Trade: trade, From: worktime.NoDay, Count: int(n), OvertimeUsed: used})
	}
	if n, ok := wholeNumber(f, "later", i); ok {
		from := dayAt(f, "later_from", i)
		if from == worktime.NoDay {
			f.Wrong(fmt.Sprintf("later_from-%d", i), "web.form.required")
			return
		}
		c.Hands = append(c.Hands, recovery.Headcount{Trade: trade, From: from, Count: int(n), OvertimeUsed: used})
	}
}

// readHolds reads permits and blocks; a line without a name is empty.
func (v *conditionView) readHolds(f *web.Form, c *recovery.Conditions) {
	for i := range f.All("hold") {
		name := at(f, "hold", i)
		if name == "" {
			continue
		}
		ids := v.activityIDs(f, i)
		on := dayAt(f, "hold_on", i)
		if at(f, "kind", i) == "block" {
			c.Blocks = append(c.Blocks, recovery.Block{ID: name, Name: name, Activities: ids, Release: on})
		} else {
			c.Permits = append(c.Permits, recovery.Permit{ID: name, Name: name, Activities: ids, Expected: on})
		}
	}
}

// activityIDs are the activities that a line names by code.
func (v *conditionView) activityIDs(f *web.Form, line int) (out []string) {
	for _, code := range strings.FieldsFunc(at(f, "hold_of", line), func(r rune) bool { return strings.ContainsRune(",，;；、 ", r) }) {
		i := slices.IndexFunc(v.Plan.Activities, func(a masterplan.Activity) bool { return strings.EqualFold(a.Code, code) })
		if i < 0 {
			f.Wrong(fmt.Sprintf("hold_of-%d", line), "plan.catchup.no_code", "Code", code)
			continue
		}
		out = append(out, v.Plan.Activities[i].ID)
	}
	if len(out) == 0 {
		f.Wrong(fmt.Sprintf("hold_of-%d", line), "plan.catchup.hold_nothing")
	}
	return out
}
