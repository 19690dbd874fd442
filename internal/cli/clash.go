package cli

import (
	"context"

	"fugong/internal/i18n"
	"fugong/solve/schedule"
	"fugong/solve/schedule/exact"
)

// clashing is one rule of those that cannot all hold.
type clashing struct {
	Kind schedule.Rule `json:"kind"`
	Text string        `json:"text"`
}

// describe says in words what clashes.
func describe(ctx context.Context, p *schedule.Problem, demands []exact.Demand) []clashing {
	out := make([]clashing, 0, len(demands))
	for _, d := range demands {
		key, args := demandSentence(ctx, p, d)
		out = append(out, clashing{d.Rule, i18n.T(ctx, "app.solve.clash."+key, args...)})
	}
	return out
}

// demandSentence is the sentence for a rule and what stands in it.
func demandSentence(ctx context.Context, p *schedule.Problem, d exact.Demand) (key string, args []any) {
	switch d.Rule {
	case schedule.ReleaseRule:
		return "release", []any{"Task", p.Tasks[d.Of].Name, "Tick", p.Tasks[d.Of].Release}
	case schedule.DeadlineRule:
		return "deadline", []any{"Task", p.Tasks[d.Of].Name, "Tick", p.Tasks[d.Of].Deadline}
	case schedule.PinRule:
		return "pin", []any{"Task", p.Tasks[d.Of].Name, "Tick", p.Tasks[d.Of].Pin.Start}
	case schedule.CapacityRule:
		if d.To == 0 {
			return "capacity_ever", []any{"Resource", p.Resources[d.Of].Name, "From", d.From}
		}
		return "capacity", []any{"Resource", p.Resources[d.Of].Name, "From", d.From, "To", d.To}
	case schedule.BudgetRule:
		return "budget", []any{"Budget", p.Budgets[d.Of].Name, "Amount", p.Budgets[d.Of].Amount}
	case schedule.LinkRule:
		return linkSentence(ctx, p, p.Links[d.Of])
	}
	return "horizon", []any{"Tick", p.Horizon}
}

func linkSentence(ctx context.Context, p *schedule.Problem, l schedule.Link) (key string, args []any) {
	end := func(e schedule.End) string {
		if e == schedule.Finish {
			return i18n.T(ctx, "app.solve.finish_of")
		}
		return i18n.T(ctx, "app.solve.start_of")
	}
	args = []any{"From", p.Tasks[l.From].Name, "FromEnd", end(l.FromEnd), "To", p.Tasks[l.To].Name, "ToEnd", end(l.ToEnd), "Lag", l.Lag}
	if l.Max {
		return "link_max", args
	}
	return "link_min", args
}
