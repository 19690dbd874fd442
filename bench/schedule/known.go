package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
)

// knowledge of an instance: what the literature and other solvers reached.
type knowledge struct {
	lower, upper int  // 0: none
	infeasible   bool // proven by others
}

// known is by set and instance.
type known struct {
	best      map[[2]string]knowledge
	published map[[2]string]map[string]row // by solver
}

// readKnown reads best_known.csv and peers.csv; nothing is known without a root.
func readKnown(root string) (known, error) {
	k := known{map[[2]string]knowledge{}, map[[2]string]map[string]row{}}
	if root == "" {
		return k, nil
	}
	best, err := readCSV(filepath.Join(root, "best_known.csv"), 5)
	if err != nil {
		return k, err
	}
	for _, r := range best {
		k.best[[2]string{r[0], r[1]}] = judge(r)
	}
	peers, err := readCSV(filepath.Join(root, "peers.csv"), 8)
	if err != nil {
		return k, err
	}
	for _, r := range peers {
		key := [2]string{r[0], r[1]}
		if k.published[key] == nil {
			k.published[key] = map[string]row{}
		}
		p := published(r)
		if k.best[key].infeasible {
			p.Makespan = 0 // a penalty for broken budgets, not a schedule
		}
		k.published[key][r[2]] = p
	}
	return k, nil
}

// judge reads set, instance, lb, ub, source. A multi-mode instance of which
// nothing is noted has no solution: j30's 88 are listed so.
func judge(r []string) knowledge {
	if r[2] == "infeasible" || r[0] == "mm_j30" && r[3] == "" {
		return knowledge{infeasible: true}
	}
	return knowledge{lower: number(r[2]), upper: number(r[3])}
}

// published reads set, instance, solver, status, ub, lb, time_s.
func published(r []string) row {
	seconds, err := strconv.ParseFloat(r[6], 64)
	if err != nil {
		seconds = 0 // not published
	}
	out := row{Set: r[0], Instance: r[1], Solver: r[2], Status: "feasible", Makespan: number(r[4]), LowerBound: number(r[5]), Seconds: seconds, Checked: true}
	switch {
	case r[3] == "Optimum" || r[3] == "Optimal":
		out.Status = optimal
	case out.Makespan == 0:
		out.Status = unknown
	}
	return out
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func readCSV(path string, fields int) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = fields
	return r.ReadAll()
}
