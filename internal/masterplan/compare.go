package masterplan

import (
	"cmp"
	"math"
	"slices"

	"fugong/solve/network"
	"fugong/solve/worktime"
)

// Comparison lays a plan's computed dates beside those that its file carries.
// Seconds is left to whoever timed it.
type Comparison struct {
	Activities  int          `json:"activities"`
	Links       int          `json:"links"`
	Finish      string       `json:"finish"` // the project's early finish, 2006-01-02T15:04; "" when nothing is to be dated
	Critical    int          `json:"critical"`
	Seconds     float64      `json:"seconds"`
	Compared    Agreement    `json:"compared"`
	Differs     int          `json:"differs"` // values; Differences may tell the first of them only
	Differences []Difference `json:"differences"`
}

// Agreement is the share, 0–1, of the dates and floats of unfinished activities
// that agree with the file's to the minute; 1 where the file has none.
// Activities counts those of which the file states any, Counts has the numbers
// behind the shares. Origins are the activities where differences begin: where the
// file's dates part from what its own dates of their neighbours ask for.
type Agreement struct {
	Activities  int     `json:"activities"`
	EarlyStart  float64 `json:"early_start"`
	EarlyFinish float64 `json:"early_finish"`
	LateStart   float64 `json:"late_start"`
	LateFinish  float64 `json:"late_finish"`
	TotalFloat  float64 `json:"total_float"`
	FreeFloat   float64 `json:"free_float"`
	Counts      Counts  `json:"counts"`
	Origins     int     `json:"origins"` // activities that the file dates otherwise than its neighbours ask for
}

// Counts are the numbers behind an Agreement: agreeing values and all values.
type Counts struct {
	EarlyStart  Count `json:"early_start"`
	EarlyFinish Count `json:"early_finish"`
	LateStart   Count `json:"late_start"`
	LateFinish  Count `json:"late_finish"`
	TotalFloat  Count `json:"total_float"`
	FreeFloat   Count `json:"free_float"`
}

// Count is how many of how many agree.
type Count struct {
	Agree int `json:"agree"`
	Of    int `json:"of"`
}

func (c *Count) add(agrees bool) {
	c.Of++
	if agrees {
		c.Agree++
	}
}

// Share is the part that agrees, 0–1; 1 where there is nothing to agree.
func (c Count) Share() float64 {
	if c.Of == 0 {
		return 1
	}
	return float64(c.Agree) / float64(c.Of)
}

// Difference is one value that we compute otherwise than the file states it.
// Dates are 2006-01-02T15:04, floats hours ("86.4"). Why says the reason in
// words of the catalogue; Reason is the same in English.
type Difference struct {
	ID     string `json:"id"` // the activity's code
	Field  string `json:"field"`
	File   string `json:"file"`
	Ours   string `json:"ours"`
	Reason string `json:"reason"`
	Why    Reason `json:"-"`
}

// The fields of a Difference.
const (
	EarlyStart  = "early_start"
	EarlyFinish = "early_finish"
	LateStart   = "late_start"
	LateFinish  = "late_finish"
	TotalFloat  = "total_float"
	FreeFloat   = "free_float"
)

// Compare compares d with the dates that p's file states, for unfinished
// activities. An activity counts when the file gives it early or late dates.
func Compare(p *Plan, d *Dates) Comparison { return CompareFirst(p, d, math.MaxInt) }

// CompareFirst is Compare that counts every difference and tells only so many of
// them, the first by code: each has a sentence of its own.
func CompareFirst(p *Plan, d *Dates, most int) Comparison {
	c := comparer{plan: p, dates: d, origins: map[int]bool{}, most: most}
	c.out = Comparison{
		Activities: p.CountWork(), Links: len(p.Links), Finish: d.Finish.String(), Critical: d.Critical, Differences: []Difference{},
	}
	if differ := c.findDiffering(); len(differ) > 0 {
		c.followFileDates()
		for _, i := range differ {
			c.compareActivity(i)
		}
	}
	for field, n := range Tally(p, d) {
		*c.out.Compared.Counts.All()[field] = n
	}
	c.finish()
	return c.out
}

// Merge is the comparison of several plans of one file taken together.
func Merge(list ...Comparison) Comparison {
	out := Comparison{Differences: []Difference{}}
	for _, c := range list {
		out.Activities += c.Activities
		out.Links += c.Links
		out.Critical += c.Critical
		out.Seconds += c.Seconds
		out.Differs += c.Differs
		out.Finish = max(out.Finish, c.Finish)
		out.Differences = append(out.Differences, c.Differences...)
		out.Compared.merge(&c.Compared)
	}
	out.Compared.shares()
	return out
}

func (a *Agreement) merge(b *Agreement) {
	a.Activities += b.Activities
	a.Origins += b.Origins
	for i, n := range a.Counts.All() {
		m := b.Counts.All()[i]
		n.Agree, n.Of = n.Agree+m.Agree, n.Of+m.Of
	}
}

// All are the counts in the order of Tally.
func (c *Counts) All() [6]*Count {
	return [6]*Count{&c.EarlyStart, &c.EarlyFinish, &c.LateStart, &c.LateFinish, &c.TotalFloat, &c.FreeFloat}
}

func (a *Agreement) shares() {
	a.EarlyStart, a.EarlyFinish = a.Counts.EarlyStart.Share(), a.Counts.EarlyFinish.Share()
	a.LateStart, a.LateFinish = a.Counts.LateStart.Share(), a.Counts.LateFinish.Share()
	a.TotalFloat, a.FreeFloat = a.Counts.TotalFloat.Share(), a.Counts.FreeFloat.Share()
}

