// Package plandemo makes the demo zone's projects: an electric vehicle plant with
// four workshops after the newspaper page of 21 February 2020, and smaller
// projects in other states. Everything is invented here from compact tables and
// dated relative to a given today, on which work goes on again after a stoppage
// of four weeks.
//
// The projects are made through the use cases of package plan, with a clock
// that walks from the first import to this morning, so that history, revisions
// and audit look as they would after months of use.
package plandemo
