package planview

import (
	"fugong/internal/plan"
	"fugong/internal/plan/office"
)

// Effect is the project as it stands, and as a change would leave it.
type Effect struct{ Before, After *office.Book }

// Days is by how many civil days the forecast finish moves; positive is later.
func (e *Effect) Days() int {
	return int(plan.EndDay(e.After.Project.Figures.Finish) - plan.EndDay(e.Before.Project.Figures.Finish))
}
