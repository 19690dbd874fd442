// Package masterplan holds the master plan of a project (总控计划) as data, and the
// rules that need nothing else: what is to be done, in which order, by when, and
// how far it is.
//
// # Words
//
// A Project is what a contractor builds; its Plan is the network of activities
// and links that says how. Compute gives its dates. A progress Entry says how far
// an activity is as of a day, and Fold lays the entries over the plan, so that the
// plan's own rows never change when progress is recorded. A Baseline is a frozen
// set of dates. The data date is the moment up to which progress is known; the
// target is the date promised to the zone. A Lamp sums a project up in one colour,
// and always with its reasons.
//
// # Invariants
//
//   - A progress entry is never changed or deleted. A correction is a new entry
//     that names the one it supersedes.
//   - An activity keeps its ID when a newer file carries the same Code, so entries,
//     baselines and deliveries stay with it.
//   - Types of this package hold account ids, never names of persons.
//
// # Times
//
// Plans speak in civil wall-clock time (worktime.Time, minutes without a zone).
// Only UpdatedAt, RecordedAt and the like are instants.
//
// # Packages below it
//
// What needs a plan but no plan needs: plandiff (what a newer file changes),
// delivery (what the site waits for), earnedvalue (earned value and the S-curve),
// holiday (public holidays in calendars), stoppage (what a stoppage does to
// calendars and costs in days), acceleration (the ways to win days), coherence
// (files whose own dates contradict each other).
package masterplan
