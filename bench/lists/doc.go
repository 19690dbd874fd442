// Command lists measures a table over a source: its page, its search and its Excel file
// at so many rows, on SQLite and, where FUGONG_TEST_POSTGRES names a server, on
// PostgreSQL.
//
//	make bench-lists
package main
