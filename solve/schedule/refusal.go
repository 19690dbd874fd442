package schedule

import "fmt"

// Rules that only Validate speaks of.
const (
	NumberRule Rule = "number" // numbers are not negative and not absurdly large
	IndexRule  Rule = "index"  // an index names something that exists
	LoopRule   Rule = "loop"   // links do not chase each other round
)

// Refusal says why a problem is not solved as it was given, and the way out.
// Tasks and Links are the indices of those that take part, in the order in which
// a loop runs through them.
type Refusal struct {
	Rule   Rule
	Of     string // who breaks it, as people know it: task 3 "pour slab"
	Detail string // how, with the figures
	Remedy string // the way out
	Tasks  []int
	Links  []int
}

func (r *Refusal) Error() string { return r.Of + ": " + r.Detail + "; " + r.Remedy }

func (p *Problem) budget(b int) string { return fmt.Sprintf("budget %d %q", b, p.Budgets[b].Name) }
