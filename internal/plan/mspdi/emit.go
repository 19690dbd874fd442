package mspdi

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"fugong/solve/worktime"
)

// emitter writes elements in the order they are asked for. The first error of
// the writer below is kept and returned by flush.
type emitter struct {
	out   *bufio.Writer
	depth int
}

func newEmitter(w io.Writer) *emitter { return &emitter{out: bufio.NewWriterSize(w, 64<<10)} }

func (e *emitter) indent() { e.raw(strings.Repeat("\t", e.depth)) }

// raw writes s; bufio keeps the first error for flush.
func (e *emitter) raw(s string) { _, _ = e.out.WriteString(s) }

func (e *emitter) open(name string) {
	e.indent()
	e.raw("<" + name + ">\n")
	e.depth++
}

func (e *emitter) close(name string) {
	e.depth--
	e.indent()
	e.raw("</" + name + ">\n")
}

// in writes an element around what f writes.
func (e *emitter) in(name string, f func()) {
	e.open(name)
	f()
	e.close(name)
}

// text writes a leaf; nothing for "".
func (e *emitter) text(name, value string) {
	if value == "" {
		return
	}
	e.indent()
	e.raw("<" + name + ">")
	_ = xml.EscapeText(e.out, []byte(value)) // bufio keeps the error
	e.raw("</" + name + ">\n")
}

func (e *emitter) int(name string, n int64) { e.text(name, strconv.FormatInt(n, 10)) }

func (e *emitter) bool(name string, b bool) {
	if b {
		e.text(name, "1")
		return
	}
	e.text(name, "0")
}

func (e *emitter) number(name string, f float64) {
	e.text(name, strconv.FormatFloat(f, 'f', -1, 64))
}

// time writes a date; nothing for None.
func (e *emitter) time(name string, t worktime.Time) {
	if t != worktime.None {
		e.text(name, t.String()+":00")
	}
}

func (e *emitter) clock(name string, minutes int16) {
	m := minutes % worktime.MinutesPerDay // the end of a day is its 00:00
	e.text(name, fmt.Sprintf("%02d:%02d:00", m/60, m%60))
}

func (e *emitter) minutes(name string, n int64) { e.seconds(name, n*60) }

func (e *emitter) seconds(name string, n int64) {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	e.text(name, fmt.Sprintf("%sPT%dH%dM%dS", sign, n/3600, n/60%60, n%60))
}

func (e *emitter) flush() error { return e.out.Flush() }
