package risk

import (
	"math"
	"slices"

	"fugong/internal/masterplan"
	"fugong/internal/recovery"
	"fugong/solve/worktime"
)

// enough is how many finished activities a project's own spread needs.
const enough = 10

// Spread is the distribution of actual by planned duration.
type Spread struct {
	recovery.Spread
	Measured  bool
	median    float64
	deviation float64 // of the logarithm
}

// SpreadOf measures the spread of p's finished activities of a day or more; with
// fewer than ten it is the default of the settings around what was planned.
func SpreadOf(p *masterplan.Plan, set recovery.Settings) Spread {
	var logs []float64
	for i := range p.Activities {
		if r, ok := durationRatio(p, i); ok {
			logs = append(logs, math.Log(r))
		}
	}
	slices.Sort(logs)
	s := Spread{median: 1, deviation: set.Share(recovery.DefaultRisk)}
	if len(logs) >= enough {
		s.Measured = true
		s.median, s.deviation = math.Exp(quantile(logs, 0.5)), (quantile(logs, 0.9)-quantile(logs, 0.1))/(2*z90)
	}
	s.Spread = recovery.Spread{
		Activities: len(logs), Median: s.median,
		P10: s.median * math.Exp(-z90*s.deviation), P90: s.median * math.Exp(z90*s.deviation),
	}
	return s
}

const z90 = 1.2815515655446004 // of the normal distribution

func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	k := min(int(at), len(sorted)-2)
	return sorted[k] + (at-float64(k))*(sorted[k+1]-sorted[k])
}

// Ratios beyond these are slips of the pen, not work.
const (
	leastRatio = 0.2
	mostRatio  = 5
)

// durationRatio is the actual by the planned working time of activity i.
func durationRatio(p *masterplan.Plan, i int) (float64, bool) {
	a := &p.Activities[i]
	planned := a.Duration.Minutes
	if a.Kind != masterplan.Task || a.ActualStart == worktime.None || a.ActualFinish == worktime.None || planned < 240 {
		return 0, false
	}
	calendar := a.Calendar
	if calendar < 0 {
		calendar = p.Settings.Calendar
	}
	hours, err := p.CompiledCalendar(calendar)
	if err != nil {
		return 0, false
	}
	actual := hours.Between(a.ActualStart, a.ActualFinish)
	if a.Duration.Elapsed {
		actual = int64(a.ActualFinish - a.ActualStart)
	}
	if actual <= 0 {
		return 0, false
	}
	return min(max(float64(actual)/float64(planned), leastRatio), mostRatio), true
}
