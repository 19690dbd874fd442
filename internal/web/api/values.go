package api

import (
	"context"
	"time"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/solve/worktime"
)

// Moment is a time of a plan as text; empty when it is absent.
func Moment(t worktime.Time) string {
	if t == worktime.None {
		return ""
	}
	return t.String()
}

// Day is a date as text; empty when it is absent.
func Day(d worktime.Day) string {
	if d == worktime.NoDay {
		return ""
	}
	return d.String()
}

// Instant is an RFC 3339 time to the second in UTC.
func Instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Reader reads texts and gathers what is wrong with them.
type Reader struct{ bad *fault.Error }

// Wrong notes that what stands under a name is wrong.
func (r *Reader) Wrong(name, key string) {
	if r.bad == nil {
		r.bad = fault.New(fault.Invalid, "fault.invalid")
	}
	r.bad.With(name, key)
}

// Fault is everything that was wrong; nil for nothing.
func (r *Reader) Fault() error {
	if r.bad == nil {
		return nil
	}
	return r.bad
}

// Moment reads 2006-01-02T15:04 or a date alone, which means its midnight.
func (r *Reader) Moment(name, s string) worktime.Time {
	if s == "" {
		return worktime.None
	}
	if t, ok := worktime.Parse(s); ok {
		return t
	}
	if d, ok := worktime.ParseDay(s); ok {
		return d.At(0)
	}
	r.Wrong(name, "web.form.time")
	return worktime.None
}

// Day reads 2006-01-02.
func (r *Reader) Day(name, s string) worktime.Day {
	if s == "" {
		return worktime.NoDay
	}
	d, ok := worktime.ParseDay(s)
	if !ok {
		r.Wrong(name, "web.form.date")
		return worktime.NoDay
	}
	return d
}

// ReasonBody is a sentence of the catalogue in the reader's language.
type ReasonBody struct {
	Code    string `json:"code" doc:"The message key: stable, for programs"`
	Message string `json:"message"`
}

// Reason is a sentence of the catalogue by its key.
func Reason(ctx context.Context, key string, args map[string]string) ReasonBody {
	return ReasonBody{key, i18n.Message(ctx, key, args)}
}
