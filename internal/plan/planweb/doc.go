// Package planweb shows the plans of a zone: pages under /projects and
// /deliveries. The same nouns under /api/v1 stand beside them in NOUN_api.go.
//
// Words. What all pages share is package planview below this one; a noun with
// many pages of its own has a package below it: importweb, deliveryweb, linkweb,
// cardweb, closingweb. The rest is here: the list of projects, Today, and a
// project's plan (Gantt or table), activities, progress, calendars, baselines and
// history.
//
// Promises. Nothing here changes a plan or says who may: handlers read a form,
// call package plan, and show what it answers. What is due on Today, at stake,
// late by how much and which lamp a delivery has is still worked out here, so the
// API does not give it. Refusals come back as faults and are told in one place.
package planweb
