package stoppage

import (
	"encoding/json"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Loss is what stoppages do to a plan: its dates without them, from its data
// date, against its dates with them in the calendars.
type Loss struct {
	Planned worktime.Time // the finish without the stoppages
	Finish  worktime.Time // the finish with them and without measures
	Days    int           // lost, from Planned to Finish
	ByCause CauseDays     // adds up to Days
	Slips   []Slip        // of the activities that move, in the plan's order
}

// Slip is how far one activity moves.
type Slip struct {
	Activity           int32         // index into the plan
	Planned            worktime.Time // finish without the stoppages
	Finish             worktime.Time // finish with them
	PlannedStart, From worktime.Time // the same of its start
	Days               int           // of its finish
	ByCause            CauseDays     // adds up to Days
}

// CauseDays are days by cause, in the order of Causes. In JSON an object with the
// causes as keys.
type CauseDays [12]int

// Of is the days of one cause.
func (d CauseDays) Of(c Cause) int {
	for i, known := range Causes {
		if known == c {
			return d[i]
		}
	}
	return 0
}

// add books days to a cause.
func (d *CauseDays) add(c Cause, days int) {
	for i, known := range Causes {
		if known == c {
			d[i] += days
		}
	}
}

// MarshalJSON writes the causes by name.
func (d CauseDays) MarshalJSON() ([]byte, error) {
	out := make(map[Cause]int, len(d))
	for i, c := range Causes {
		out[c] = d[i]
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (d *CauseDays) UnmarshalJSON(data []byte) error {
	var in map[Cause]int
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	for i, c := range Causes {
		d[i] = in[c]
	}
	return nil
}

// Observation is the finish that a project forecast on the evening of a day.
type Observation struct {
	Day    worktime.Day
	Finish worktime.Time
}

// LedgerDay is the account of one day: Lost is every day by which the forecast
// ever moved out, WonBack every day by which it moved in again, StillToWin the
// difference, which is how far the forecast stands behind the planned finish
// (negative when it is ahead).
type LedgerDay struct {
	Day                       worktime.Day
	Lost, WonBack, StillToWin int
}

// Ledger keeps the account from the planned finish on. Observations are in the
// order of their days; one without a finish repeats the day before.
func Ledger(planned worktime.Time, list []Observation) []LedgerDay {
	out := make([]LedgerDay, 0, len(list))
	before := masterplan.EndDay(planned)
	var sum LedgerDay
	for _, o := range list {
		if o.Finish != worktime.None {
			moved := int(masterplan.EndDay(o.Finish) - before)
			sum.Lost += max(0, moved)
			sum.WonBack += max(0, -moved)
			before = masterplan.EndDay(o.Finish)
		}
		sum.Day, sum.StillToWin = o.Day, sum.Lost-sum.WonBack
		out = append(out, sum)
	}
	return out
}
