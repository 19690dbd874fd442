// Package planview is what all pages of a plan share: the head of a project's
// pages with its tabs and its line of figures, how dates, durations and lamps
// are written, the chart's data, and the chain behind a date.
//
// Words. A Sight is a project as its pages show it: the book, the names of those
// in charge, and the day. Page is the frame around a page of a project.
//
// Promises. A page built on Page follows the topic project/{id} and so
// shows what others change without a reload; a handler that changed a project
// calls Base.Changed.
package planview
