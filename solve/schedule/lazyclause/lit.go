package lazyclause

// Var is a variable of an Engine.
type Var int32

// Lit is a bound of one side of a variable. Side 2v is v itself and Side 2v+1 is
// -v: either way the Lit says "at least Val", and the bounds of a side only grow
// along a search branch.
type Lit struct {
	Side, Val int32
}

// Always holds in every solution.
var Always = Lit{Side: -1}

// AtLeast is v >= a.
func (v Var) AtLeast(a int) Lit { return Lit{int32(2 * v), int32(a)} }

// AtMost is v <= a.
func (v Var) AtMost(a int) Lit { return Lit{int32(2*v + 1), int32(-a)} }

// Not is the opposite of l.
func (l Lit) Not() Lit { return Lit{l.Side ^ 1, 1 - l.Val} }

// none marks a side of which nothing is needed.
const none = -1 << 31

// reason says why a bound holds: a decision, a clause, an arc, or a propagator
// with what it needs to remember.
type reason struct {
	ref, data, aux int32
}

const (
	byDecision = iota
	byClause
	byArc
	byPropagator
)

// entry is one bound change on the trail.
type entry struct {
	side, old, val int32
	prev           int32 // trail index of the change of this side before it; -1: none
	level          int32
	c0, c1         int32 // the atoms it decided: a range of the variable's list
	why            reason
}
