package recovery

import (
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/masterplan/stoppage"
	"fugong/solve/worktime"
)

// Point is one finish that can be had, the least known cost of it, and the
// complete plan behind it.
type Point struct {
	Finish   worktime.Time
	Days     int   // won against the finish without measures
	Cost     int64 // of its measures
	Net      int64 // Cost less the site costs and penalties that its days save
	Bound    int64 // no plan with this finish costs less
	Proven   bool  // Cost is the least there is
	Measures []acceleration.Measure
	Rows     []Placed    // by index of the plan's activities
	Trades   []TradeLoad // work against hands
	Risk     Risk
}

// Placed is where a plan puts an activity's remaining work. Both are
// worktime.None for what is not planned: headings, what spans others, what is
// done.
type Placed struct {
	Start, Finish worktime.Time
	Remaining     int64 // working minutes under the point's measures
	Waits         bool  // hands are elsewhere: it starts later than its links ask
}

// TradeLoad is one trade's histogram.
type TradeLoad struct {
	Trade string // code of the plan's resource
	Name  string
	Days  []DayLoad // from today on, every day that has work or hands
}

// DayLoad is the hands at work at the busiest moment of a day, those there are,
// and what measures add to them.
type DayLoad struct {
	Day                    worktime.Day
	Needed, There, Brought float64
}

// Risk is how sure a finish is, from runs with durations that spread as this
// project's own have so far.
type Risk struct {
	Runs     int // 0: not played yet
	P50, P80 worktime.Time
	Chance   float64 // that Finish is kept, 0–1
	Measured bool    // Spread comes from this project's own activities, not from the default
	Spread   Spread
}

// Spread is how actual durations stood to planned ones, as ratios.
type Spread struct {
	Activities       int // finished ones it was taken from
	P10, Median, P90 float64
}

// Frontier is every point, the latest finish first, so that costs rise.
type Frontier struct {
	Planned         worktime.Time // the finish without stoppages
	WithoutMeasures worktime.Time
	LowerBound      worktime.Time // no plan under these rules finishes before it
	Keep            worktime.Time // the finish that was to be kept
	Points          []Point
	KeepAt          int // index of the cheapest point that keeps Keep; -1 when none does
	SoonestAt       int // of the earliest finish
	BestAt          int // of the best value
	Loss            stoppage.Loss
	Conflicts       []Conflict // what stands in the way of Keep, or of an earlier finish
}

// Progress is what is known while a frontier is being worked out. The Frontier is
// not changed after it was handed over.
type Progress struct {
	Stage     Stage
	Frontier  *Frontier // complete from the first call on which it is not nil
	Schedules int64     // complete plans tried
	Improved  int       // points made cheaper or earlier since the first frontier
	Share     float64   // of the work allowed, 0–1
}

// Stage says what is going on.
type Stage string

const (
	StageReading    Stage = "reading"   // the plan is being stated as a problem
	StageCutting    Stage = "cutting"   // the first frontier is being cut
	StageImproving  Stage = "improving" // points are being made cheaper, bounds raised
	StageSimulating Stage = "playing"   // risk
	StageDone       Stage = "done"
)

// ConflictKind says what kind of thing stands in the way.
type ConflictKind string

const (
	ChainConflict    ConflictKind = "chain"    // the critical chain cannot be made shorter
	HandsConflict    ConflictKind = "hands"    // too few hands of a trade
	PeopleConflict   ConflictKind = "people"   // the site's limit of people
	DeliveryConflict ConflictKind = "delivery" // comes too late
	PermitConflict   ConflictKind = "permit"
	BlockConflict    ConflictKind = "block"
	NightConflict    ConflictKind = "night"    // no night-work permit
	OvertimeConflict ConflictKind = "overtime" // legal hours are used up
	UndatedConflict  ConflictKind = "undated"  // nobody can say when; planned as if it were there
)

// Conflict is what stands in the way, and what it would bring to remove it.
type Conflict struct {
	Kind       ConflictKind
	Subject    string // the trade, delivery, permit or issue as people call it
	ID         string
	Activities []int32 // along the chain, or those held, by index
	From, To   worktime.Time
	Days       int               // by which the finish could move in without it, nothing else changed
	Price      int64             // of removing it, where somebody named one
	Priced     bool              // Price means something
	Why        masterplan.Reason // a sentence of the catalogue, plan.recovery.conflict.<Kind>
}
