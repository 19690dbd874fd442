// Package db is the database of a zone: SQLite embedded by default, PostgreSQL
// for scale, and one SQL text for both.
//
// Words. A Querier runs statements: *DB on its own, *Tx within a transaction.
// A Migrations line is one domain's numbered SQL files; each domain keeps its
// own version table. An archive is a portable copy of every table.
//
// Promises. A transaction is serialisable: immediate on SQLite, which has one
// writer, and retried on PostgreSQL, so what runs inside must be repeatable.
// What was committed survives a killed process and a power cut
// (synchronous=FULL). Errors carry a fault.Kind that does not depend on the
// engine. What differs between the engines stays in this package.
//
// Portable SQL: $1 placeholders; ids made by the client; TEXT ids and ISO
// dates, BIGINT minutes or milliseconds, BOOLEAN, DOUBLE PRECISION, BYTEA.
// LIKE minds the case on both engines; an empty BYTEA reads as nil on SQLite. Not portable, so not used in stores:
// ILIKE, GREATEST, now(), = ANY(…), SKIP LOCKED, JSON operators.
package db
