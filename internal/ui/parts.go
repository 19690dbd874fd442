package ui

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/solve/worktime"
)

// Colour is a lamp's state. Each has a shape of its own, so that it is read
// without seeing colours.
type Colour string

const (
	Green  Colour = "green"  // as planned
	Yellow Colour = "yellow" // needs attention
	Orange Colour = "orange" // behind
	Red    Colour = "red"    // late, missing, refused
	Blue   Colour = "blue"   // under way
	Done   Colour = "done"   // finished
	Grey   Colour = "grey"   // not started, unknown
)

// Lamp is a state: colour, shape and word; the reason on demand.
type Lamp struct {
	Colour Colour
	Word   string
	Reason string
}

// lampIcons are the shapes.
var lampIcons = map[Colour]string{
	Green: "circle-filled", Yellow: "triangle-filled", Orange: "hexagon-filled", Red: "square-rotated-filled",
	Blue: "player-play-filled", Done: "circle-check-filled", Grey: "circle-dashed",
}

// Fig is a number that people watch.
type Fig struct {
	Label  string
	Value  string
	Unit   string
	Change string // since yesterday, with sign: "+3"
	Worse  bool   // whether the change is for the worse
	Help   string // its definition
	Href   string // the rows behind it
	Lamp   Lamp
}

// Fact is one line of a list of labels and values.
type Fact struct {
	Label string
	Text  string          // "" shows a dash
	View  templ.Component // instead of Text
	Help  string
}

// Step is one link of the chain behind a date, a verdict or a refusal.
type Step struct {
	Text   string // what holds: the activity, the rule
	Detail string // why: "finish-to-start + 2 days, calendar 7×24"
	When   string // the date it gives
	Href   string
	Last   bool // the cause at the end of the chain
}

// Event is one entry of a history.
type Event struct {
	When   time.Time
	Who    string
	What   string
	Before string
	After  string
	Note   string
	Href   string // where more is told; "" for nowhere
}

// Nothing is shown where a list is empty: why, and the next step.
type Nothing struct {
	Icon   string
	Title  string
	Text   string
	Action string // word of the next step
	Href   string
}

// Secret is a value that is shown masked until a reason is given.
type Secret struct {
	ID     string // of the element, unique on the page
	Label  string
	Masked string // "张**"
	Action string // address that is asked, with the field "reason"; answers Revealed
}

// Work is a job that runs: its progress and how to stop it.
type Work struct {
	ID     string // of the element
	Title  string
	Note   string // "best so far: 12 days"
	Done   int
	Total  int // 0: not known
	State  WorkState
	Poll   string // address that answers WorkView again
	Cancel string // address to stop it
	Result string // address of the result
}

// WorkState is how far a job is.
type WorkState string

const (
	Running  WorkState = "running"
	Finished WorkState = "finished"
	Failed   WorkState = "failed"
	Stopped  WorkState = "stopped"
)

func (w Work) percent() string {
	if w.Total == 0 {
		return ""
	}
	return strconv.Itoa(100 * w.Done / w.Total)
}

// Chart is a drawing by ECharts with a table of the same figures for those who
// do not see it and for those who want to copy it.
type Chart struct {
	ID     string
	Title  string
	Option any        // the ECharts option, as JSON
	Head   []string   // of the table
	Rows   [][]string // of the table
	Height int        // pixels; 0: 280
}

func (c Chart) style() string {
	height := c.Height
	if height == 0 {
		height = 280
	}
	return fmt.Sprintf("height:%dpx", height)
}

// Text writes any figure the way the reader's language does; an absent one is
// empty. It knows strings, whole and decimal numbers, bool, time.Time,
// worktime.Time, worktime.Day and Lamp.
func Text(ctx context.Context, v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case int:
		return i18n.Number(ctx, x)
	case int64:
		return i18n.Number(ctx, x)
	case float64:
		return i18n.Decimal(ctx, x, 2)
	case bool:
		if x {
			return i18n.T(ctx, "ui.yes")
		}
		return i18n.T(ctx, "ui.no")
	case time.Time:
		return i18n.DateTime(ctx, x)
	case worktime.Time:
		return i18n.DateTime(ctx, x)
	case worktime.Day:
		return i18n.Date(ctx, x)
	case Lamp:
		return x.Word
	}
	return fmt.Sprint(v)
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

func alertRole(l Level) string {
	if l == Bad || l == Warn {
		return "alert"
	}
	return "note"
}

func workPoll(w Work) templ.Attributes {
	if w.State != Running || w.Poll == "" {
		return nil
	}
	return templ.Attributes{"hx-get": w.Poll, "hx-trigger": "every 1s", "hx-swap": "morph:outerHTML"}
}

func noValue(w Work) templ.Attributes {
	if w.Total == 0 {
		return templ.Attributes{"data-unknown": true}
	}
	return nil
}

func barStyle(percent float64) string {
	return "width:" + strconv.FormatFloat(min(max(percent, 0), 100), 'f', 1, 64) + "%"
}

func stepCurrent(now bool) string {
	if now {
		return "step"
	}
	return "false"
}
