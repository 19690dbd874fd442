package mspdi

import (
	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
)

// shown is how a duration or lag is displayed.
type shown struct {
	unit               masterplan.Unit
	elapsed, estimated bool
}

// estimatedFormat is added to a format for a value that people marked "?".
const estimatedFormat = 32

var formats = map[int]shown{
	3: {unit: masterplan.Minutes}, 4: {unit: masterplan.Minutes, elapsed: true},
	5: {unit: masterplan.Hours}, 6: {unit: masterplan.Hours, elapsed: true},
	7: {unit: masterplan.Days}, 8: {unit: masterplan.Days, elapsed: true},
	9: {unit: masterplan.Weeks}, 10: {unit: masterplan.Weeks, elapsed: true},
	11: {unit: masterplan.Months}, 12: {unit: masterplan.Months, elapsed: true},
	19: {unit: masterplan.Percent}, 20: {unit: masterplan.Percent, elapsed: true},
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

var linkTypes = map[string]masterplan.LinkType{"0": masterplan.FF, "1": masterplan.FS, "2": masterplan.SF, "3": masterplan.SS, "": masterplan.FS}

var constraintTypes = map[string]masterplan.ConstraintType{
	"": masterplan.NoConstraint, "0": masterplan.NoConstraint, "1": masterplan.AsLateAsPossible, "2": masterplan.StartOn, "3": masterplan.FinishOn,
	"4": masterplan.StartNoEarlier, "5": masterplan.StartNoLater, "6": masterplan.FinishNoEarlier, "7": masterplan.FinishNoLater,
}

// constraintNames are Microsoft Project's short names.
var constraintNames = map[masterplan.ConstraintType]string{
	masterplan.StartOn: "MSO", masterplan.FinishOn: "MFO", masterplan.StartNoEarlier: "SNET",
	masterplan.StartNoLater: "SNLT", masterplan.FinishNoEarlier: "FNET", masterplan.FinishNoLater: "FNLT",
}

var taskTypes = map[string]masterplan.TaskType{"": masterplan.FixedUnits, "0": masterplan.FixedUnits, "1": masterplan.FixedDuration, "2": masterplan.FixedWork}
