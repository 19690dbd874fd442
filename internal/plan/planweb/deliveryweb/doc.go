// Package deliveryweb shows the deliveries that a plan waits for: those of the
// zone under /deliveries, those of a project, what each has brought so far, and
// the chain from late goods to the finish.
package deliveryweb
