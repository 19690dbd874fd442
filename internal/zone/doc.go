// Package zone knows people and trust: the zones, their organisations, the
// people in them, who may sign in and who may do what.
//
// Its words: a zone is an industrial zone that runs its own desk; an
// organisation is a legal body in it, known by its unified social credit code;
// a person is somebody with papers; an account is somebody who signs in; a
// membership is a role that an account holds in an organisation; an invitation
// is the only way to an account; a token lets a program act for an organisation.
//
// What it promises:
//   - a wrong credit code, ID number, phone or password cannot be built;
//   - passwords, one-time links, session and API tokens are kept as hashes;
//   - who may do what stands in one file, policy.cedar, and nowhere else;
//   - every change is written into the zone's audit log in the same transaction;
//   - names, numbers and phones never reach a log, an error, an audit line or
//     an address: lists carry masks, and a full value takes a stated reason.
package zone
