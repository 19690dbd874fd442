package planweb

import (
	"cmp"
	"context"
	"slices"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/deliveryweb"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web/api"
)

type todayBody struct {
	Date       string                     `json:"date"`
	Projects   []planview.ProjectBody     `json:"projects"`
	Deliveries []deliveryweb.DeliveryBody `json:"deliveries"`
}

// mostToday bounds the projects of the answer; the rest are worth asking for by
// list-projects.
const mostToday = 200

func (h handlers) apiGetToday(ctx context.Context, _ *struct{}) (*api.Answer[todayBody], error) {
	today := masterplan.DayOf(masterplan.Civil(h.Now()))
	out := todayBody{Date: today.String(), Projects: []planview.ProjectBody{}, Deliveries: []deliveryweb.DeliveryBody{}}
	page, err := h.Plans.Projects(ctx, plan.Query{Lamps: []masterplan.Lamp{masterplan.Yellow, masterplan.Orange, masterplan.Red}, Page: 1, Size: mostToday})
	if err != nil {
		return nil, err
	}
	for i := range page.Projects {
		out.Projects = append(out.Projects, planview.ProjectBodyOf(ctx, &page.Projects[i]))
	}
	all, err := h.Plans.Deliveries(ctx, plan.DeliveryQuery{})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all.Rows, func(a, b plan.DeliveryRow) int { return cmp.Compare(b.Days, a.Days) })
	for _, r := range all.Rows {
		if s := r.State(today); s == delivery.Late || s == delivery.Missing || r.Days > 0 {
			out.Deliveries = append(out.Deliveries, deliveryweb.BodyOf(&r.Delivery, today))
		}
	}
	return api.Answered(out, nil)
}
