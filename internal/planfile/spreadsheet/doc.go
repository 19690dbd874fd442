// Package spreadsheet reads and writes plans as tables: the template for those who
// have no planning tool, as CSV or Excel workbook with Chinese or English
// headings, and the Excel export of any plan.
//
// A plan table has one heading row and one row per activity. Headings may come
// in any order and in either language; those that are not known are left out
// and noted. A workbook may say more on further sheets: the project, its
// calendars, holidays and made-up working days.
//
// Read promises to be forgiving: a cell that cannot be read is left out and
// named in the notes with row, column and value, and nothing is stored until a
// person has seen them. It refuses only what is no plan table at all. What
// Write wrote, Read reads again: activities, outline, durations, links, lags,
// calendars, constraints and progress.
package spreadsheet
