// Package office is the planning office: the use cases of the plan domain. It
// asks who may do a thing, applies the rules of package plan to a project's
// Book, and stores what changed.
//
// # Promises
//
//   - A change is one transaction: the new revision, the figures, a history row,
//     an audit entry and the fact plan.Changed are stored together or not at all.
//   - A change that names an older revision than the stored one is refused with
//     Conflict "plan.conflict", which says who was faster. One that names none is
//     applied to whatever stands.
//   - Nothing of an imported file reaches a plan before it is confirmed.
//   - A Book in memory is never changed; a project at a known revision is
//     computed once and served from memory after that.
package office
