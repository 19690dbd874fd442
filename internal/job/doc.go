// Package job does work after the transaction that asked for it, on River, on
// both engines.
//
// Words. A kind names what is to be done or what happened ("plan.imported"); a
// payload is its JSON: ids and dates, never personal data. A handler does the
// work. A runner hands jobs to handlers.
//
// Promises. A job recorded in a transaction exists if and only if that commits.
// It is then handed to every handler of its kind at least once, so handlers
// are idempotent; one that fails or panics is tried again, ever more rarely,
// for some three weeks. A handler gets five minutes. Stop lets running
// handlers finish. A queue of its own bounds how many long jobs run at a time;
// the others wait in order.
package job
