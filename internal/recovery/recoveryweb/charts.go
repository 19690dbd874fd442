package recoveryweb

import (
	"context"
	"strconv"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/recovery"
	"fugong/internal/ui"
	"fugong/solve/worktime"
)

// milliseconds since 1970 as ECharts counts, read as UTC, of the day on which
// something ends.
func milliseconds(t worktime.Time) int64 { return int64(masterplan.EndDay(t).At(0)) * 60_000 }

// day is a day in milliseconds.
const day = int64(86_400_000)

// frontierChart draws cost against finish; a point leads to its plan.
func frontierChart(ctx context.Context, v *benchView) ui.Chart {
	t := func(key string) string { return i18n.T(ctx, key) }
	f := v.frontier()
	c := ui.Chart{ID: "frontier", Title: t("plan.catchup.chart"), Height: 320, Head: []string{t("plan.catchup.finish"), t("plan.catchup.days"), t("plan.catchup.cost")}}
	var curve []map[string]any
	for i := range f.Points {
		p := &f.Points[i]
		curve = append(curve, map[string]any{"value": [2]int64{milliseconds(p.Finish), p.Cost}, "href": v.to(p)})
		c.Rows = append(c.Rows, []string{finishDay(ctx, p.Finish), i18n.Number(ctx, p.Days), money(ctx, p.Cost)})
	}
	line := map[string]any{
		"type": "line", "name": t("plan.catchup.curve"), "data": curve, "symbol": "circle", "symbolSize": 11, "itemStyle": colour("--chart-2"),
		"lineStyle": map[string]any{"width": 2}, "emphasis": map[string]any{"scale": 1.6}, "cursor": "pointer",
	}
	first, last := milliseconds(f.Points[len(f.Points)-1].Finish), milliseconds(f.Points[0].Finish)
	series := []map[string]any{line}
	if f.LowerBound != worktime.None {
		bound := milliseconds(f.LowerBound)
		first = min(first, bound)
		series = append(series, map[string]any{
			"type": "line", "name": t("plan.catchup.bound"), "silent": true, "symbol": "none", "itemStyle": colour("--chart-5"),
			"lineStyle": map[string]any{"type": "dashed", "width": 1.5}, "data": [][2]int64{{bound, 0}, {bound, f.Points[len(f.Points)-1].Cost}},
		})
	}
	series = append(series, namedSeries(ctx, v)...)
	margin := max(day, (last-first)/20)
	c.Option = map[string]any{
		"useUTC": true, "legend": map[string]any{}, "tooltip": map[string]any{"trigger": "item"},
		"grid":   map[string]any{"left": 8, "right": 28, "top": 44, "bottom": 8, "containLabel": true},
		"xAxis":  map[string]any{"type": "time", "minInterval": day, "min": first - margin, "max": last + margin},
		"yAxis":  map[string]any{"type": "value", "name": t("plan.catchup.cost") + " (" + t("plan.recovery.unit.money") + ")"},
		"series": series,
	}
	return c
}

// namedSeries are the points that have a name, each a series of its own so that the
// legend explains it.
func namedSeries(ctx context.Context, v *benchView) (out []map[string]any) {
	f := v.frontier()
	for _, m := range []struct {
		at                  int
		key, symbol, colour string
	}{
		{f.KeepAt, "plan.catchup.mark.keep", "diamond", "--chart-3"},
		{f.BestAt, "plan.catchup.mark.best", "triangle", "--chart-4"},
		{f.SoonestAt, "plan.catchup.mark.soonest", "rect", "--chart-5"},
		{v.index, "plan.catchup.mark.shown", "emptyCircle", "--ink"},
	} {
		if m.at < 0 || m.at >= len(f.Points) {
			continue
		}
		p, size := &f.Points[m.at], 16
		if m.symbol == "emptyCircle" {
			size = 26
		}
		out = append(out, map[string]any{
			"type": "line", "name": i18n.T(ctx, m.key), "symbol": m.symbol, "symbolSize": size, "itemStyle": colour(m.colour), "z": 5, "cursor": "pointer",
			"lineStyle": map[string]any{"width": 0},
			"data":      []map[string]any{{"value": [2]int64{milliseconds(p.Finish), p.Cost}, "href": v.to(p)}},
		})
	}
	return out
}

// maxBars bounds the bars of a histogram; beyond it weeks are drawn, each by
// its busiest day.
const maxBars = 130

// tradeChart draws a trade's work against its hands.
func tradeChart(ctx context.Context, load *recovery.TradeLoad) ui.Chart {
	t := func(key string) string { return i18n.T(ctx, key) }
	c := ui.Chart{
		ID: "trade", Title: i18n.T(ctx, "plan.catchup.trade.chart", "Trade", load.Name), Height: 260,
		Head: []string{t("plan.day"), t("plan.catchup.needed"), t("plan.catchup.there"), t("plan.catchup.brought")},
	}
	step := 1
	if len(load.Days) > maxBars {
		step = 7
	}
	var days []string
	var needed, there, all []float64
	for i := 0; i < len(load.Days); i += step {
		d := busiest(load.Days[i:min(i+step, len(load.Days))])
		days = append(days, i18n.Date(ctx, load.Days[i].Day))
		needed, there, all = append(needed, d.Needed), append(there, d.There), append(all, d.There+d.Brought)
		c.Rows = append(c.Rows, []string{i18n.Date(ctx, load.Days[i].Day), i18n.Decimal(ctx, d.Needed, 1), i18n.Decimal(ctx, d.There, 1), i18n.Decimal(ctx, d.Brought, 1)})
	}
	c.Option = map[string]any{
		"legend": map[string]any{}, "tooltip": map[string]any{"trigger": "axis"},
		"xAxis": map[string]any{"type": "category", "data": days},
		"yAxis": map[string]any{"type": "value", "minInterval": 1},
		"series": []map[string]any{
			{"type": "bar", "name": t("plan.catchup.needed"), "data": needed, "itemStyle": colour("--chart-2"), "barCategoryGap": "12%"},
			{"type": "line", "name": t("plan.catchup.there"), "data": there, "step": "middle", "showSymbol": false, "itemStyle": colour("--chart-1"), "lineStyle": map[string]any{"width": 2}},
			{"type": "line", "name": t("plan.catchup.with_brought"), "data": all, "step": "middle", "showSymbol": false, "itemStyle": colour("--chart-3"), "lineStyle": map[string]any{"width": 2, "type": "dashed"}},
		},
	}
	return c
}

func busiest(days []recovery.DayLoad) recovery.DayLoad {
	out := days[0]
	for _, d := range days[1:] {
		if d.Needed > out.Needed {
			out = d
		}
	}
	return out
}

// loadOf is the trade whose histogram is shown: the one that the address names,
// else the one that is fullest.
func loadOf(v *benchView) *recovery.TradeLoad {
	best, full := -1, -1.0
	for i := range v.point.Trades {
		load := &v.point.Trades[i]
		if load.Trade == v.trade {
			return load
		}
		for _, d := range load.Days {
			if share := d.Needed / max(1, d.There); d.Needed > 0 && share > full {
				best, full = i, share
			}
		}
	}
	if best < 0 {
		return nil
	}
	return &v.point.Trades[best]
}

// peak is the most hands of a trade at work at once, of those there are then.
func peak(load *recovery.TradeLoad) string {
	var top recovery.DayLoad
	for _, d := range load.Days {
		if d.Needed > top.Needed {
			top = d
		}
	}
	return strconv.Itoa(int(top.Needed+0.5)) + " / " + strconv.Itoa(int(top.There+top.Brought+0.5))
}
