package psplib

import (
	"bytes"
	"strconv"

	"fugong/solve/schedule"
)

// readMax reads .sch: the counts, a row of arcs for each job from the source,
// job 0, to the sink, a row of uses for each, and what there is. The lag of an
// arc binds start to start: one that is not negative is a minimum lag to the
// successor, a negative one a maximum lag of the job behind its successor. With
// maximum lags loops are a matter of course; whether all of them can be kept is
// for the solver to say.
func readMax(data []byte) (*schedule.Problem, error) {
	data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("["), []byte(" ")), []byte("]"), []byte(" "))
	n := all("counts", data)
	var p project
	jobs := n.count(6)
	renewable, budgets := n.count(1), n.count(1)
	if n.amount() > 0 {
		n.fail(Doubly, "")
	}
	if n.err != nil {
		return nil, n.err
	}
	p.size(jobs+2, 0, renewable, budgets)
	n.section = "arcs"
	for i := range p.Tasks {
		if p.readArcs(n, i); n.err != nil {
			return nil, n.err
		}
	}
	n.section = "durations and uses"
	for i := range p.Tasks {
		n.expect(i)
		n.expect(1)
		if p.Tasks[i].Modes = []schedule.Mode{p.mode(n, "1")}; n.err != nil {
			return nil, n.err
		}
	}
	n.section = "availabilities"
	p.stock(n)
	return &p.Problem, done(n)
}

// readArcs reads: job, modes, successors, each successor, the lag to each.
func (p *project) readArcs(n *numbers, i int) {
	n.expect(i)
	if modes := n.readBetween(1, most); modes > 1 {
		n.fail(ModeLags, strconv.Itoa(modes))
	}
	to := make([]int, n.count(2))
	for k := range to {
		to[k] = n.readBetween(0, len(p.Tasks)-1)
	}
	for _, j := range to {
		if lag := n.readBetween(-most, most); lag >= 0 {
			p.Links = append(p.Links, schedule.Link{From: i, To: j, Lag: lag})
		} else {
			p.Links = append(p.Links, schedule.Link{From: j, To: i, Lag: -lag, Max: true})
		}
	}
}
