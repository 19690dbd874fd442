// Package timecost states the question of a recovery.Input as a schedule.Problem
// and reads its solutions back as points.
//
// # Ticks
//
// Time is counted in ticks from the data date's midnight on. A tick is two hours
// when nearly all durations and lags are whole multiples of that, else one hour;
// longer where a plan of many years would need too many; a day in a plan that
// speaks of whole days round the clock only. A calendar's working ticks are those
// in which its count of working minutes passes a multiple of the tick, so that a
// span of ticks holds as many working ticks as it holds working minutes, whatever
// the hours of the shifts. Durations and lags are rounded up and leads down: no
// work is lost, and a chain is late by less than a tick for each activity whose
// minutes are no multiple.
//
// # What becomes of what
//
// An unfinished activity is a task of its remaining work; what is done is gone,
// and what its lags still ask for is a release. Links keep their lags on their
// calendars; a lead is a task of its working time that ends with its predecessor
// and whose start the successor follows. Dates that push (start or finish no earlier than) bind; dates
// that only judge (no later than, deadlines) do not. Level of effort, hammocks and
// headings are left out; a link of a heading binds what is below it.
//
// A trade has the hands that today says, else the most of what the plan's resource
// may have and what the plan without measures uses at its busiest. A measure is a
// mode: a shorter duration, other demands, a cost. A link that may be overlapped
// and a delivery that may be hurried are tasks of their own, whose modes are the
// strict wait and the bought one.
package timecost
