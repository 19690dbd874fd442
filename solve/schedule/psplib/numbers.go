package psplib

import (
	"bytes"
	"strconv"
	"strings"
)

// most is the largest number that a file may hold.
const most = 1_000_000_000

// numbers is the numbers of a section, read one after another. The first error
// stays; what is read after it is 0.
type numbers struct {
	section string
	words   []word
	line    int // of what was read last
	err     *Error
}

type word struct {
	text string
	line int
}

// add takes the words of a line.
func (n *numbers) add(text string, line int) {
	for _, w := range strings.Fields(text) {
		n.words = append(n.words, word{w, line})
	}
}

// fail notes the first problem.
func (n *numbers) fail(p Problem, value string) {
	if n.err == nil {
		n.err = &Error{n.line, n.section, p, value}
	}
}

// readBetween reads a number from lo to hi.
func (n *numbers) readBetween(lo, hi int) int {
	if n.err != nil {
		return 0
	}
	if len(n.words) == 0 {
		n.fail(CutOff, "")
		return 0
	}
	w := n.words[0]
	n.words, n.line = n.words[1:], w.line
	v, err := strconv.Atoi(w.text)
	switch {
	case err != nil:
		n.fail(NotNumber, strconv.Quote(w.text))
	case v < lo || v > hi:
		n.fail(Range, w.text)
	default:
		return v
	}
	return 0
}

// amount reads a number that is not negative.
func (n *numbers) amount() int { return n.readBetween(0, most) }

// readAmounts reads so many.
func (n *numbers) readAmounts(count int) []int {
	out := make([]int, 0, min(count, len(n.words)))
	for range count {
		if n.err != nil {
			break
		}
		out = append(out, n.amount())
	}
	return out
}

// expect reads the number that must come.
func (n *numbers) expect(want int) {
	if got := n.readBetween(-most, most); n.err == nil && got != want {
		n.fail(Order, strconv.Itoa(got))
	}
}

// count reads how many items follow that take at least so many numbers each: no
// more than there is room for.
func (n *numbers) count(each int) int {
	v := n.amount()
	if n.err == nil && v > len(n.words)/each {
		n.fail(CutOff, "")
		return 0
	}
	return v
}

// end says that nothing may be left.
func (n *numbers) end() {
	if n.err == nil && len(n.words) > 0 {
		n.line = n.words[0].line
		n.fail(LeftOver, strconv.Quote(n.words[0].text))
	}
}

// readExtra takes a single whole number that is left on a line of its own.
func (n *numbers) readExtra() Extra {
	if n.err != nil || len(n.words) != 1 || n.words[0].line == n.line {
		return Extra{}
	}
	w := n.words[0]
	if _, err := strconv.Atoi(w.text); err != nil {
		return Extra{}
	}
	n.words = nil
	return Extra{w.line, w.text}
}

// all is every number of a file that has no headings.
func all(section string, data []byte) *numbers {
	n := &numbers{section: section, line: 1}
	for i, text := range lines(data) {
		n.add(text, i+1)
	}
	return n
}

// lines splits at any kind of line end.
func lines(data []byte) []string {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return strings.Split(string(bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))), "\n")
}
