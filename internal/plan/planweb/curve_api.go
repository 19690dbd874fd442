package planweb

import (
	"context"

	"fugong/internal/masterplan/earnedvalue"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web/api"
)

type curveBody struct {
	Planned      float64     `json:"planned_percent" doc:"At the data date"`
	Earned       float64     `json:"earned_percent" doc:"At the data date"`
	SPI          float64     `json:"spi" doc:"Earned by planned; 0 when nothing was planned by now"`
	SPITime      float64     `json:"spi_time" doc:"Earned schedule by the time gone"`
	EarnedDays   float64     `json:"earned_schedule_days"`
	ActualDays   float64     `json:"actual_days"`
	Forecast     string      `json:"forecast_finish,omitempty" doc:"At the pace so far"`
	Points       []pointBody `json:"points"`
	DaysPerPoint int         `json:"days_per_point"`
}

type pointBody struct {
	Day string `json:"day" doc:"At its end"`
	earnedvalue.Point
}

func (h handlers) apiGetCurve(ctx context.Context, in *struct {
	planview.InProject
	Step int `query:"days_per_point" minimum:"1" maximum:"366" default:"7"`
}) (*api.Answer[curveBody], error) {
	b, entries, err := h.Plans.Progress(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	of := earnedvalue.Input{Stored: b.Stored, Plan: b.Plan, Dates: b.Dates, Baseline: b.Baseline(), Entries: entries}
	f, err := earnedvalue.Of(of)
	if err != nil {
		return nil, err
	}
	points, err := earnedvalue.Curve(of, in.Step)
	return api.Answered(curveBody{
		Planned: f.Planned, Earned: f.Earned, SPI: f.SPI, SPITime: f.SPIt, EarnedDays: f.EarnedDays, ActualDays: f.ActualDays, Forecast: api.Day(f.Forecast),
		Points: api.Mapped(points, func(p earnedvalue.Point) pointBody { return pointBody{p.Day.String(), p} }), DaysPerPoint: in.Step,
	}, err)
}
