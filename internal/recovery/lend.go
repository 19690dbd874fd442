package recovery

import (
	"cmp"
	"context"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/solve/worktime"
)

// lenders bounds how many projects are asked.
const lenders = 20

// Lenders are the crews and machines that other projects of the zone could lend
// one, out of those that the actor may see: half of a trade that both know, for
// half of the days that the lender has to spare.
func (s *Service) Lenders(ctx context.Context, project string) ([]Loan, error) {
	b, err := s.Plans.Project(ctx, project)
	if err != nil {
		return nil, err
	}
	wanted := map[string]string{} // name of a trade → its code here
	for _, t := range Trades(b) {
		wanted[t.Name] = t.Code
	}
	page, err := s.Plans.Projects(ctx, plan.Query{Sort: "float", Descending: true, Page: 1, Size: lenders})
	if err != nil {
		return nil, err
	}
	var out []Loan
	for i := range page.Projects {
		p := &page.Projects[i]
		if p.ID == project || p.Target == worktime.None || p.Figures.FloatDays < 2 {
			continue
		}
		other, err := s.Plans.Project(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, s.offeredLoans(other, wanted)...)
	}
	return out, nil
}

func (s *Service) offeredLoans(b *plan.Book, wanted map[string]string) (out []Loan) {
	for i := range b.Plan.Resources {
		r := &b.Plan.Resources[i]
		code, ok := wanted[cmp.Or(r.Name, r.Code)]
		if !ok || r.MaxUnits < 2 || r.Type != masterplan.WorkResource && r.Type != masterplan.EquipmentResource {
			continue
		}
		out = append(out, Loan{
			Trade: code, Count: int(r.MaxUnits / 2), From: s.today() + 1, To: s.today() + worktime.Day(b.Project.Figures.FloatDays/2),
			Lender: b.Project.ID, Name: b.Project.Name, Float: b.Project.Figures.FloatDays - b.Project.Figures.FloatDays/2,
		})
	}
	return out
}
