// Package audit remembers who did what to which object, for good.
//
// Words. An entry is one act. Its number counts from 1 within its zone. Its
// hash covers its content and the hash of the entry before it, so the entries
// of a zone form a chain; the head keeps the last number and hash.
//
// Promises. An entry is written in the transaction of the act it tells of:
// both happened, or neither. The database refuses to change or delete entries.
// Whoever gets around that leaves a chain that does not add up, and Verify
// names the first entry where. Someone who may write every table can forge a
// whole new chain; a head noted down elsewhere (Verify reports it) shows that.
//
// Entries hold no personal data: objects are named by id, and Detail by field
// and old and new value only where neither is private.
package audit
