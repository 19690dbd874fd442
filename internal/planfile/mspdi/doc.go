// Package mspdi reads and writes Microsoft Project's XML (MSPDI), the file
// that Microsoft Project, ProjectLibre, GanttProject and many others share.
//
// Its units are its own: a link's lag and a slack are tenths of a minute, a
// duration PT16H is sixteen working hours, an elapsed duration runs round the
// clock, a material's work counts units as hours. Dates are wall-clock time
// with no zone.
//
// Read promises to keep every task, blank row, link, lag, calendar,
// constraint, resource, assignment and task baseline, to say in the notes what
// it had to assume or drop, and to refuse with one *fault.Error that names the
// file, the element and the line. Write promises the schema's element order.
// What Write wrote, Read reads back unchanged.
package mspdi

// Namespace is the name space of every MSPDI element. Read does not ask for it,
// since some writers leave it out.
const Namespace = "http://schemas.microsoft.com/project"