// CountWork counts the activities that are no summaries; every page, report and
// command that says how many activities a plan has says this number.
func (p *Plan) CountWork() (n int) {
	for i := range p.Activities {
		if p.Activities[i].Kind != Summary {
			n++
		}
	}
	return n
}

// statedDates is the file's dates as rows; ours where the file has none.
func (p *Plan) statedDates(d *Dates) []DateRow {
	rows := slices.Clone(d.Rows)
	for i := range rows {
		f, r := &p.Activities[i].File, &rows[i]
		if p.Activities[i].ActualFinish != worktime.None {
			continue
		}
		replace(&r.EarlyStart, f.EarlyStart)
		replace(&r.EarlyFinish, f.EarlyFinish)
		replace(&r.LateStart, f.LateStart)
		replace(&r.LateFinish, f.LateFinish)
	}
	return rows
}

func replace(t *worktime.Time, by worktime.Time) {
	if by != worktime.None {
		*t = by
	}
}

// comparer holds one Compare.
type comparer struct {
	plan    *Plan
	dates   *Dates
	given   []DateRow // as the file states them
	local   []DateRow // as each follows from its neighbours in the file
	origins map[int]bool
	outs    [][]int32 // links by predecessor
	most    int       // differences to tell
	out     Comparison
}

func (c *comparer) finish() {
	c.out.Compared.Origins = len(c.origins)
	c.out.Compared.shares()
}

// findDiffering counts what takes part and returns the activities with a value that differs,
// in the order in which differences are told: by code.
func (c *comparer) findDiffering() (list []int) {
	for i := range c.plan.Activities {
		a, r := &c.plan.Activities[i], &c.dates.Rows[i]
		if !a.dated() {
			continue
		}
		c.out.Compared.Activities++
		if c.redated(i) || a.File.HasTotal && a.File.TotalFloat != r.TotalFloat || a.File.HasFree && a.File.FreeFloat != r.FreeFloat {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(c.plan.label(a), c.plan.label(b)) })
	return list
}

// followFileDates works out what the file's own dates ask for, which tells where a difference
// begins.
func (c *comparer) followFileDates() {
	c.given = c.plan.statedDates(c.dates)
	asked := *c.dates.problem
	if asked.MustFinish == worktime.None {
		asked.MustFinish = c.plan.Finish // late dates in the file count back from the finish it states
	}
	if local, err := network.Follow(&asked, c.given); err == nil {
		c.local = local
	} else {
		c.local = c.dates.Rows // cannot happen: Compute accepted the same problem
	}
}

// compareActivity tells what of an activity differs.
func (c *comparer) compareActivity(i int) {
	r, f := &c.dates.Rows[i], &c.plan.Activities[i].File
	ours := dates(r)
	for field, file := range f.dates() {
		c.date(i, field, file, ours[field])
	}
	if f.HasTotal && f.TotalFloat != r.TotalFloat {
		c.tell(i, TotalFloat, hours(f.TotalFloat), hours(r.TotalFloat), c.whyFloat(i))
	}
	if f.HasFree && f.FreeFloat != r.FreeFloat {
		c.tell(i, FreeFloat, hours(f.FreeFloat), hours(r.FreeFloat), c.whyFree(i))
	}
}

// dated says whether an activity takes part in a comparison: it is unfinished and
// the file gives it early or late dates.
func (a *Activity) dated() bool {
	return a.ActualFinish == worktime.None && !a.Inactive && a.File.dates() != [4]worktime.Time{worktime.None, worktime.None, worktime.None, worktime.None}
}

// dates are early start, early finish, late start, late finish.
func (f *FileDates) dates() [4]worktime.Time {
	return [4]worktime.Time{f.EarlyStart, f.EarlyFinish, f.LateStart, f.LateFinish}
}

func dates(r *DateRow) [4]worktime.Time {
	return [4]worktime.Time{r.EarlyStart, r.EarlyFinish, r.LateStart, r.LateFinish}
}

// Tally counts what Compare compares, without looking for reasons: early start,
// early finish, late start, late finish, total float, free float.
func Tally(p *Plan, d *Dates) [6]Count {
	return TallyWhere(p, d, func(int, int) bool { return true })
}

// TallyWhere is Tally over the values that counts accepts, by activity and field.
func TallyWhere(p *Plan, d *Dates, counts func(i, field int) bool) (kinds [6]Count) {
	for i := range p.Activities {
		a, r := &p.Activities[i], &d.Rows[i]
		if !a.dated() {
			continue
		}
		ours := dates(r)
		for field, file := range a.File.dates() {
			if file != worktime.None && counts(i, field) {
				kinds[field].add(file == ours[field])
			}
		}
		if a.File.HasTotal && counts(i, 4) {
			kinds[4].add(a.File.TotalFloat == r.TotalFloat)
		}
		if a.File.HasFree && counts(i, 5) {
			kinds[5].add(a.File.FreeFloat == r.FreeFloat)
		}
	}
	return kinds
}

// fields are in the order of Counts.
var fields = [6]string{EarlyStart, EarlyFinish, LateStart, LateFinish, TotalFloat, FreeFloat}

func (c *comparer) date(i, field int, file, ours worktime.Time) {
	if file != worktime.None && file != ours {
		c.tell(i, fields[field], file.String(), ours.String(), c.whyDate(i, fields[field], file))
	}
}

func (c *comparer) tell(i int, field, file, ours string, why Reason) {
	if c.out.Differs++; len(c.out.Differences) >= c.most {
		return
	}
	c.out.Differences = append(c.out.Differences, Difference{
		ID: c.plan.label(i), Field: field, File: file, Ours: ours, Reason: english(why), Why: why,
	})
}
