package element

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"fugong/solve/worktime"
)

// Emitter writes elements in the order they are asked for. The first error of
// the writer below is kept and returned by flush.
type Emitter struct {
	out   *bufio.Writer
	Depth int
}

// NewEmitter writes to w.
func NewEmitter(w io.Writer) *Emitter { return &Emitter{out: bufio.NewWriterSize(w, 64<<10)} }

func (e *Emitter) indent() { e.Raw(strings.Repeat("\t", e.Depth)) }

// Raw writes s as it is; bufio keeps the first error for Flush.
func (e *Emitter) Raw(s string) { _, _ = e.out.WriteString(s) }

// Open writes a start tag.
func (e *Emitter) Open(name string) {
	e.indent()
	e.Raw("<" + name + ">\n")
	e.Depth++
}

// Close writes an end tag.
func (e *Emitter) Close(name string) {
	e.Depth--
	e.indent()
	e.Raw("</" + name + ">\n")
}

// In writes an element around what f writes.
func (e *Emitter) In(name string, f func()) {
	e.Open(name)
	f()
	e.Close(name)
}

// Text writes a leaf; nothing for "".
func (e *Emitter) Text(name, value string) {
	if value == "" {
		return
	}
	e.indent()
	e.Raw("<" + name + ">")
	_ = xml.EscapeText(e.out, []byte(value)) // bufio keeps the error
	e.Raw("</" + name + ">\n")
}

// Int writes a whole number.
func (e *Emitter) Int(name string, n int64) { e.Text(name, strconv.FormatInt(n, 10)) }

// Bool writes 1 or 0.
func (e *Emitter) Bool(name string, b bool) {
	if b {
		e.Text(name, "1")
		return
	}
	e.Text(name, "0")
}

// Number writes a decimal.
func (e *Emitter) Number(name string, f float64) {
	e.Text(name, strconv.FormatFloat(f, 'f', -1, 64))
}

// Time writes a date; nothing for None.
func (e *Emitter) Time(name string, t worktime.Time) {
	if t != worktime.None {
		e.Text(name, t.String()+":00")
	}
}

// TimeTenths writes a date with so many tenths of a minute more or less.
func (e *Emitter) TimeTenths(name string, t worktime.Time, more int8) {
	if t == worktime.None {
		return
	}
	if more < 0 {
		t, more = t-1, more+10
	}
	e.Text(name, fmt.Sprintf("%v:%02d", t, 6*int(more)))
}

// Clock writes a time of day; the end of a day is its 00:00.
func (e *Emitter) Clock(name string, minutes int16) {
	m := minutes % worktime.MinutesPerDay // the end of a day is its 00:00
	e.Text(name, fmt.Sprintf("%02d:%02d:00", m/60, m%60))
}

// Minutes writes a duration.
func (e *Emitter) Minutes(name string, n int64) { e.Seconds(name, n*60) }

// MinutesTenths writes a duration with so many tenths of a minute more or less.
func (e *Emitter) MinutesTenths(name string, n int64, more int8) {
	e.Seconds(name, max(0, n*60+6*int64(more)))
}

// Seconds writes a duration, PT#H#M#S.
func (e *Emitter) Seconds(name string, n int64) {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	e.Text(name, fmt.Sprintf("%sPT%dH%dM%dS", sign, n/3600, n/60%60, n%60))
}

// Flush writes what is left and returns the first error.
func (e *Emitter) Flush() error { return e.out.Flush() }
