package masterplan

import (
	"strconv"
	"strings"

	"fugong/internal/fault"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// changed is what may be behind a difference whose cause we do not see. Nothing is proven
// by it; package coherence proves.
const changed = "the file may have been changed after it was last scheduled, or its tool may have a rule that we do not know"

// mismatches are the sentences that say why a computed value differs from a
// file's, in English for the command line; the catalogue has the same keys.
var mismatches = map[string]string{
	"plan.differs.span":        "in the file its {{.Which}} dates are {{.Span}} h of calendar {{.Calendar}} apart, but {{.Work}} h remain to be done; its duration or calendar may have been changed after the file was last scheduled, or its tool may have a rule that we do not know",
	"plan.differs.holidays":    "in the file its {{.Which}} dates fit the {{.Work}} h to be done only without the exceptions of calendar {{.Calendar}}; these may have been added after it was last scheduled, or its tool may not heed them",
	"plan.differs.before":      "by the rules we know, {{.By}} as the file dates it lets it not before {{.Allowed}}; " + changed,
	"plan.differs.after":       "by the rules we know, {{.By}} as the file dates it holds it until {{.Allowed}}, and we see nothing that holds it longer; " + changed,
	"plan.differs.before_rule": "by the rules we know, {{.Held}} lets it not before {{.Allowed}}; " + changed,
	"plan.differs.after_rule":  "by the rules we know, {{.Held}} holds it until {{.Allowed}}, and we see nothing that holds it longer; " + changed,
	"plan.differs.late_end":    "by the rules we know, nothing follows it, and the project's finish gives {{.Allowed}}; " + changed,
	"plan.differs.late":        "by the rules we know, the file's late dates of what follows ({{.By}}) give {{.Allowed}}; " + changed,
	"plan.differs.float":       "in the file its early and late dates are {{.Float}} h of calendar {{.Calendar}} apart; the float may be from before its last change, or its tool may count it otherwise",
	"plan.differs.outside":     "the activity is linked with {{.Other}} outside the file's project, whose dates the file does not carry",
	"plan.differs.stub":        "only {{.Count}} activities of this project are in the file, those that other projects are linked with: its dates cannot be worked out from them",
	"plan.differs.idle":        "the file's date is not in working time of calendar {{.Calendar}}",
	"plan.differs.pred":        "follows {{.By}}, which the file finishes at {{.Finish}} and starts at {{.Start}} and we date otherwise for a reason of its own",
	"plan.differs.succ":        "follows back from {{.By}}, whose late dates differ for a reason of their own",
	"plan.differs.end":         "follows back from the project's finish, which is {{.Ours}} here and {{.File}} in the file",
	"plan.differs.span_of":     "spans other activities, and at least one of them differs for a reason of its own",
	"plan.differs.around":      "follows from what stands around it, which we date otherwise",
	"plan.differs.free":        "the file states how far it may slip before its next activities move; by the rules we know, their dates and links give our figure",
	"plan.differs.of_free":     "follows from the dates, which differ",
	"plan.differs.of_dates":    "follows from the dates, which differ: the file's own dates give the float it states",
}

// english is a mismatch in words.
func english(r Reason) string {
	s := mismatches[r.Key]
	for name, value := range r.Args {
		s = strings.ReplaceAll(s, "{{."+name+"}}", value)
	}
	return s
}

func because(key string, args ...any) Reason {
	return Reason{Key: "plan.differs." + key, Args: fault.Args(args...)}
}

// hours writes minutes as hours.
func hours(minutes int64) string {
	return strconv.FormatFloat(float64(minutes)/60, 'f', -1, 64)
}

// whyDate explains one date of activity i. What the file's own neighbours ask
// for is inherited; what they do not is where a difference begins.
func (c *comparer) whyDate(i int, field string, file worktime.Time) Reason {
	if c.plan.Stub {
		c.origins[i] = true
		return because("stub", "Count", c.plan.CountWork())
	}
	kind := c.plan.Activities[i].Kind
	if kind == Summary || kind == LevelOfEffort || kind == Hammock {
		return because("span_of")
	}
	early := field == EarlyStart || field == EarlyFinish
	if pickField(&c.local[i], field) == file {
		return c.reasonInherited(i, early)
	}
	c.origins[i] = true
	if why, ok := c.checkSpan(i, early); ok {
		return why
	}
	if why, ok := c.idle(i, file); ok {
		return why
	}
	if why, ok := c.outside(i, early); ok {
		return why
	}
	return c.reasonUnfounded(i, early, pickField(&c.local[i], field), file)
}

// reasonUnfounded says what the file's own dates allow activity i instead of the date
// it has.
func (c *comparer) reasonUnfounded(i int, early bool, allowed, file worktime.Time) Reason {
	if !early {
		if by := c.heldBy(i); by != "" {
			return because("late", "By", by, "Allowed", allowed)
		}
		return because("late_end", "Allowed", allowed)
	}
	key := "after"
	if file < allowed {
		key = "before"
	}
	if r := &c.local[i]; r.Reason == network.ByLink && r.Link >= 0 {
		return because(key, "By", c.plan.label(int(c.plan.Links[r.Link].Pred)), "Allowed", allowed)
	}
	return because(key+"_rule", "Held", held[c.local[i].Reason], "Allowed", allowed)
}

func pickField(r *DateRow, field string) worktime.Time {
	switch field {
	case EarlyStart:
		return r.EarlyStart
	case EarlyFinish:
		return r.EarlyFinish
	case LateStart:
		return r.LateStart
	}
	return r.LateFinish
}

// checkSpan checks that the file's early or late dates leave room for exactly the
// remainder.
func (c *comparer) checkSpan(i int, early bool) (Reason, bool) {
	a := &c.dates.problem.Activities[i]
	f := &c.plan.Activities[i].File
	from, to, which := f.LateStart, f.LateFinish, "late"
	if early {
		from, to, which = f.EarlyStart, f.EarlyFinish, "early"
	}
	if from == worktime.None || to == worktime.None || a.Fixed || len(a.Crews) > 0 || (early && c.plan.Activities[i].ActualStart == from) {
		return Reason{}, false
	}
	work := a.Remaining
	if a.Kind != network.Task {
		work = 0
	}
	calendar := c.calendarName(i)
	span := c.between(i, from, to)
	if span == work {
		return Reason{}, false
	}
	if c.plainMinutes(i, from, to) == work {
		return because("holidays", "Which", which, "Work", hours(work), "Calendar", calendar), true
	}
	return because("span", "Which", which, "Span", hours(span), "Work", hours(work), "Calendar", calendar), true
}

func (c *comparer) between(i int, from, to worktime.Time) int64 {
	if k := c.dates.Hours(i); k != nil {
		return k.Between(from, to)
	}
	return int64(to - from)
}

// plainMinutes counts the working minutes of activity i's calendar without its
// exceptions; -1 when that is no calendar.
func (c *comparer) plainMinutes(i int, from, to worktime.Time) int64 {
	k := c.dates.Hours(i)
	if k == nil {
		return -1
	}
	bare, err := worktime.New(k.Week(), nil)
	if err != nil {
		return -1
	}
	return bare.Between(from, to)
}

// outside says that a link to another project, undated in the file, may hold
// activity i.
func (c *comparer) outside(i int, early bool) (Reason, bool) {
	for _, e := range c.plan.External {
		if int(e.Activity) == i && e.Pred == early && !e.HasDate {
			return because("outside", "Other", e.Other), true
		}
	}
	return Reason{}, false
}

// idle says that the file's date lies outside working time.
func (c *comparer) idle(i int, file worktime.Time) (Reason, bool) {
	k := c.dates.Hours(i)
	if k == nil || k.NextStart(file) == file || k.PrevFinish(file) == file {
		return Reason{}, false
	}
	return because("idle", "Calendar", c.calendarName(i)), true
}

func (c *comparer) calendarName(i int) string {
	at := c.plan.Activities[i].Calendar
	if at < 0 {
		at = c.plan.Settings.Calendar
	}
	if name := c.plan.calendarName(at); name != "" {
		return strconv.Quote(name)
	}
	return `"standard"`
}

// reasonInherited explains a date that follows from the file's dates of others.
func (c *comparer) reasonInherited(i int, early bool) Reason {
	if !early {
		return c.inheritedBack(i)
	}
	for _, r := range []*DateRow{&c.local[i], &c.dates.Rows[i]} {
		if r.Reason == network.ByLink && r.Link >= 0 {
			pred := c.plan.Links[r.Link].Pred
			g := &c.given[pred]
			return because("pred", "By", c.plan.label(int(pred)), "Start", g.EarlyStart, "Finish", g.EarlyFinish)
		}
	}
	return because("around")
}

func (c *comparer) inheritedBack(i int) Reason {
	if succ := c.differingSuccessor(i); succ >= 0 {
		return because("succ", "By", c.plan.label(succ))
	}
	return because("end", "Ours", c.dates.Finish, "File", c.plan.Finish)
}

// differingSuccessor is a successor of i whose late dates differ; -1 for none.
func (c *comparer) differingSuccessor(i int) int {
	for _, at := range c.successors(i) {
		l := &c.plan.Links[at]
		g, r := &c.given[l.Succ], &c.dates.Rows[l.Succ]
		if g.LateStart != r.LateStart || g.LateFinish != r.LateFinish {
			return int(l.Succ)
		}
	}
	return -1
}

// successors are the links that leave activity i, indexed when first asked.
func (c *comparer) successors(i int) []int32 {
	if c.outs == nil {
		c.outs = make([][]int32, len(c.plan.Activities))
		for at, l := range c.plan.Links {
			c.outs[l.Pred] = append(c.outs[l.Pred], int32(at))
		}
	}
	return c.outs[i]
}

// heldBy names successors of i; "" when it has none.
func (c *comparer) heldBy(i int) string {
	var names []string
	for _, at := range c.successors(i) {
		if len(names) < 3 {
			names = append(names, c.plan.label(int(c.plan.Links[at].Succ)))
		}
	}
	return strings.Join(names, ", ")
}

// held are the words of {{.Held}}, which the catalogue leaves out.
var held = map[network.Reason]string{
	network.ByProjectStart: "the project's start", network.ByDataDate: "the data date", network.ByConstraint: "its date constraint",
	network.ByActual: "what happened so far", network.ByExpectedFinish: "its expected finish", network.ByManual: "its manual dates",
	network.ByParent: "its heading", network.ByOutside: "a link from outside the project", network.ByFinish: "the project's finish",
	network.BySpan: "what it spans",
}

// whyFloat explains the total float of activity i.
func (c *comparer) whyFloat(i int) Reason {
	f, r := &c.plan.Activities[i].File, &c.dates.Rows[i]
	same := f.EarlyStart == r.EarlyStart && f.EarlyFinish == r.EarlyFinish && f.LateStart == r.LateStart && f.LateFinish == r.LateFinish
	float := c.between(i, f.EarlyFinish, f.LateFinish)
	if f.EarlyFinish != worktime.None && f.LateFinish != worktime.None && float == f.TotalFloat && !same {
		return because("of_dates")
	}
	c.origins[i] = true
	return because("float", "Float", hours(float), "Calendar", c.calendarName(i))
}

// whyFree explains the free float of activity i: it follows from the dates where
// those of i or of what comes next differ.
func (c *comparer) whyFree(i int) Reason {
	if c.redated(i) {
		return because("of_free")
	}
	for _, at := range c.successors(i) {
		if c.redated(int(c.plan.Links[at].Succ)) {
			return because("of_free")
		}
	}
	c.origins[i] = true
	return because("free")
}

// redated says whether the file dates activity i otherwise than we do.
func (c *comparer) redated(i int) bool {
	ours := dates(&c.dates.Rows[i])
	for field, file := range c.plan.Activities[i].File.dates() {
		if file != worktime.None && file != ours[field] {
			return true
		}
	}
	return false
}
