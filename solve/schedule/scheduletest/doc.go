// Package scheduletest serves the tests of all that solves schedule.Problem:
// small random problems that use every rule, their optimum by exhaustion, and a
// tick-by-tick reading of the rules that shares no code with schedule.Check.
package scheduletest
