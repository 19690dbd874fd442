package masterplan

import (
	"fmt"

	"fugong/internal/fault"
	"fugong/solve/worktime"
)

// reason is a sentence of the catalogue; args are name, value pairs.
func reason(key string, args ...any) Reason { return Reason{Key: key, Args: fault.Args(args...)} }

// Worked tells activities that somebody carries out from headings and from
// those that only span others.
func (a *Activity) Worked() bool {
	return !a.Inactive && (a.Kind == Task || a.Kind == StartMilestone || a.Kind == FinishMilestone)
}

// Share is the part of a that is done, 0 to 1.
func (a *Activity) Share() float64 {
	if a.ActualFinish != worktime.None {
		return 1
	}
	return min(max(a.Percent/100, 0), 1)
}

// Weights are what each activity counts for in the whole, by index: planned
// labour where at least half of the worked activities state it, else planned
// duration. Headings and spanning activities weigh nothing.
func Weights(p *Plan) []float64 {
	labour, worked := 0, 0
	for i := range p.Activities {
		if a := &p.Activities[i]; a.Worked() && a.Duration.Minutes > 0 {
			worked++
			if a.Work > 0 {
				labour++
			}
		}
	}
	w := make([]float64, len(p.Activities))
	for i := range p.Activities {
		switch a := &p.Activities[i]; {
		case !a.Worked():
		case 2*labour >= worked && labour > 0:
			w[i] = float64(a.Work)
		default:
			w[i] = float64(a.Duration.Minutes)
		}
	}
	return w
}

// PercentOf is how much of p is done, 0 to 100, weighted by Weights.
func PercentOf(p *Plan) float64 {
	var done, all float64
	for i, w := range Weights(p) {
		done += w * p.Activities[i].Share()
		all += w
	}
	if all == 0 {
		return 0
	}
	return 100 * done / all
}

// ByID finds an activity; -1 when the plan has none of that id.
func (p *Plan) ByID(id string) int {
	for i := range p.Activities {
		if p.Activities[i].ID == id {
			return i
		}
	}
	return -1
}

// Label is how people name an activity: its code and its name.
func (a *Activity) Label() string {
	if a.Code == "" {
		return a.Name
	}
	return fmt.Sprintf("%s %s", a.Code, a.Name)
}
