package recoveryweb

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

func (h handlers) lossRoutes(m *web.Mux) {
	m.Handle("GET /projects/{id}/losses", h.showLosses)
}

// lossView is a project's account of lost days.
type lossView struct {
	*planview.Sight
	*plan.Losses
	inForce map[string]bool   // ids of the entries that speak
	names   map[string]string // of who recorded them
}

func (h handlers) showLosses(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	l, err := h.Plans.Losses(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	s, err := h.Sight(ctx, l.Book)
	if err != nil {
		return err
	}
	v := lossView{Sight: s, Losses: l, inForce: speaking(l.Stoppage)}
	if v.names, err = h.recorders(ctx, l.Stoppage); err != nil {
		return err
	}
	return slipTable(ctx, v).Serve(w, r, func(table templ.Component) templ.Component { return lossesPage(v, table) })
}

// speaking are the ids of the entries in force.
func speaking(entries []plan.StoppageEntry) map[string]bool {
	ids := map[string]bool{}
	for _, s := range plan.InForce(entries) {
		ids[s.ID] = true
	}
	return ids
}

func (h handlers) recorders(ctx context.Context, entries []plan.StoppageEntry) (map[string]string, error) {
	var accounts []string
	for i := range entries {
		accounts = append(accounts, entries[i].RecordedBy)
	}
	return h.Names(ctx, planview.Distinct(accounts)...)
}

// account is how the ledger stands on its last day.
func (v lossView) account() stoppage.LedgerDay {
	if len(v.Days) == 0 {
		return stoppage.LedgerDay{}
	}
	return v.Days[len(v.Days)-1]
}

func lossFigures(ctx context.Context, v lossView) []ui.Fig {
	t := func(key string) string { return i18n.T(ctx, key) }
	days, now := t("plan.days"), v.account()
	figs := []ui.Fig{{Label: t("plan.losses.stopped"), Value: i18n.Number(ctx, v.Loss.Days), Unit: days, Help: t("plan.losses.stopped.help")}}
	figs = append(figs,
		ui.Fig{Label: t("plan.losses.lost"), Value: i18n.Number(ctx, now.Lost), Unit: days, Help: t("plan.losses.lost.help")},
		ui.Fig{Label: t("plan.losses.won"), Value: i18n.Number(ctx, now.WonBack), Unit: days, Help: t("plan.losses.won.help"), Href: v.Href("recovery", "tracking")},
		ui.Fig{Label: t("plan.losses.to_win"), Value: i18n.Number(ctx, max(0, now.StillToWin)), Unit: days, Help: t("plan.losses.to_win.help"), Href: v.Href("recovery"), Lamp: toWinLamp(ctx, now.StillToWin)},
	)
	return figs
}

// toWinLamp judges the days still to win as a project's lamp is judged.
func toWinLamp(ctx context.Context, days int) ui.Lamp {
	word := func(c ui.Colour, key string) ui.Lamp { return ui.Lamp{Colour: c, Word: i18n.T(ctx, key)} }
	switch {
	case days <= 0:
		return word(ui.Green, "plan.losses.even")
	case days <= 7:
		return word(ui.Yellow, "plan.losses.behind")
	case days <= 15:
		return word(ui.Orange, "plan.losses.behind")
	}
	return word(ui.Red, "plan.losses.behind")
}

// causeLine is what one cause cost.
type causeLine struct {
	cause      stoppage.Cause
	days       int // of the finish
	activities int // that moved by it
	stood      int // days on which work stood still
}

func causeLines(v lossView) (lines []causeLine) {
	for _, c := range stoppage.Causes {
		l := causeLine{cause: c, days: v.Loss.ByCause.Of(c)}
		for i := range v.Loss.Slips {
			if v.Loss.Slips[i].ByCause.Of(c) != 0 {
				l.activities++
			}
		}
		for i := range v.Stoppages {
			if v.Stoppages[i].Cause == c {
				l.stood += v.Stoppages[i].Days()
			}
		}
		if l.stood > 0 {
			lines = append(lines, l)
		}
	}
	return lines
}

// slipTable lists the activities that stoppages move.
func slipTable(ctx context.Context, v lossView) ui.Table[*stoppage.Slip] {
	t := func(key string) string { return i18n.T(ctx, key) }
	rows := make([]*stoppage.Slip, 0, len(v.Loss.Slips))
	for i := range v.Loss.Slips {
		if s := &v.Loss.Slips[i]; v.Plan.Activities[s.Activity].Worked() && s.Days != 0 {
			rows = append(rows, s)
		}
	}
	name := func(s *stoppage.Slip) *masterplan.Activity { return &v.Plan.Activities[s.Activity] }
	table := ui.Table[*stoppage.Slip]{
		ID: "slips", Name: v.Project.Code + " " + t("plan.losses.by_activity"), Rows: rows, Sort: "-days",
		Href:   func(s *stoppage.Slip) string { return v.Href("activities", name(s).ID) },
		Search: func(s *stoppage.Slip) string { return name(s).WBS },
		Columns: []ui.Column[*stoppage.Slip]{
			{Key: "name", Label: t("plan.activity"), Value: func(s *stoppage.Slip) any { return name(s).Name }},
			{Key: "code", Label: t("plan.code"), Value: func(s *stoppage.Slip) any { return name(s).Code }},
			{Key: "planned", Label: t("plan.losses.planned"), Value: func(s *stoppage.Slip) any { return planview.CivilDay(s.Planned) }},
			{Key: "finish", Label: t("plan.losses.now"), Value: func(s *stoppage.Slip) any { return planview.CivilDay(s.Finish) }},
			{Key: "days", Label: t("plan.losses.days"), Value: func(s *stoppage.Slip) any { return s.Days }, Help: t("plan.losses.days.help")},
		},
		Empty: ui.Nothing{Icon: "circle-check", Title: t("plan.losses.none"), Text: t("plan.losses.none.text")},
	}
	for _, l := range causeLines(v) {
		table.Columns = append(table.Columns, ui.Column[*stoppage.Slip]{
			Key: string(l.cause), Label: causeWord(ctx, l.cause), Value: func(s *stoppage.Slip) any { return zeroAbsent(s.ByCause.Of(l.cause)) },
		})
	}
	return table
}

func zeroAbsent(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func causeWord(ctx context.Context, c stoppage.Cause) string {
	return i18n.T(ctx, "plan.recovery.cause."+string(c))
}

// lostAnything reports whether the account has a day to draw: a plan that no
// stoppage touches has none, whatever days it spans.
func (v lossView) lostAnything() bool {
	return slices.ContainsFunc(v.Days, func(d stoppage.LedgerDay) bool { return d.Lost != 0 || d.WonBack != 0 || d.StillToWin != 0 })
}

// ledgerChart draws the account day by day.
func ledgerChart(ctx context.Context, v lossView) ui.Chart {
	t := func(key string) string { return i18n.T(ctx, key) }
	c := ui.Chart{ID: "ledger", Title: t("plan.losses.chart"), Height: 280, Head: []string{t("plan.day"), t("plan.losses.lost"), t("plan.losses.won"), t("plan.losses.to_win")}}
	lost, won, left := points(nil), points(nil), points(nil)
	for i := range v.Days {
		d := &v.Days[i]
		lost, won, left = lost.at(d.Day, d.Lost), won.at(d.Day, d.WonBack), left.at(d.Day, d.StillToWin)
		if i == 0 || *d != (stoppage.LedgerDay{Day: d.Day, Lost: v.Days[i-1].Lost, WonBack: v.Days[i-1].WonBack, StillToWin: v.Days[i-1].StillToWin}) || i == len(v.Days)-1 {
			c.Rows = append(c.Rows, []string{i18n.Date(ctx, d.Day), i18n.Number(ctx, d.Lost), i18n.Number(ctx, d.WonBack), i18n.Number(ctx, d.StillToWin)})
		}
	}
	series := []map[string]any{
		steps(t("plan.losses.lost"), lost, "solid"),
		steps(t("plan.losses.won"), won, "solid"),
		steps(t("plan.losses.to_win"), left, "solid"),
	}
	series[0]["itemStyle"], series[1]["itemStyle"] = colour("--chart-1"), colour("--chart-2")
	series[2]["itemStyle"], series[2]["areaStyle"] = colour("--chart-5"), map[string]any{"opacity": 0.12}
	c.Option = map[string]any{
		"useUTC": true, "legend": map[string]any{}, "tooltip": map[string]any{"trigger": "axis"},
		"xAxis":  map[string]any{"type": "time"},
		"yAxis":  map[string]any{"type": "value", "minInterval": 1, "name": t("plan.days")},
		"series": series,
	}
	return c
}

// points are pairs of a day in milliseconds and a value.
type points [][2]float64

func (p points) at(d worktime.Day, v int) points {
	return append(p, [2]float64{float64(int64(d.At(0)) * 60_000), float64(v)})
}

// steps is a series whose value holds until the next.
func steps(name string, data points, dash string) map[string]any {
	return map[string]any{
		"type": "line", "name": name, "data": data, "step": "end", "showSymbol": len(data) == 1,
		"lineStyle": map[string]any{"type": dash, "width": 2},
	}
}

// colour names one of the page's colours; chart.js puts its value in.
func colour(name string) map[string]any { return map[string]any{"color": name} }
