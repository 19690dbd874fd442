package plan

import "fugong/solve/worktime"

// taint says which of an activity's dates a contradiction in the file reaches.
type taint uint8

const (
	clean taint = 0
	early taint = 1
	late  taint = 2
)

// reaches is the taint that spoils each of the fields.
var reaches = [5]taint{early, early, late, late, early | late}

// taint finds the activities whose dates in the file do not leave room for their
// remaining work, and follows the links from there: early dates decide those of
// what comes after, late dates those of what comes before, and a finish that an
// early date decided all late dates. What spans others is as tainted as anything.
func (c *comparer) taint() []taint {
	marks := make([]taint, len(c.plan.Activities))
	all := clean
	for i := range marks {
		a := &c.plan.Activities[i]
		if a.ActualFinish != worktime.None || a.Kind == Summary || a.Kind == LevelOfEffort || a.Kind == Hammock {
			continue
		}
		if _, off := c.span(i, true); off {
			marks[i] |= early
		}
		if _, off := c.span(i, false); off {
			marks[i] |= late
		}
		all |= marks[i]
	}
	if all == clean {
		return marks
	}
	c.spread(marks)
	return marks
}

// spread follows the links, then the finish, then what spans.
func (c *comparer) spread(marks []taint) {
	c.flood(marks, early, func(l *Link) (from, to int32) { return l.Pred, l.Succ })
	if c.plan.MustFinish == worktime.None && c.lastIs(marks, early) {
		for i := range marks {
			marks[i] |= late
		}
	}
	c.flood(marks, late, func(l *Link) (from, to int32) { return l.Succ, l.Pred })
	any := clean
	for _, m := range marks {
		any |= m
	}
	for i := range marks {
		if k := c.plan.Activities[i].Kind; k == Summary || k == LevelOfEffort || k == Hammock {
			marks[i] |= any
		}
	}
}

// flood carries one mark along the links, each way that direction turns them.
func (c *comparer) flood(marks []taint, mark taint, direction func(l *Link) (from, to int32)) {
	next := make([][]int32, len(marks))
	var queue []int32
	for at := range c.plan.Links {
		from, to := direction(&c.plan.Links[at])
		next[from] = append(next[from], to)
	}
	for i, m := range marks {
		if m&mark != 0 {
			queue = append(queue, int32(i))
		}
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, to := range next[i] {
			if marks[to]&mark == 0 {
				marks[to] |= mark
				queue = append(queue, to)
			}
		}
	}
}

// lastIs says whether an activity that finishes last, in the file or here, has
// the mark.
func (c *comparer) lastIs(marks []taint, mark taint) bool {
	for _, rows := range [2][]DateRow{c.given, c.dates.Rows} {
		last := worktime.None
		for i := range rows {
			if k := c.plan.Activities[i].Kind; k != Summary && k != LevelOfEffort && k != Hammock {
				last = max(last, rows[i].EarlyFinish)
			}
		}
		for i := range rows {
			if rows[i].EarlyFinish == last && marks[i]&mark != 0 {
				return true
			}
		}
	}
	return false
}
