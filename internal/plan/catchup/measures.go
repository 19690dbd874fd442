package catchup

import (
	"context"
	"time"

	"fugong/internal/plan/office"
	"fugong/internal/plan/recovery"
	"fugong/internal/who"
)

// Measures are a zone's settings, with who changed them last.
type Measures struct {
	recovery.Settings
	UpdatedAt time.Time // zero: all as they come
	UpdatedBy string
}

// Measures are the settings of the actor's zone.
func (s *Service) Measures(ctx context.Context) (Measures, error) {
	scope, err := s.Allow.Scope(ctx, office.ActView)
	if err != nil {
		return Measures{}, err
	}
	return s.Store.Measures(ctx, scope.Zone)
}

// SetMeasures replaces the settings of the actor's zone; the zero Settings put
// every default back. Figures that equal their default are not kept, so that a
// better default reaches the zone. Errors: Invalid "plan.recovery.settings" with
// fields.
func (s *Service) SetMeasures(ctx context.Context, settings recovery.Settings) (Measures, error) {
	actor, _ := who.From(ctx)
	if err := s.Allow.Allow(ctx, office.ActMeasures, who.Resource{Type: "zone", ID: actor.Zone, Zone: actor.Zone}); err != nil {
		return Measures{}, err
	}
	if err := recovery.CheckSettings(settings); err != nil {
		return Measures{}, err
	}
	m := Measures{Settings: settings, UpdatedAt: s.Now(), UpdatedBy: actor.Account}
	m.Values = map[recovery.Key]float64{}
	for _, p := range recovery.Parameters() {
		if v, ok := settings.Values[p.Key]; ok && v != p.Default {
			m.Values[p.Key] = v
		}
	}
	return m, s.Store.SetMeasures(ctx, actor.Zone, m)
}

// MayMeasure tells whether the actor may change the settings of the zone.
func (s *Service) MayMeasure(ctx context.Context) bool {
	actor, _ := who.From(ctx)
	return s.Allow.Allow(ctx, office.ActMeasures, who.Resource{Type: "zone", ID: actor.Zone, Zone: actor.Zone}) == nil
}
