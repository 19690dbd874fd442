package psplib

import (
	"fmt"
	"strings"
)

// Problem says in one word what is wrong with a file.
type Problem string

const (
	Unknown   Problem = "unknown"    // none of the formats
	Missing   Problem = "missing"    // a section or a count is not there
	CutOff    Problem = "cut_off"    // a section ends too early
	LeftOver  Problem = "left_over"  // numbers after the end of a section
	NotNumber Problem = "not_number" // something else where a whole number is due
	Range     Problem = "range"      // a number that cannot be
	Order     Problem = "order"      // jobs or modes not numbered one after another
	Loop      Problem = "loop"       // jobs that wait for one another
	Doubly    Problem = "doubly"     // doubly constrained resources
	ModeLags  Problem = "mode_lags"  // lags that depend on modes
)

var says = map[Problem]string{
	Unknown:   "neither ProGen (.sm, .mm), ProGen/max (.sch) nor Patterson (.rcp)",
	Missing:   "missing",
	CutOff:    "ends too early",
	LeftOver:  "more numbers than announced, from %s",
	NotNumber: "%s is not a whole number",
	Range:     "%s cannot be",
	Order:     "%s out of order: jobs and modes are numbered one after another",
	Loop:      "jobs wait for one another: %s",
	Doubly:    "doubly constrained resources are not read: state each as one renewable and one non-renewable resource",
	ModeLags:  "lags that depend on the modes are not read",
}

// Error is a file that cannot be read.
type Error struct {
	Line    int    // 0: the whole file
	Section string // as in the file
	Problem Problem
	Value   string // what stands there
}

func (e *Error) Error() string {
	text := says[e.Problem]
	if strings.Contains(text, "%s") {
		text = fmt.Sprintf(text, e.Value)
	}
	if e.Section != "" {
		text = e.Section + ": " + text
	}
	if e.Line > 0 {
		text = fmt.Sprintf("line %d, %s", e.Line, text)
	}
	return text
}
