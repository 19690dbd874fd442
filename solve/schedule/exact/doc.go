// Package exact proves what no schedule can beat: it maps a compiled problem
// onto the learning engine of package lazyclause, raises a lower bound of the Goal, and
// closes problems that are small or loose enough, with a best solution or the
// proof that there is none.
package exact
