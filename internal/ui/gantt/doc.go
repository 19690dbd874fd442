// Package gantt is the data contract and the host element of the Gantt chart.
//
// A page fills a [Chart] and answers with its JSON ([Chart.AppendJSON]); the
// script under assets/src/gantt draws it. [Host] writes the element that the
// script mounts on, with the translated strings it needs. The package knows no
// domain: times are civil minutes since 1970-01-01T00:00 as in solve/worktime,
// and [None] is the absent time with the same value.
//
// # The wire
//
// The JSON is columnar and relative, so that 5,000 activities and 8,000 links
// stay small. epoch is the earliest start; today, data_date and target are
// absolute or null; day is the working minutes of one day (to show durations).
// Row columns have one entry a row; base_start to trade are left out when no row
// has a value:
//
//	id          without the common prefix
//	up          rows back to the enclosing summary, 0 at the top
//	kind, flags see Kind and Flags
//	start       minutes after epoch
//	span        finish − start
//	base_start  baseline start − start, null without one
//	base_finish baseline finish − finish, null without one
//	done        minutes after start up to which work is done, null for none
//	percent     0–100
//	duration    working minutes
//	float       total float in working minutes, null when not known
//	tail        late finish − finish, null when not known
//	trade       index into trades, −1 for none
//	marks       flat triples: row, mark type, date − epoch
//
// Links are sorted by successor: succ is the difference to the one before, back
// is succ − pred, lag is flat pairs of link index and minutes. off is flat
// triples: days after the run before (after day 0 for the first), length in
// days, 1 for a holiday and 0 for a usual day of rest.
package gantt
