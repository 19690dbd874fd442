package gantt

import "math"

// SCurve is cumulative progress over time: what was promised, what is planned
// now, what was done, and where it leads. An empty series is not shown.
type SCurve struct {
	Baseline, Planned, Actual, Forecast []Point
	DataDate                            int64 // civil minutes, None to draw no line
	Labels                              SCurveLabels
}

// Point is a cumulative percentage at a time.
type Point struct {
	At    int64 // civil minutes
	Value float64
}

// SCurveLabels are the translated names.
type SCurveLabels struct{ Baseline, Planned, Actual, Forecast, DataDate string }

// Option is the ECharts option. Every series keeps its place, so that each has
// the same colour on every plan; the legend names those that have points.
func (s SCurve) Option() map[string]any {
	series := []map[string]any{
		lineSeries(s.Labels.Baseline, s.Baseline, "dotted", 1.5),
		lineSeries(s.Labels.Planned, s.Planned, "solid", 1.5),
		lineSeries(s.Labels.Actual, s.Actual, "solid", 3),
		lineSeries(s.Labels.Forecast, s.Forecast, "dashed", 2),
	}
	named := []string{}
	for _, one := range series {
		if len(one["data"].([][2]float64)) > 0 {
			named = append(named, one["name"].(string))
		}
	}
	if s.DataDate != None {
		series[1]["markLine"] = map[string]any{
			"symbol": "none", "silent": true, "lineStyle": map[string]any{"type": "solid", "width": 1.5},
			"label": map[string]any{"formatter": s.Labels.DataDate},
			"data":  []map[string]any{{"xAxis": milliseconds(s.DataDate)}},
		}
	}
	return map[string]any{
		"useUTC":  true, // civil times: the reader's zone must not move them
		"legend":  map[string]any{"data": named},
		"tooltip": map[string]any{"trigger": "axis"},
		"xAxis":   map[string]any{"type": "time"},
		"yAxis":   map[string]any{"type": "value", "min": 0, "max": 100, "axisLabel": map[string]any{"formatter": "{value} %"}},
		"series":  series,
	}
}

func lineSeries(name string, points []Point, dash string, width float64) map[string]any {
	data := make([][2]float64, len(points))
	for i, p := range points {
		data[i] = [2]float64{float64(milliseconds(p.At)), math.Round(p.Value*10) / 10}
	}
	return map[string]any{
		"type": "line", "name": name, "data": data, "showSymbol": false,
		"lineStyle": map[string]any{"type": dash, "width": width},
	}
}

// milliseconds since 1970 as ECharts counts, read as UTC.
func milliseconds(civil int64) int64 { return civil * 60_000 }
