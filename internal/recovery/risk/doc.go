// Package risk plays a plan many times with durations that spread as this
// project's own have so far, and says how sure its finish is.
//
// In a run every task keeps its links and the order in which hands pass from task
// to task; what a task takes is its planned duration times a factor. Factors are
// lognormal. Half of their variance is common to a run, since what makes one
// activity late often makes others late as well (an assumption); the other half is
// each activity's own. Uncertain deliveries come later by up to so many days as the
// settings say.
package risk
