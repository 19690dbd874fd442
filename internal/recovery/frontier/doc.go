// Package frontier finds, for every finish from the one without measures down to
// the earliest that can be had, the cheapest measures known that reach it.
//
// The first frontier is cut: the tasks that hold the finish where it is, by links
// and by hands, form a network, and a least cut of it, each task at the price of a
// tick by its next measure, says what to make shorter (Phillips and Dessouky 1977,
// on what a schedule of the hands there are makes critical). The plan is laid out
// anew and cut again, until nothing can be cut; on the way down every day leaves a
// point. What a point does not need is given back, dearest first.
//
// Then points are improved for as long as it is watched: some of a point's
// measures are given back at random and the plan is cut to its finish again. The
// solver of solve/schedule proves bounds and small points cheapest.
package frontier
