package masterplan

import "fugong/solve/worktime"

// LinkType mirrors network.LinkType, in the same order.
type LinkType uint8

const (
	FS LinkType = iota
	SS
	FF
	SF
)

// Link joins two activities of one plan.
type Link struct {
	UID        int64
	Pred, Succ int32 // indices into Plan.Activities
	Type       LinkType
	Lag        Lag
}

// Lag is a wait (or, negative, a lead) as the file states it: Tenths of a
// minute, or with Unit Percent that share of the predecessor's duration.
type Lag struct {
	Tenths    int64
	Percent   float64
	Unit      Unit
	Elapsed   bool // round the clock
	Estimated bool
}

// ExternalLink is a link to an activity outside the file's project. It is kept
// and shown, and binds only through Date where the file carries one.
type ExternalLink struct {
	Activity int32  // index of our end
	Pred     bool   // the outside end is the predecessor
	Other    string // the outside end as the file names it: project and activity
	Type     LinkType
	Lag      Lag
	HasDate  bool          // the file says how the outside binds our end:
	Date     worktime.Time // it starts no earlier (Pred) or finishes no later than this
	Outside  worktime.Time // the date of the outside end that Lag counts from, where the file carries it; 0 for none
	Free     worktime.Time // how late our end may finish before early dates of the outside end move, where a file tells it; 0 for none
}
