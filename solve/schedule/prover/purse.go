package prover

// Two budgets together can rule a way out that either alone allows: what all
// other tasks must spend is then found exactly, by dynamic programming over what
// is spent of the first.

// mostPurse bounds the work of one pair of budgets.
const mostPurse = 20_000_000

// purses strikes out the ways that no choice of the others' ways can pay for.
func (n *net) purses() {
	for a := range n.m.Budget {
		for b := range a {
			n.purse(int32(a), int32(b))
		}
	}
}

// purse strikes out what budgets a and b do not allow together.
func (n *net) purse(a, b int32) {
	most := n.m.Budget[a]
	if most < 0 || (most+1)*int64(len(n.on)) > mostPurse {
		return
	}
	p := purse{n: n, a: a, b: b, most: int(most)}
	var tasks []int32
	before := [][]int64{make([]int64, most+1)}
	for i := range int32(n.m.N) {
		if from, to := n.m.Ways(i); to-from > 1 || p.spends(from) {
			tasks = append(tasks, i)
			before = append(before, p.with(before[len(before)-1], i))
		}
	}
	after := make([]int64, most+1)
	for k := len(tasks) - 1; k >= 0; k-- {
		i := tasks[k]
		from, to := n.m.Ways(i)
		for w := from; w < to; w++ {
			if !p.payable(before[k], after, w) {
				n.strike(w)
			}
		}
		after = p.with(after, i)
	}
}

// strike takes way w out.
func (n *net) strike(w int32) {
	if n.on[w] < 0 {
		n.e.AddClause()
		return
	}
	n.e.AddClause(n.on[w].AtMost(0))
}

type purse struct {
	n    *net
	a, b int32
	most int // of a
}

// dear is more than any budget.
const dear = 1 << 60

func (p *purse) amount(w, budget int32) int64 {
	sum := int64(0)
	for s := p.n.m.SpendAt[w]; s < p.n.m.SpendAt[w+1]; s++ {
		if p.n.m.SpendOf[s] == budget {
			sum += p.n.m.Spend[s]
		}
	}
	return sum
}

func (p *purse) spends(w int32) bool { return p.amount(w, p.a) > 0 || p.amount(w, p.b) > 0 }

// with is the least of b that some tasks and task i spend, by the most of a that
// they may spend, from that of the tasks without i.
func (p *purse) with(least []int64, i int32) []int64 {
	out := make([]int64, p.most+1)
	for x := range out {
		out[x] = dear
	}
	from, to := p.n.m.Ways(i)
	for w := from; w < to; w++ {
		a, b := p.amount(w, p.a), p.amount(w, p.b)
		for x := a; x <= int64(p.most); x++ {
			out[x] = min(out[x], least[x-a]+b)
		}
	}
	return out
}

// payable reports whether way w can be paid for beside the least that the tasks
// before and after spend.
func (p *purse) payable(before, after []int64, w int32) bool {
	a, b := p.amount(w, p.a), p.amount(w, p.b)
	for x := int64(0); x+a <= int64(p.most); x++ {
		if before[x]+after[int64(p.most)-a-x]+b <= p.n.m.Budget[p.b] {
			return true
		}
	}
	return false
}
