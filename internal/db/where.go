package db

import (
	"fmt"
	"strings"
)

// Where gathers the conditions of a query and their arguments; in each condition
// ? becomes the next placeholder. The zero value has none.
type Where struct {
	text strings.Builder
	Args []any
}

// And adds a condition that must hold too.
func (w *Where) And(condition string, args ...any) {
	if w.text.Len() == 0 {
		w.text.WriteString(" WHERE ")
	} else {
		w.text.WriteString(" AND ")
	}
	for _, r := range condition {
		if r == '?' {
			w.Args = append(w.Args, args[0])
			args = args[1:]
			fmt.Fprintf(&w.text, "$%d", len(w.Args))
			continue
		}
		w.text.WriteRune(r)
	}
}

// In adds that a column has one of the values; an empty one holds for no row.
func (w *Where) In(column string, values []string) {
	if len(values) == 0 {
		w.And("1 = 0")
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	w.And(column+" IN (?"+strings.Repeat(",?", len(values)-1)+")", args...)
}

// Like adds that a column of lower-case search text holds text; empty text adds
// nothing.
func (w *Where) Like(column, text string) {
	if text = strings.ToLower(strings.TrimSpace(text)); text != "" {
		escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
		w.And(column+` LIKE ? ESCAPE '\'`, "%"+escape.Replace(text)+"%")
	}
}

// SQL is the WHERE clause with a space before it; empty without conditions.
func (w *Where) SQL() string { return w.text.String() }
