package db

import (
	"fugong/internal/fault"
	"fugong/internal/text"
)

// checkStorable refuses texts that PostgreSQL cannot store, on either engine: what
// SQLite would take could never move to the other. It is the last guard; who lets
// text in has looked at it, and names the input. Error: Invalid "db.text".
func checkStorable(args []any) error {
	for _, arg := range args {
		switch v := arg.(type) {
		case string:
			if !text.Storable(v) {
				return fault.New(fault.Invalid, "db.text")
			}
		case *string:
			if v != nil && !text.Storable(*v) {
				return fault.New(fault.Invalid, "db.text")
			}
		}
	}
	return nil
}
