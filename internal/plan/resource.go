package plan

import "fugong/solve/worktime"

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
}

// Assignment puts a resource on an activity.
type Assignment struct {
	UID                             int64
	Activity, Resource              int32 // indices; Resource -1 = unassigned work
	Units                           float64
	Work, ActualWork, RemainingWork int64 // minutes; for materials, thousandths of a unit
	Cost                            float64
	Delay                           int64 // tenths of a minute
	Start, Finish                   worktime.Time
	Split                           []Split // worked pieces from the file's timephased data
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
