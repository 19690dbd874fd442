// Command zone measures what a zone of many projects costs a server: processor
// time for each request of the pages and of the trial of a stoppage, for one
// or several builds of the program side by side.
//
//	go run ./bench/zone -projects 1000 before=/path/to/old/fugong now=bin/fugong
//
// Every build serves a demo zone of its own on a loopback address; the same
// plans are imported into each through the API. Requests go to the builds in
// turn, so that a busy machine slows them alike. It needs Linux, whose /proc
// tells the processor time of a process.
package main
