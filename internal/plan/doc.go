// Package plan holds the master plans of a zone's projects (总控计划): what is to
// be done, in which order, by when, and how far it is.
//
// # Words
//
// A Project is what a contractor builds; its Plan is the network of activities
// and links that says how. The plan in force comes from a file or was edited
// here; Compute gives its dates. A progress Entry says how far an activity is as
// of a day, and Fold lays the entries over the plan, so that the plan's own rows
// never change when progress is recorded. A Baseline is a frozen set of dates.
// The data date is the moment up to which progress is known; the target is the
// date promised to the zone. A Lamp sums a project up in one colour, and always
// with its reasons.
//
// # Invariants
//
//   - Nothing of an imported file is stored in a plan until somebody confirms it.
//   - A progress entry is never changed or deleted. A correction is a new entry
//     that names the one it supersedes.
//   - Every change of a project raises its Revision by one and stores its summary,
//     its history row, its audit entry and the fact Changed in one transaction.
//   - A change made against an older revision than the stored one is refused with
//     a fault of kind Conflict, and nothing of it is stored.
//   - An activity keeps its ID when a newer file carries the same Code, so entries,
//     baselines and deliveries stay with it.
//   - Tables of this package hold account ids, never names of persons.
//
// # Times
//
// Plans speak in civil wall-clock time (worktime.Time, minutes without a zone).
// Only UpdatedAt, RecordedAt and the like are instants.
//
// # Packages beside it
//
// The rules that need a plan but that no plan needs stand beside it: version
// (what a newer file changes), delivery (what the site waits for), earned (earned
// value and the S-curve), holiday (public holidays in calendars), evident (what a
// file was scheduled with), recovery (days lost and won back). Packages office and
// catchup hold the use cases, plansql the store, planweb the pages, planapi the
// API; planfile opens a file of any kind by xer, pmxml, mspdi or sheet.
//
// # Facts
//
// Changed is announced after every commit that touches a project; Stopped when
// a stoppage was recorded, corrected or withdrawn and the projects that it stops
// are yet to follow.
package plan

// Changed is the fact that a project has a new revision.
type Changed struct {
	Zone     string `json:"zone"`
	Project  string `json:"project"`
	Revision int64  `json:"revision"`
	Action   string `json:"action"` // what was done: "plan.progress", "plan.import", …
	By       string `json:"by"`     // account id
}

// ChangedKind is the name Changed travels under.
const ChangedKind = "plan.changed"

// Stopped is the fact that a stoppage was recorded, corrected or withdrawn.
type Stopped struct {
	Zone  string `json:"zone"`
	Entry string `json:"entry"` // id
}

// StoppedKind is the name Stopped travels under.
const StoppedKind = "plan.stopped"
