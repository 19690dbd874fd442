package plandemo

import (
	"context"
	"strings"

	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/recovery"
	"fugong/solve/worktime"
)

// Conditions enters what holds today on the plant: two crews are not back in full
// strength, homes are near so that nights need a permit, and the supplier of what
// is awaited last would hurry for money. It acts for whoever ctx names. Errors
// are those of the use cases.
func Conditions(ctx context.Context, o *plan.Service, c *recovery.Service, today worktime.Day) error {
	page, err := o.Projects(ctx, plan.Query{Text: projects[0].code})
	if err != nil || len(page.Projects) == 0 {
		return err
	}
	b, err := o.Project(ctx, page.Projects[0].ID)
	if err != nil {
		return err
	}
	in := recovery.Conditions{People: 420, Night: recovery.Night{Sensitive: true, From: worktime.NoDay, To: worktime.NoDay}, Offers: map[string][]recovery.Offer{}}
	for _, t := range recovery.Trades(b) {
		for word, share := range map[string]int{"Pipefitters": 60, "Electricians": 70} {
			if strings.Contains(t.Name, word) && t.Planned > 0 {
				in.Hands = append(in.Hands,
					recovery.Headcount{Trade: t.Code, From: worktime.NoDay, Count: t.Planned * share / 100, OvertimeUsed: 8},
					recovery.Headcount{Trade: t.Code, From: today + 14, Count: t.Planned})
			}
		}
	}
	if d := awaitedLast(b); d != nil {
		in.Offers[d.ID] = []recovery.Offer{{On: d.Expected - 9, Price: 36000, By: d.Supplier}}
	}
	_, err = c.SetConditions(ctx, b.Project.ID, in)
	return err
}

// awaitedLast is the dated delivery that costs most days.
func awaitedLast(b *plan.Book) (last *delivery.Delivery) {
	for i := range b.Deliveries {
		d := &b.Deliveries[i]
		if d.Expected != worktime.NoDay && d.Days > 0 && (last == nil || d.Days > last.Days) {
			last = d
		}
	}
	return last
}
