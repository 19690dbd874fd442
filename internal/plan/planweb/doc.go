// Package planweb shows the plans of a zone: pages under /projects and
// /deliveries, and the same nouns under /api/v1.
//
// Words. The head of a project's pages is one component, projectPage, with a tab
// per view: plan (Gantt or table), progress, deliveries, calendars, history.
// Every page of a project follows the topic project/{id}, so a change by
// somebody else appears without a reload.
//
// Promises. Nothing here decides: handlers read a form, call the office, and
// show what it answers. Refusals come back as faults and are told in one place.
package planweb
