// Package schedule states resource-constrained project scheduling problems and
// checks their solutions.
//
// A Problem is tasks with one or more modes, links with minimum and maximum
// lags, resources whose capacity varies over time, budgets, and a Goal. Time is
// counted in ticks from 0; what a tick is (a day, an hour, a quarter) is the
// caller's. A Solution is a start and a mode of every task. Package
// solve/schedule/solver finds solutions; Check says whether one keeps every
// rule and shares no code with what finds them.
//
// Words. A task runs from its start up to, not including, its end. A task with
// a calendar works on the calendar's working ticks only: it pauses between them,
// holds its resources only while it works, starts on a working tick, and ends
// just after its last worked one. A task of no duration holds nothing and may
// stand anywhere. A renewable resource is there again on every tick (hands, a
// crane); a budget is spent once (money, permits, cubic metres).
package schedule
