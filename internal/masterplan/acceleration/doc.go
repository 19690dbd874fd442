// Package acceleration names the measures that win days on an activity: longer
// hours, a night shift, more hands, an overlap, a split, a delivery hurried, a
// crew borrowed. What they bring and cost is worked out by package recovery.
package acceleration
