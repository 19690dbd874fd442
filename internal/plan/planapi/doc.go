// Package planapi is the JSON API of plans, under /api/v1: the same nouns as the
// pages.
//
// Words. Keys are snake_case and stable. Dates are 2006-01-02; moments of a plan
// are 2006-01-02T15:04 on the wall clock of the site, without a zone; instants
// are RFC 3339. What is absent is left out. Durations say their unit in the key:
// duration_minutes are working minutes, delay_days civil days.
//
// Promises. Every change takes an Idempotency-Key. One that names
// expected_revision is refused with 409 when somebody was faster; without it the
// change holds whatever stands. Refusals are RFC 9457 problems whose code is the
// stable message key. Nothing here decides: package plan does.
package planapi
