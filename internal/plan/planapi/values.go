package planapi

import (
	"time"

	"fugong/internal/fault"
	"fugong/internal/plan"
	"fugong/solve/worktime"
)

// moment is a time of a plan as text; empty when it is absent.
func moment(t worktime.Time) string {
	if t == worktime.None {
		return ""
	}
	return t.String()
}

// dayText is a date as text; empty when it is absent.
func dayText(d worktime.Day) string {
	if d == plan.NoDay {
		return ""
	}
	return d.String()
}

// instant is an RFC 3339 time to the second in UTC.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// reader reads texts and gathers what is wrong with them.
type reader struct{ bad *fault.Error }

func (r *reader) wrong(name, key string) {
	if r.bad == nil {
		r.bad = fault.New(fault.Invalid, "fault.invalid")
	}
	r.bad.With(name, key)
}

// fault is everything that was wrong; nil for nothing.
func (r *reader) fault() error {
	if r.bad == nil {
		return nil
	}
	return r.bad
}

// moment reads 2006-01-02T15:04 or a date alone, which means its midnight.
func (r *reader) moment(name, s string) worktime.Time {
	if s == "" {
		return worktime.None
	}
	if t, ok := worktime.Parse(s); ok {
		return t
	}
	if d, ok := worktime.ParseDay(s); ok {
		return d.At(0)
	}
	r.wrong(name, "web.form.time")
	return worktime.None
}

func (r *reader) day(name, s string) worktime.Day {
	if s == "" {
		return plan.NoDay
	}
	d, ok := worktime.ParseDay(s)
	if !ok {
		r.wrong(name, "web.form.date")
		return plan.NoDay
	}
	return d
}

// reasonBody is a sentence of the catalogue in the reader's language.
type reasonBody struct {
	Code    string `json:"code" doc:"The message key: stable, for programs"`
	Message string `json:"message"`
}
