package office

import (
	"context"
	"io"

	"fugong/internal/fault"
	"fugong/internal/plan"
)

// Exporter writes a plan in one format.
type Exporter struct {
	Name, ContentType string // file name and media type
	Write             func(w io.Writer) error
}

// Export gives the plan in force, progress laid over it, as a file. Errors:
// Invalid "plan.export.format".
func (s *Service) Export(ctx context.Context, project, format string) (Exporter, error) {
	b, err := s.open(ctx, ActExport, project)
	if err != nil {
		return Exporter{}, err
	}
	f, ok := s.Formats[format]
	if !ok {
		return Exporter{}, fault.New(fault.Invalid, "plan.export.format", "Format", format)
	}
	return Exporter{
		Name:        b.Project.Code + f.Extension,
		ContentType: f.ContentType,
		Write:       func(w io.Writer) error { return f.Write(ctx, w, exported(b), b.Dates) },
	}, nil
}

// exported is the plan with baselines numbered 0 to 10, as files have them:
// those of a file keep their numbers, the one in force comes first of ours, and
// what finds no number is left out.
func exported(b *Book) *plan.Plan {
	p := *b.Plan
	p.Baselines = nil
	taken := map[int]bool{}
	var ours []plan.Baseline
	for _, bl := range b.Plan.Baselines {
		switch {
		case bl.Number < plan.OwnBaseline:
			taken[bl.Number] = true
			p.Baselines = append(p.Baselines, bl)
		case bl.ID == b.Project.Baseline:
			ours = append([]plan.Baseline{bl}, ours...)
		default:
			ours = append(ours, bl)
		}
	}
	for n := 0; n < plan.OwnBaseline && len(ours) > 0; n++ {
		if !taken[n] {
			ours[0].Number = n
			p.Baselines, ours = append(p.Baselines, ours[0]), ours[1:]
		}
	}
	return &p
}
