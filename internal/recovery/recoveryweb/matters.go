package recoveryweb

import (
	"context"
	"math"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/recovery"
	"fugong/internal/ui"
)

// Matters puts the measures of accepted plans that deliver less than half of what
// they should on the Today page.
func Matters(s *recovery.Service) planview.Source {
	return func(ctx context.Context) (list []planview.Matter, err error) {
		accepted, err := s.Adopted(ctx)
		if err != nil {
			return nil, err
		}
		for _, project := range accepted {
			t, _, err := s.Tracking(ctx, project)
			if err != nil {
				return nil, err
			}
			if t == nil { // taken back since
				continue
			}
			for i := range t.Tracks {
				if m := &t.Tracks[i]; m.Stop {
					list = append(list, stoppedMeasure(ctx, project, m))
				}
			}
		}
		return list, nil
	}
}

func stoppedMeasure(ctx context.Context, project string, m *recovery.Track) planview.Matter {
	return planview.Matter{
		Project: project,
		Stake:   int(math.Ceil(m.Due - m.Delivered)),
		Lamp:    ui.Lamp{Colour: ui.Red, Word: i18n.T(ctx, "plan.catchup.track.stop")},
		What:    m.Work.Label,
		Why:     i18n.T(ctx, "plan.today.measure", "Due", i18n.Decimal(ctx, m.Due, 1), "Delivered", i18n.Decimal(ctx, m.Delivered, 1)),
		On:      masterplan.DayOf(m.Work.Measure.To),
		Href:    planview.Href(project, planview.TabRecovery, "tracking"),
	}
}
