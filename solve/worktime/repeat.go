package worktime

// Repeat is the pattern of a repeating exception, numbered as MSPDI has it:
// Type 1 daily, 2 yearly by day, 3 yearly by position, 4 monthly by day, 5 monthly
// by position, 6 weekly. Months count from 0; DaysOfWeek is a bit set with Sunday
// first.
type Repeat struct {
	Type          int
	Occurrences   int
	Period        int
	DaysOfWeek    int
	MonthItem     int
	MonthPosition int
	Month         int
	MonthDay      int
	ByOccurrences bool
}

// The values of Repeat.Type that are not daily.
const (
	yearlyByDay       = 2
	yearlyByPosition  = 3
	monthlyByDay      = 4
	monthlyByPosition = 5
	weekly            = 6
)

// On says whether the pattern that began at from holds on d.
func (r *Repeat) On(d, from Day) bool {
	period := max(1, r.Period)
	_, month, day := d.Civil()
	switch r.Type {
	case yearlyByDay:
		return month == r.Month+1 && day == r.MonthDay
	case yearlyByPosition:
		return month == r.Month+1 && r.isPositioned(d)
	case monthlyByDay:
		return months(from, d)%period == 0 && day == r.MonthDay
	case monthlyByPosition:
		return months(from, d)%period == 0 && r.isPositioned(d)
	case weekly:
		sunday := func(d Day) int { return int(d) - d.Weekday() }
		return r.DaysOfWeek&(1<<d.Weekday()) != 0 && (sunday(d)-sunday(from))/7%period == 0
	}
	return int(d-from)%period == 0
}

func months(a, b Day) int {
	ya, ma, _ := a.Civil()
	yb, mb, _ := b.Civil()
	return (yb-ya)*12 + mb - ma
}

// isPositioned says whether d is the first to fourth, or last, of its kind in its
// month. MonthItem 0 is any day, 1 a weekday, 2 a weekend day, 3–9 Sunday to
// Saturday; MonthPosition 0–3 is first to fourth, 4 last.
func (r *Repeat) isPositioned(d Day) bool {
	if !r.matches(d) {
		return false
	}
	_, month, day := d.Civil()
	step, left := Day(-1), r.MonthPosition
	if r.MonthPosition == 4 {
		step, left = 1, 0
	}
	for other := d + step; left >= 0; other += step {
		if _, m, _ := other.Civil(); m != month || (step < 0 && day == 1) {
			return left == 0
		}
		if r.matches(other) {
			left--
		}
	}
	return false
}

func (r *Repeat) matches(d Day) bool {
	w := d.Weekday()
	switch r.MonthItem {
	case 0:
		return true
	case 1:
		return w != 0 && w != 6
	case 2:
		return w == 0 || w == 6
	}
	return w == r.MonthItem-3
}
