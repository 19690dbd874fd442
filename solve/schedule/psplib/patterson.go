package psplib

import (
	"fugong/solve/schedule"
)

// readPatterson reads .rcp: the counts of jobs and resources, what there is,
// and for each job its duration, its uses and its successors.
func readPatterson(data []byte) (*schedule.Problem, Extra, error) {
	n := all("counts", data)
	var p project
	jobs := n.count(2)
	if n.err == nil && jobs == 0 {
		n.fail(Range, "0")
	}
	p.size(jobs, 1, n.count(1), 0)
	n.section = "availabilities"
	p.stock(n)
	n.section = "jobs"
	for i := range p.Tasks {
		p.Tasks[i].Modes = []schedule.Mode{p.mode(n, "1")}
		for range n.count(1) {
			if j := n.readBetween(1, jobs); n.err == nil {
				p.after(i, j-1)
			}
		}
		if n.err != nil {
			return nil, Extra{}, n.err
		}
	}
	extra := n.readExtra()
	if err := done(n); err != nil {
		return nil, Extra{}, err
	}
	return &p.Problem, extra, p.refuseLoop("successors")
}
