package spreadsheet

import (
	"strconv"
	"strings"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// perDay is the length of activity i's day in minutes.
func (b *book) perDay(i int) float64 {
	calendar := b.plan.Activities[i].Calendar
	if calendar < 0 {
		calendar = b.plan.Settings.Calendar
	}
	if calendar >= 0 && b.plan.Calendars[calendar].HoursPerDay > 0 {
		return b.plan.Calendars[calendar].HoursPerDay * 60
	}
	return b.planDay()
}

func (b *book) planDay() float64 {
	if m := b.plan.Settings.MinutesPerDay; m > 0 {
		return float64(m)
	}
	return 480
}

// days is a duration as a number of days, or as text when it runs round the
// clock.
func (b *book) days(i int, minutes int64, elapsed bool) any {
	if elapsed {
		return decimal(float64(minutes)/worktime.MinutesPerDay) + "ed"
	}
	return rounded(float64(minutes) / b.perDay(i))
}

func (b *book) float(i int, minutes int64, known bool) any {
	if !known {
		return nil
	}
	return rounded(float64(minutes) / b.perDay(i))
}

func rounded(f float64) float64 {
	r, err := strconv.ParseFloat(decimal(f), 64)
	if err != nil {
		return f // decimal writes numbers
	}
	return r
}

// decimal writes at most six places: a minute of a day is four.
func decimal(f float64) string {
	s := strconv.FormatFloat(f, 'f', 6, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func positive(f float64) any {
	if f <= 0 {
		return nil
	}
	return f
}

// predecessorsText writes links as Read takes them: "A10FS+2d; A20".
func (b *book) predecessorsText(i int) string {
	var out []string
	for _, n := range b.pred[i] {
		l := &b.plan.Links[n]
		s, lag := b.plan.Activities[l.Pred].Code, b.lagText(l.Lag)
		if l.Type != masterplan.FS || lag != "" {
			s += linkName(l.Type) + lag
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func linkName(t masterplan.LinkType) string {
	return [...]string{masterplan.FS: "FS", masterplan.SS: "SS", masterplan.FF: "FF", masterplan.SF: "SF"}[t]
}

func (b *book) lagText(l masterplan.Lag) string {
	value, unit := float64(l.Tenths)/10/b.planDay(), "d"
	switch {
	case l.Unit == masterplan.Percent:
		value, unit = l.Percent, "%"
	case l.Elapsed:
		value = float64(l.Tenths) / 10 / worktime.MinutesPerDay
	}
	if l.Elapsed {
		unit = "e" + unit
	}
	s := decimal(value)
	switch {
	case s == "0" || s == "-0":
		return ""
	case value > 0:
		s = "+" + s
	}
	return s + unit
}
