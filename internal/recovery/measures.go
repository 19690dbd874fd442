package recovery

import (
	"context"
	"time"

	"fugong/internal/plan"
	"fugong/internal/who"
)

// Measures are a zone's settings, with who changed them last.
type Measures struct {
	Settings
	UpdatedAt time.Time // zero: all as they come
	UpdatedBy string
}

// Measures are the settings of the actor's zone.
func (s *Service) Measures(ctx context.Context) (Measures, error) {
	scope, err := s.Allow.Scope(ctx, plan.ActView)
	if err != nil {
		return Measures{}, err
	}
	return s.Store.Measures(ctx, scope.Zone)
}

// SetMeasures replaces the settings of the actor's zone; the zero Settings put
// every default back. Figures that equal their default are not kept, so that a
// better default reaches the zone. Errors: Invalid "plan.recovery.settings" with
// fields.
func (s *Service) SetMeasures(ctx context.Context, settings Settings) (Measures, error) {
	actor, _ := who.From(ctx)
	if err := s.Allow.Allow(ctx, plan.ActMeasures, who.Resource{Type: "zone", ID: actor.Zone, Zone: actor.Zone}); err != nil {
		return Measures{}, err
	}
	if err := CheckSettings(settings); err != nil {
		return Measures{}, err
	}
	m := Measures{Settings: settings, UpdatedAt: s.Now(), UpdatedBy: actor.Account}
	m.Values = map[Key]float64{}
	for _, p := range Parameters() {
		if v, ok := settings.Values[p.Key]; ok && v != p.Default {
			m.Values[p.Key] = v
		}
	}
	return m, s.Store.SetMeasures(ctx, actor.Zone, m)
}

// MayMeasure tells whether the actor may change the settings of the zone.
func (s *Service) MayMeasure(ctx context.Context) bool {
	actor, _ := who.From(ctx)
	return s.Allow.Allow(ctx, plan.ActMeasures, who.Resource{Type: "zone", ID: actor.Zone, Zone: actor.Zone}) == nil
}
