package mspdi

import (
	"fugong/internal/plan"
	"fugong/internal/plan/mspdi/element"
)

// shown is how a duration or lag is displayed.
type shown struct {
	unit               plan.Unit
	elapsed, estimated bool
}

// estimatedFormat is added to a format for a value that people marked "?".
const estimatedFormat = 32

var formats = map[int]shown{
	3: {unit: plan.Minutes}, 4: {unit: plan.Minutes, elapsed: true},
	5: {unit: plan.Hours}, 6: {unit: plan.Hours, elapsed: true},
	7: {unit: plan.Days}, 8: {unit: plan.Days, elapsed: true},
	9: {unit: plan.Weeks}, 10: {unit: plan.Weeks, elapsed: true},
	11: {unit: plan.Months}, 12: {unit: plan.Months, elapsed: true},
	19: {unit: plan.Percent}, 20: {unit: plan.Percent, elapsed: true},
	21: {},
}

// parseFormat reads a DurationFormat or LagFormat; ok is false when it is
// absent or unknown.
func parseFormat(s string) (shown, bool) {
	n, ok := element.Int(s)
	if !ok {
		return shown{}, false
	}
	f, known := formats[int(n)]
	if known {
		return f, true
	}
	f, known = formats[int(n)-estimatedFormat]
	f.estimated = known
	return f, known
}

// formatOf is parseFormat's inverse; a unit of none is written as none.
func formatOf(s shown) int {
	add := 0
	if s.estimated {
		add, s.estimated = estimatedFormat, false
	}
	for n, f := range formats {
		if f == s {
			return n + add
		}
	}
	return 21 + add
}

var linkTypes = map[string]plan.LinkType{"0": plan.FF, "1": plan.FS, "2": plan.SF, "3": plan.SS, "": plan.FS}

var constraintTypes = map[string]plan.ConstraintType{
	"": plan.NoConstraint, "0": plan.NoConstraint, "1": plan.AsLateAsPossible, "2": plan.StartOn, "3": plan.FinishOn,
	"4": plan.StartNoEarlier, "5": plan.StartNoLater, "6": plan.FinishNoEarlier, "7": plan.FinishNoLater,
}

// constraintNames are Microsoft Project's short names.
var constraintNames = map[plan.ConstraintType]string{
	plan.StartOn: "MSO", plan.FinishOn: "MFO", plan.StartNoEarlier: "SNET",
	plan.StartNoLater: "SNLT", plan.FinishNoEarlier: "FNET", plan.FinishNoLater: "FNLT",
}

var taskTypes = map[string]plan.TaskType{"": plan.FixedUnits, "0": plan.FixedUnits, "1": plan.FixedDuration, "2": plan.FixedWork}
