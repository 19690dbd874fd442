package planfile

import (
	"strings"
	"unicode/utf8"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
)

// How many characters a text may have. Primavera keeps 40 of a code and 120 of a
// name, Microsoft Project 255 of either.
const (
	longestName = 255
	longestNote = 16_000
)

// cutTexts shortens what is longer than any tool writes: a file of 32 MB may be one
// name. What stays is copied, so that the file's own text can be let go.
func cutTexts(p *masterplan.Plan, notes *masterplan.Notes) {
	cut := func(s *string, limit int, code string) {
		if len(*s) > limit && utf8.RuneCountInString(*s) > limit {
			*s = head(*s, limit)
			notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.text_cut", Code: code, Args: fault.Args("Limit", limit)})
		}
		*s = strings.Clone(*s)
	}
	for _, s := range []*string{&p.UID, &p.Code, &p.Name} {
		cut(s, longestName, "")
	}
	for i := range p.Activities {
		a := &p.Activities[i]
		cut(&a.Code, longestName, "")
		cut(&a.WBS, longestName, a.Code)
		cut(&a.Name, longestName, a.Code)
		cut(&a.Notes, longestNote, a.Code)
	}
	for i := range p.Calendars {
		cut(&p.Calendars[i].Name, longestName, "")
	}
	cutOthers(p, cut)
}

// cutOthers shortens the texts of what is no activity.
func cutOthers(p *masterplan.Plan, cut func(s *string, limit int, code string)) {
	for i := range p.Resources {
		r := &p.Resources[i]
		for _, s := range []*string{&r.Code, &r.Name, &r.Group, &r.Unit} {
			cut(s, longestName, r.Code)
		}
	}
	for i := range p.External {
		cut(&p.External[i].Other, longestName, p.Activities[p.External[i].Activity].Code)
	}
	for i := range p.Baselines {
		cut(&p.Baselines[i].Name, longestName, "")
	}
}

// head is the first limit characters of s.
func head(s string, limit int) string {
	for at := range s {
		if limit == 0 {
			return s[:at]
		}
		limit--
	}
	return s
}
