package acceleration

import (
	"fugong/solve/worktime"
)

// Kind is one way to win time.
type Kind string

const (
	Overtime50 Kind = "overtime_50" // two hours more on working days
	Overtime60 Kind = "overtime_60" // three hours more and the rest day, in turns, as the cap allows
	NightShift Kind = "night_shift" // a second shift of the own trade
	MoreHands  Kind = "more_hands"  // idle hands of the trade, on the site already
	NewHands   Kind = "new_hands"   // hands that have to come first
	Overlap    Kind = "overlap"     // a follower begins before its predecessor is done
	Split      Kind = "split"       // the part that can be done now is done now
	Expedite   Kind = "expedite"    // a delivery or permit is had earlier, for money
	Borrow     Kind = "borrow"      // hands or a machine of another project
)

// Kinds in the order that tables show them.
var Kinds = []Kind{MoreHands, Overtime50, Overtime60, NightShift, NewHands, Borrow, Overlap, Split, Expedite}

// Measure is one that a point uses.
type Measure struct {
	Kind     Kind
	Activity int32         // index into the plan of what becomes shorter; -1 of a delivery or permit
	Before   int32         // of an overlap the predecessor, else -1
	Subject  string        // of a delivery, permit or loan: what people call it
	ID       string        // its id; of a loan the lender's project
	Trade    string        // whose hands, code of the plan's resource; empty when the plan assigns nobody
	Hands    int           // additional ones
	From, To worktime.Time // while it lasts
	Days     float64       // working days that it takes off the activity, or civil days off a wait
	Cost     int64
}
