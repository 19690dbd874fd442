// Package psplib reads the project files of the scheduling literature:
// ProGen's .sm (one mode) and .mm (several modes), ProGen/max's .sch (minimum
// and maximum lags) and Patterson's .rcp. The formats are described by Kolisch
// and Sprecher (PSPLIB, 1996), Schwindt (ProGen/max, 1996) and Patterson (1984).
//
// Jobs become tasks in the file's order, the dummy source and sink tasks of no
// duration; a task is named by its job's number. Renewable resources become
// Resources of constant capacity, non-renewable ones Budgets, in the order of
// the file's columns. The goal is the makespan. Due dates, tardiness costs and
// the file's own horizon are left out: it is no rule, only an upper bound.
//
// What cannot be read is an *Error that names the line and the section.
package psplib
