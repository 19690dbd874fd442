package planview

import (
	"fugong/internal/masterplan"
	"fugong/internal/plan"
)

// Effect is the project as it stands, and as a change would leave it.
type Effect struct{ Before, After *plan.Book }

// Days is by how many civil days the forecast finish moves; positive is later.
func (e *Effect) Days() int {
	return int(masterplan.EndDay(e.After.Project.Figures.Finish) - masterplan.EndDay(e.Before.Project.Figures.Finish))
}
