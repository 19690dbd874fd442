package plansql

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/solve/worktime"
)

// moment stores a worktime.Time: NULL when absent. It is absent in JSON too when
// marked omitzero.
type moment worktime.Time

// Value is the column's value.
func (m moment) Value() (driver.Value, error) {
	if worktime.Time(m) == worktime.None {
		return nil, nil
	}
	return int64(m), nil
}

// Scan reads the column.
func (m *moment) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*m = moment(worktime.None)
	case int64:
		*m = moment(v)
	default:
		return fault.New(fault.Internal, "db.corrupt").Because(fmt.Errorf("a time is stored as %T", v))
	}
	return nil
}

// IsZero tells an absent time.
func (m moment) IsZero() bool { return worktime.Time(m) == worktime.None }

// at turns plan times into column scanners.
func at(t *worktime.Time) *moment { return (*moment)(t) }

// instant is Unix milliseconds.
func instant(t time.Time) int64 { return t.UnixMilli() }

// document writes v as JSON; the empty string for nothing.
func document(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", fault.New(fault.Internal, "db.corrupt").Because(err)
	}
	switch string(text) {
	case "{}", "null", "[]":
		return "", nil
	}
	return string(text), nil
}

// parse reads what document wrote; v keeps its values where nothing was said.
func parse(text string, v any) error {
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), v); err != nil {
		return fault.New(fault.Internal, "db.corrupt").Because(err)
	}
	return nil
}

// where gathers conditions; each ? becomes the next placeholder.
type where struct {
	text strings.Builder
	args []any
}

func (w *where) and(condition string, args ...any) {
	if w.text.Len() == 0 {
		w.text.WriteString(" WHERE ")
	} else {
		w.text.WriteString(" AND ")
	}
	for _, r := range condition {
		if r == '?' {
			w.args = append(w.args, args[0])
			args = args[1:]
			fmt.Fprintf(&w.text, "$%d", len(w.args))
			continue
		}
		w.text.WriteRune(r)
	}
}

// in is a condition on a list; an empty one holds for no row.
func (w *where) in(column string, values []string) {
	if len(values) == 0 {
		w.and("1 = 0")
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	w.and(column+" IN (?"+strings.Repeat(",?", len(values)-1)+")", args...)
}

// like finds text anywhere in a column of lower-case search text.
func (w *where) like(column, text string) {
	if text = strings.ToLower(strings.TrimSpace(text)); text != "" {
		escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
		w.and(column+` LIKE ? ESCAPE '\'`, "%"+escape.Replace(text)+"%")
	}
}
