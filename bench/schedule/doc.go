// Command schedule measures the scheduling kernel on public instances, with a
// peer on the same instances right beside it: first we, then the peer, with the
// same wall time and threads. It prints, for every set, how far the schedules
// are from the best known ones, how many are at the best known, how many are
// proved, and whether any bound or verdict was false; for generated problems of
// 1,000 to 100,000 tasks how soon a first schedule stands, how that grows, and the memory
// a task takes.
//
//	go run ./bench/schedule -sets j120,j60 -seconds 10
//
// Every schedule, ours and the peer's, is checked by schedule.Check. Results are
// appended to a file of JSON lines as they come: a run that was cut off goes on
// where it stopped, and -print shows the tables without running anything. Without
// the folder of public instances (FUGONG_SHARED, or shared beside the checkout)
// it says so and runs the generated ones.
package main
