package plansql

import (
	"database/sql/driver"
	"fmt"

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
