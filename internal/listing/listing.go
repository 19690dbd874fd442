// Package listing is what readers ask of a long list and what they are given: a page
// of it, searched, narrowed and sorted where the rows are kept. Pages, the API and the
// stores speak of lists in these words.
package listing

// Counted bounds how far rows are counted: a list of 300,000 says "more than 10,000",
// and costs no more than one of 10,000.
const Counted = 10_000

// Asked is what a reader wants to see of a list.
type Asked struct {
	Words      []string            // in lower case; each must occur
	Chosen     map[string][]string // values by chip; those of one chip add, chips narrow one another
	Sort       string              // key of a column; "" is the list's own order
	Descending bool
	From, Most int // rows to pass over, and rows wanted
}

// Narrowed reports whether less than the whole list is asked for.
func (a Asked) Narrowed() bool { return len(a.Words) > 0 || len(a.Chosen) > 0 }

// Found is a page of a list.
type Found[T any] struct {
	Rows  []T
	Match Count                       // rows that match
	All   Count                       // rows there are
	Chips map[string]map[string]Count // rows by chip and value, if they are counted; what is searched stays, the chip's own choice does not count
}

// Count is a number of rows; with More there are more than N.
type Count struct {
	N    int
	More bool
}
