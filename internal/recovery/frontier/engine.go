package frontier

import (
	"context"

	"fugong/internal/fault"
	"fugong/internal/recovery/timecost"
	"fugong/solve/schedule"
	kernel "fugong/solve/schedule/compiled"
	"fugong/solve/schedule/sgs"
)

// engine lays plans out and measures them. It belongs to one goroutine.
type engine struct {
	m         *timecost.Model
	k         *kernel.Model
	d         *sgs.Decoder
	other     *sgs.Plan
	latest    []int32
	spent     []int64 // by budget
	schedules int64
	critical
}

func newEngine(m *timecost.Model) (*engine, error) { return engineOf(m, *m.Problem) }

// engineOf is an engine of p, which is m's problem with other figures.
func engineOf(m *timecost.Model, p schedule.Problem) (*engine, error) {
	p.Horizon = m.Ticks
	p.Goal = schedule.Cost
	k, err := kernel.Compile(&p)
	if err != nil {
		return nil, fault.New(fault.Internal, "plan.recovery.unstated").Because(err)
	}
	e := &engine{m: m, k: k, d: sgs.New(k), other: sgs.NewPlan(k), latest: make([]int32, k.N), spent: make([]int64, len(k.Budget))}
	e.critical = newCritical(k)
	return e, nil
}

// layOut places every task in its way, in the order of the starts that p has. A
// plan that does not end by enough is moved to the right and to the left again.
func (e *engine) layOut(p *sgs.Plan, enough int32) {
	e.d.Forward(e.d.Order(p.Start), p)
	e.schedules++
	if p.Late > 0 || p.Last() <= enough {
		return
	}
	e.other.Copy(p)
	end := p.Last()
	for i := range e.latest {
		e.latest[i] = end
	}
	if !e.d.Backward(e.d.Order(p.End), e.latest, true, e.other) {
		return
	}
	e.d.Forward(e.d.Order(e.other.Start), e.other)
	e.schedules += 2
	if e.other.Late == 0 && e.other.Last() <= end {
		p.Copy(e.other)
	}
}

// cost is the cost of the ways of p.
func (e *engine) cost(p *sgs.Plan) (sum int64) {
	for _, w := range p.Way {
		sum += e.k.Cost[w]
	}
	return sum
}

// spend counts what the ways of p take of the budgets.
func (e *engine) spend(p *sgs.Plan) {
	clear(e.spent)
	for _, w := range p.Way {
		for s := e.k.SpendAt[w]; s < e.k.SpendAt[w+1]; s++ {
			e.spent[e.k.SpendOf[s]] += e.k.Spend[s]
		}
	}
}

// affords says whether the budgets let a task change from one way to another.
func (e *engine) affords(from, to int32) bool {
	for s := e.k.SpendAt[to]; s < e.k.SpendAt[to+1]; s++ {
		b := e.k.SpendOf[s]
		if e.spent[b]+e.k.Spend[s]-e.spends(from, b) > e.k.Budget[b] {
			return false
		}
	}
	return true
}

// spends is what a way takes of a budget.
func (e *engine) spends(w, b int32) int64 {
	for s := e.k.SpendAt[w]; s < e.k.SpendAt[w+1]; s++ {
		if e.k.SpendOf[s] == b {
			return e.k.Spend[s]
		}
	}
	return 0
}

// change puts a task into another way and keeps the budgets' account.
func (e *engine) change(p *sgs.Plan, i, to int32) {
	for s := e.k.SpendAt[p.Way[i]]; s < e.k.SpendAt[p.Way[i]+1]; s++ {
		e.spent[e.k.SpendOf[s]] -= e.k.Spend[s]
	}
	for s := e.k.SpendAt[to]; s < e.k.SpendAt[to+1]; s++ {
		e.spent[e.k.SpendOf[s]] += e.k.Spend[s]
	}
	p.Way[i] = to
}

// done says whether ctx is over.
func done(ctx context.Context) bool { return ctx.Err() != nil }
