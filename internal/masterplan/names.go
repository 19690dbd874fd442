package masterplan

import (
	"fmt"
	"slices"
)

// String is the lag as it is written behind a link's type: "+16h", "-30m",
// "+50%", with an e before the unit where it runs round the clock; empty for none.
func (l Lag) String() string {
	elapsed := ""
	if l.Elapsed {
		elapsed = "e"
	}
	switch {
	case l.Unit == Percent && l.Percent != 0:
		return fmt.Sprintf("%+g%s%%", l.Percent, elapsed)
	case l.Tenths == 0:
		return ""
	case l.Tenths%600 == 0:
		return fmt.Sprintf("%+d%sh", l.Tenths/600, elapsed)
	default:
		return fmt.Sprintf("%+g%sm", float64(l.Tenths)/10, elapsed)
	}
}

var (
	kindNames       = [...]string{"task", "start_milestone", "finish_milestone", "level_of_effort", "hammock", "summary"}
	linkNames       = [...]string{"FS", "SS", "FF", "SF"}
	constraintNames = [...]string{"none", "as_late_as_possible", "start_on", "start_no_earlier", "start_no_later", "finish_on", "finish_no_earlier", "finish_no_later", "mandatory_start", "mandatory_finish"}
)

func (k Kind) String() string           { return kindNames[k] }
func (t LinkType) String() string       { return linkNames[t] }
func (t ConstraintType) String() string { return constraintNames[t] }

// ParseConstraint reads the name of a constraint type.
func ParseConstraint(s string) (ConstraintType, bool) {
	i := slices.Index(constraintNames[:], s)
	return ConstraintType(max(i, 0)), i >= 0
}
