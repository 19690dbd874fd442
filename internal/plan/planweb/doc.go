// Package planweb shows the plans of a zone: pages under /projects and
// /deliveries. The same nouns under /api/v1 are package planapi.
//
// Words. What all pages share is package planview below this one; a noun with
// many pages of its own has a package below it: importweb, deliveryweb, linkweb,
// recoveryweb, cardweb, closingweb. The rest is here: the list of projects, Today, and a project's plan (Gantt or
// table), activities, progress, calendars, baselines and history.
//
// Promises. Nothing here decides: handlers read a form, call the office, and
// show what it answers. Refusals come back as faults and are told in one place.
package planweb
