// Command memory measures the most memory that a served build takes for one
// request: it sends files of every kind, as large and as ill-shaped as they are
// accepted, opens what becomes of them, and reads the process's peak from the
// kernel.
//
//	go run ./bench/memory [-build bin/fugong] [-only NAME]
package main
