package p6

import (
	"cmp"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
)

// tree is one project's WBS: children and activities by node index.
type tree struct {
	*builder
	out      *masterplan.Plan
	at       map[string]int32 // node id → index into Model.Nodes
	children map[int32][]int32
	tasks    map[int32][]int32
	roots    []int32
	seen     map[int32]bool
}

const top = int32(-1)

// buildOutline fills out.Activities with the project's nodes and tasks in tree
// order: under each node first its activities, as the file lists them, then its
// sub-nodes by sequence number.
func (b *builder) buildOutline(out *masterplan.Plan, nodes, tasks []int32) error {
	t := &tree{builder: b, out: out, at: make(map[string]int32, len(nodes)),
		children: map[int32][]int32{}, tasks: map[int32][]int32{}, seen: make(map[int32]bool, len(nodes))}
	t.sortNodes(nodes)
	t.sortTasks(tasks)
	out.Activities = make([]masterplan.Activity, 0, len(nodes)+len(tasks))
	t.addLeaves(top, -1, 0, "")
	for _, root := range t.roots {
		if err := t.walkRoot(root); err != nil {
			return err
		}
	}
	return t.rescueRings(nodes)
}

// sortNodes sorts nodes under their parents.
func (t *tree) sortNodes(nodes []int32) {
	for _, i := range nodes {
		n := &t.m.Nodes[i]
		if _, twice := t.at[n.ID]; twice {
			t.note(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.wbs_twice", Table: "PROJWBS", Line: n.Line, Args: fault.Args("name", n.Name)})
			continue
		}
		t.at[n.ID] = i
	}
	for _, i := range nodes {
		n := &t.m.Nodes[i]
		if t.at[n.ID] != i {
			continue
		}
		if parent, ok := t.at[n.Parent]; ok && parent != i {
			t.children[parent] = append(t.children[parent], i)
		} else {
			t.roots = append(t.roots, i)
		}
	}
	bySeq := func(a, b int32) int { return cmp.Compare(t.m.Nodes[a].Seq, t.m.Nodes[b].Seq) }
	for _, kids := range t.children {
		slices.SortStableFunc(kids, bySeq)
	}
	slices.SortStableFunc(t.roots, bySeq)
}

// sortTasks sorts tasks under their nodes; those without one stand at the top.
func (t *tree) sortTasks(tasks []int32) {
	for _, i := range tasks {
		task := &t.m.Tasks[i]
		node, ok := t.at[task.Node]
		if !ok {
			node = top
			if task.Node != "" {
				t.note(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.wbs_missing", Table: "TASK", Line: task.Line, Code: task.Activity.Code})
			}
		}
		t.tasks[node] = append(t.tasks[node], i)
	}
}

// walkRoot walks a top node. The node that is the project itself makes no row: the
// plan carries its name.
func (t *tree) walkRoot(i int32) error {
	if !t.m.Nodes[i].Root {
		return t.addBranch(i, -1, 0, "")
	}
	t.seen[i] = true
	t.addLeaves(i, -1, 0, "")
	for _, kid := range t.children[i] {
		if err := t.addBranch(kid, -1, 0, ""); err != nil {
			return err
		}
	}
	return nil
}

// addBranch adds node i, its activities and what is below it.
func (t *tree) addBranch(i, parent int32, level int16, path string) error {
	n := &t.m.Nodes[i]
	if t.seen[i] {
		return nil
	}
	t.seen[i] = true
	if level >= maxLevels {
		return fault.New(fault.Invalid, "plan.file.too_deep", "limit", maxLevels, "name", n.Name)
	}
	path = joinPath(path, n.Code)
	if t.pathBytes += len(path); t.pathBytes > maxPathBytes {
		return TooMany(MaxRows)
	}
	row := int32(len(t.out.Activities))
	t.out.Activities = append(t.out.Activities, summary(n, parent, level, path))
	t.addLeaves(i, row, level+1, path)
	for _, kid := range t.children[i] {
		if err := t.addBranch(kid, row, level+1, path); err != nil {
			return err
		}
	}
	return nil
}

// addLeaves adds the activities of a node.
func (t *tree) addLeaves(node, parent int32, level int16, path string) {
	for _, i := range t.tasks[node] {
		task := &t.m.Tasks[i]
		t.place[task.ID] = place{len(t.plans) - 1, int32(len(t.out.Activities))}
		a := task.Activity
		a.Parent, a.Level, a.WBS = parent, level, path
		a.Calendar = t.calendar(task.Calendar)
		if a.Calendar < 0 {
			t.note(masterplan.Note{Level: masterplan.Default, Key: "plan.note.activity_calendar", Table: "TASK", Line: task.Line, Code: a.Code})
		}
		t.out.Activities = append(t.out.Activities, a)
	}
}

// rescueRings puts nodes that stand in a ring, each below the other, at the top.
func (t *tree) rescueRings(nodes []int32) error {
	for _, i := range nodes {
		if n := &t.m.Nodes[i]; !t.seen[i] && t.at[n.ID] == i {
			t.note(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.wbs_ring", Table: "PROJWBS", Line: n.Line, Args: fault.Args("name", n.Name)})
			if err := t.addBranch(i, -1, 0, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// maxCode bounds one step of a WBS path; Primavera's own limit is 40.
const maxCode = 120

func joinPath(path, code string) string {
	if len(code) > maxCode {
		code = code[:maxCode]
	}
	if path == "" {
		return code
	}
	return path + "." + code
}
