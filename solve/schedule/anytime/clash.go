package anytime

// Clash is a smallest set of demands that cannot all hold: leave any one of
// them out and the rest can.
type Clash struct {
	Demands []Demand
}

// Demand is one rule of a problem that takes part in a Clash. Of is the index
// of the task, link, resource or budget it belongs to.
type Demand struct {
	Kind DemandKind
	Of   int
	From int // with CapacityDemand: the ticks From <= t < To
	To   int
}

// DemandKind says which rule.
type DemandKind string

const (
	ReleaseDemand  DemandKind = "release"
	DeadlineDemand DemandKind = "deadline"
	PinDemand      DemandKind = "pin"
	LinkDemand     DemandKind = "link"
	CapacityDemand DemandKind = "capacity"
	BudgetDemand   DemandKind = "budget"
	HorizonDemand  DemandKind = "horizon"
)
