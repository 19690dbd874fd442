package civil

import (
	"time"
	_ "time/tzdata" // a minimal machine has no time zones of its own

	"fugong/internal/fault"
	"fugong/solve/worktime"
)

// DefaultZone is the time zone of a zone that names none.
const DefaultZone = "Asia/Shanghai"

// Location finds a time zone by its IANA name; the empty name is DefaultZone.
// It returns Invalid "civil.timezone" for an unknown one.
func Location(name string) (*time.Location, error) {
	if name == "" {
		name = DefaultZone
	}
	if name == "Local" { // the machine's, which is nobody's choice
		return nil, fault.New(fault.Invalid, "civil.timezone", "Name", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fault.New(fault.Invalid, "civil.timezone", "Name", name).Because(err)
	}
	return loc, nil
}

// In is what the clock in loc shows at an instant, cut to the minute; None for
// the zero instant.
func In(t time.Time, loc *time.Location) worktime.Time {
	if t.IsZero() {
		return worktime.None
	}
	local := t.In(loc)
	year, month, day := local.Date()
	return worktime.Date(year, int(month), day).At(local.Hour()*60 + local.Minute())
}

// Today is the date in loc at an instant.
func Today(t time.Time, loc *time.Location) worktime.Day { return In(t, loc).Day() }

// Instant is when the clock in loc shows t; the zero time for None. A time
// that a change of the clock skips or repeats is taken as time.Date does.
func Instant(t worktime.Time, loc *time.Location) time.Time {
	if t == worktime.None {
		return time.Time{}
	}
	year, month, day := t.Day().Civil()
	return time.Date(year, time.Month(month), day, 0, t.Minute(), 0, 0, loc)
}
