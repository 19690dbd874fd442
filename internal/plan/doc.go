// Package plan is the room of the projects and their plans: the use cases. It
// asks who may do a thing, applies the rules of package masterplan to a project's
// Book, and stores what changed.
//
// # Promises
//
//   - A change is one transaction: the new revision, the figures, a history row,
//     an audit entry and the fact Changed are stored together or not at all.
//   - A change that names an older revision than the stored one is refused with
//     Conflict "plan.conflict", which says who was faster. One that names none is
//     applied to whatever stands.
//   - Nothing of an imported file reaches a plan before it is confirmed.
//   - A Book in memory is never changed; a project at a known revision is
//     computed once and served from memory after that.
//
// # Facts
//
// Changed is announced after every commit that touches a project; Stopped when
// a stoppage was recorded, corrected or withdrawn and the projects that it stops
// are yet to follow.
//
// # Packages below it
//
// plansql is the store, planweb the pages and the API. Package planfile, a
// neighbour, opens and writes files of any kind.
package plan
