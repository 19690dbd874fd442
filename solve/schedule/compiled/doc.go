// Package compiled compiles a schedule.Problem for engines: flat arrays of int32,
// links turned into minimum arcs, calendars into maps answered in constant time,
// and windows in which every solution must stand.
//
// Words. A way is a usable mode of a task; ways are numbered through, those of
// task i being WayAt[i] up to WayAt[i+1]. An arc asks for to >= from + lag of two
// ends; a maximum link became a reversed arc with a negative lag. An arc is
// forward when its To waits for its From, which then stands before it in Order,
// else back: in an acyclic problem without maximum links all are forward. The est and ect of a task are
// the earliest start and end, lst and lct the latest, that links, releases,
// deadlines, pins, calendars and the horizon leave, each taken over all ways.
//
// A Model is not changed after Compile and may be read by many goroutines.
package compiled
