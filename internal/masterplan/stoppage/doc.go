// Package stoppage says what a stoppage does to a plan: the days on which nobody
// works, the curve by which work picks up again, and the loss by cause.
//
// A Stoppage is a window of days with a cause and a scope: the zone, an
// organisation or a project. Laid puts stoppages into a plan's calendars where
// people can see them; Stop puts them into its network; Assess tells how far they
// move the finish, kept apart by cause.
//
// Days lost and slipped are civil days between the days on which something ends
// (masterplan.EndDay).
package stoppage
