// Package element is MSPDI as text: the elements of a file with the lines they
// stand on, the forms of its values, and an emitter of elements. It knows no
// plan.
//
// Decode promises to stop at the first thing that is no MSPDI and to name its
// line; Seconds, Time and Clock promise to take every form that programs write
// and to refuse what no plan can hold.
package element
