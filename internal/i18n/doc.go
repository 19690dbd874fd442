// Package i18n speaks to people in their language: Chinese and English are
// equal languages of every page, message and error.
//
// A room keeps its messages in flat files locale/zh.json and locale/en.json:
//
//	{"plan.title": "Master plan of {{.Name}}",
//	 "plan.count": {"one": "{{.N}} activity", "other": "{{.N}} activities"}}
//
// The composition root merges them once with Load; the web layer puts a
// language into the context with Catalogue.In; everything else takes the
// context: T for a message, N for a message that counts, Error for a fault,
// Date, DateTime, Day, Number, Days for figures, Sort for lists of names.
//
// A message that is missing reads as its key, so that a page never fails for a
// word; the tests of i18ntest fail instead.
package i18n
