// Package importweb is how a plan comes in: the page that takes a file, the
// preview that shows what it would do before anything is stored, and the report
// of an import that was applied.
package importweb
