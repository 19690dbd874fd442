package plan

import (
	"context"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
)

// Exporter writes a plan in one format. Losses are told before the file is taken;
// their activities are those of Plan.
type Exporter struct {
	Name, ContentType string // file name and media type
	Plan              *masterplan.Plan
	*masterplan.Draft
}

// Export makes the plan in force, progress laid over it, ready as a file of a
// format. Errors: Invalid "plan.export.format", and those of the format.
func (s *Service) Export(ctx context.Context, project, format string) (Exporter, error) {
	b, err := s.open(ctx, ActExport, project)
	if err != nil {
		return Exporter{}, err
	}
	f, ok := s.Formats[format]
	if !ok {
		return Exporter{}, fault.New(fault.Invalid, "plan.export.format", "Format", format)
	}
	p := exportedPlan(b)
	draft, err := f.Prepare(ctx, p, b.Dates, b.Project.Revision)
	if err != nil {
		return Exporter{}, err
	}
	return Exporter{Name: b.Project.Code + f.Extension, ContentType: f.ContentType, Plan: p, Draft: draft}, nil
}

// exportedPlan is the plan with baselines numbered 0 to 10, as files have them:
// those of a file keep their numbers, the one in force comes first of ours, and
// what finds no number keeps ours, so that the format tells of it.
func exportedPlan(b *Book) *masterplan.Plan {
	p := *b.Plan
	p.Baselines = nil
	taken := map[int]bool{}
	var ours []masterplan.Baseline
	for _, bl := range b.Plan.Baselines {
		switch {
		case bl.Number < masterplan.OwnBaseline:
			taken[bl.Number] = true
			p.Baselines = append(p.Baselines, bl)
		case bl.ID == b.Project.Baseline:
			ours = append([]masterplan.Baseline{bl}, ours...)
		default:
			ours = append(ours, bl)
		}
	}
	for n := 0; n < masterplan.OwnBaseline && len(ours) > 0; n++ {
		if !taken[n] {
			ours[0].Number = n
			p.Baselines, ours = append(p.Baselines, ours[0]), ours[1:]
		}
	}
	p.Baselines = append(p.Baselines, ours...)
	return &p
}
