package masterplan

import (
	"math"

	"fugong/solve/worktime"
)

// ResourceType tells labour and plant from materials and money.
type ResourceType uint8

const (
	WorkResource ResourceType = iota
	MaterialResource
	CostResource
	EquipmentResource // P6 nonlabour
)

// Resource is a crew, machine, material or cost line.
type Resource struct {
	UID        int64
	Code, Name string
	Type       ResourceType
	Unit       string  // material label
	MaxUnits   float64 // 1 = one full-time
	Calendar   int32   // index, -1 for none
	Rate       float64 // standard, per hour or per unit
	Overtime   float64
	CostPerUse float64
	Group      string
	Role       bool // a trade without a name: a role of Primavera, a generic resource of Microsoft Project
}

// Assignment puts a resource on an activity.
type Assignment struct {
	UID                             int64
	Activity, Resource              int32 // indices; Resource -1 = unassigned work
	Units                           float64
	Work, ActualWork, RemainingWork int64 // minutes; for materials, thousandths of a unit
	Cost                            float64
	Delay                           int64 // tenths of a minute of working time that it begins after the activity
	Start, Finish                   worktime.Time
	Split                           []Split // worked pieces from the file's timephased data

	// What Microsoft Project says besides of work that is not even.
	Contour       Contour
	Overtime      int64         // minutes of RemainingWork that are done outside of working time
	LevelingDelay int64         // tenths of a minute round the clock that it begins after the activity
	Resume        worktime.Time // what remains of it goes on here; 0 for nothing said
	Stretch       int64         // working minutes on its own calendar that what remains of it takes; 0: as work and units say
}

// Contour is how the work of an assignment is spread; the numbers are MSPDI's.
type Contour uint8

const (
	Flat Contour = iota
	BackLoaded
	FrontLoaded
	DoublePeak
	EarlyPeak
	LatePeak
	Bell
	Turtle
	Contoured // by hand
)

// stretchOf is how much longer work takes that is spread otherwise than evenly: the
// shares of the full units that Microsoft Project's contours average to.
var stretchOf = [...]float64{1, 5. / 3, 5. / 3, 2, 2, 2, 2, 10. / 7, 1}

// remainingSpan is the working time on its own calendar that what remains of an assignment
// takes, in tenths of a minute; ok is false where nothing remains or the units are unknown.
func (w *Assignment) remainingSpan() (span int64, ok bool) {
	left := w.RemainingWork - w.Overtime
	switch {
	case left <= 0:
		return 0, false
	case w.Stretch > 0:
		return tenths * w.Stretch, true
	case w.Units <= 0 || int(w.Contour) >= len(stretchOf):
		return 0, false
	}
	return int64(math.Round(tenths * float64(left) / w.Units * stretchOf[w.Contour])), true
}

// Baseline is a frozen set of dates.
type Baseline struct {
	ID     string
	Number int // MSPDI 0–10
	Name   string
	Taken  worktime.Time
	Rows   []BaselineRow
}

// BaselineRow is one activity in a baseline.
type BaselineRow struct {
	Activity      int32
	Start, Finish worktime.Time
	Duration      Duration
	Work          int64
	Cost          float64
}

// PrimaryResource is the first resource with a calendar of its own that is assigned
// to activity i, as an index into Resources; ok is false when there is none.
func (p *Plan) PrimaryResource(i int) (at int32, ok bool) {
	for _, a := range p.Assignments {
		if int(a.Activity) == i && a.Resource >= 0 && p.Resources[a.Resource].Calendar >= 0 && p.Resources[a.Resource].Type != MaterialResource {
			return a.Resource, true
		}
	}
	return -1, false
}
