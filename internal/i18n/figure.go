package i18n

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"fugong/solve/worktime"
)

// Moment is a point in time: an instant, a plan's civil time or a civil day.
type Moment interface {
	time.Time | worktime.Time | worktime.Day
}

// civilTime is m as a time whose clock shows what people read; false when absent.
func civilTime[M Moment](ctx context.Context, m M) (time.Time, bool) {
	switch v := any(m).(type) {
	case time.Time:
		return v.In(Place(ctx)), !v.IsZero()
	case worktime.Time:
		if v == worktime.None {
			return time.Time{}, false
		}
		return time.Unix(int64(v)*60, 0).UTC(), true
	default:
		return time.Unix(int64(v.(worktime.Day))*86400, 0).UTC(), true
	}
}

// Date is the date of m: 2020-02-21, or 21 Feb 2020; empty when m is absent.
// An instant is told in the time zone of ctx, a civil time as it is.
func Date[M Moment](ctx context.Context, m M) string {
	return writeMoment(ctx, m, "2006-01-02", "2 Jan 2006")
}

// DateTime is date and time of m to the minute; empty when m is absent.
func DateTime[M Moment](ctx context.Context, m M) string {
	return writeMoment(ctx, m, "2006-01-02 15:04", "2 Jan 2006 15:04")
}

// Clock is the time of day of m; empty when m is absent.
func Clock[M Moment](ctx context.Context, m M) string { return writeMoment(ctx, m, "15:04", "15:04") }

// LongDate is the date of m with its day of the week.
func LongDate[M Moment](ctx context.Context, m M) string {
	t, ok := civilTime(ctx, m)
	if !ok {
		return ""
	}
	if Lang(ctx) == Chinese {
		return t.Format("2006年1月2日 ") + weekdays[t.Weekday()]
	}
	return t.Format("Monday, 2 January 2006")
}

var weekdays = [...]string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}

func writeMoment[M Moment](ctx context.Context, m M, zh, en string) string {
	t, ok := civilTime(ctx, m)
	switch {
	case !ok:
		return ""
	case Lang(ctx) == Chinese:
		return t.Format(zh)
	}
	return t.Format(en)
}

// Number writes n with grouped thousands: 4,236. Both languages group alike.
func Number[I ~int | ~int32 | ~int64](_ context.Context, n I) string {
	return groupThousands(strconv.FormatInt(int64(n), 10))
}

// Decimal writes v with grouped thousands and at most places decimals; zeros
// at the end are dropped. NaN and infinities are empty.
func Decimal(_ context.Context, v float64, places int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	s := strconv.FormatFloat(v, 'f', places, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		fraction = "." + fraction
	}
	if s = groupThousands(whole) + fraction; s == "-0" {
		return "0"
	}
	return s
}

// Fixed writes v with grouped thousands and exactly places decimals, so that
// figures stand under one another.
func Fixed(_ context.Context, v float64, places int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	whole, fraction, found := strings.Cut(strconv.FormatFloat(v, 'f', places, 64), ".")
	if found {
		return groupThousands(whole) + "." + fraction
	}
	return groupThousands(whole)
}

// Percent writes a share of 1 as 42.5%.
func Percent(ctx context.Context, share float64) string {
	if s := Decimal(ctx, share*100, 1); s != "" {
		return s + "%"
	}
	return ""
}

func groupThousands(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Days writes a number of days with its unit, to one decimal: "3.5 days".
func Days(ctx context.Context, days float64) string {
	text := Decimal(ctx, days, 1)
	if text == "" {
		return ""
	}
	count := 2
	if text == "1" || text == "-1" {
		count = 1
	}
	return of(ctx).sayMessage("unit.days", map[string]any{"N": text}, count)
}
