package planview

import (
	"context"

	"fugong/internal/ui"
	"fugong/solve/worktime"
)

// Matter is something that needs somebody today and that another room knows of.
type Matter struct {
	Project   string // id
	Stake     int    // days of the project's finish that hang on it
	Lamp      ui.Lamp
	What, Why string       // in the reader's language
	On        worktime.Day // worktime.NoDay for none
	Href      string       // where it is dealt with
}

// Source lists a room's matters for the reader, in any order.
type Source func(ctx context.Context) ([]Matter, error)
