package spreadsheet

import (
	"regexp"
	"strconv"
	"strings"

	"fugong/internal/masterplan"
)

// tailForm is what may follow a predecessor's code: a type, a lag.
var tailForm = regexp.MustCompile(`(?i)^\s*(FS|SS|FF|SF|完成-开始|开始-开始|完成-完成|开始-完成)?\s*(?:([+-])\s*([\d.]+\s*[^\d\s+-]*))?$`)

// maxToken bounds one predecessor's text.
const maxToken = 300

var linkTypes = map[string]masterplan.LinkType{
	"": masterplan.FS, "FS": masterplan.FS, "SS": masterplan.SS, "FF": masterplan.FF, "SF": masterplan.SF,
	"完成-开始": masterplan.FS, "开始-开始": masterplan.SS, "完成-完成": masterplan.FF, "开始-完成": masterplan.SF,
}

// readLinks reads the predecessors of activity i: codes with type and lag,
// separated by semicolons, or by commas where no code holds one.
func (r *reader) readLinks(i int32) {
	l := &r.lines[i]
	for _, token := range split(l.text(colPredecessors), ";；、\n") {
		if link, ok := r.readLink(token); ok {
			r.join(i, link, token)
			continue
		}
		for _, part := range split(token, ",，") {
			link, ok := r.readLink(part)
			if !ok {
				l.cellNote(masterplan.Warning, "plan.note.predecessor_unknown", colPredecessors, part)
				continue
			}
			r.join(i, link, part)
		}
	}
}

func split(s, marks string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(marks, c) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (r *reader) join(i int32, link masterplan.Link, token string) {
	if link.Pred == i {
		r.lines[i].cellNote(masterplan.Warning, "plan.note.predecessor_self", colPredecessors, token)
		return
	}
	link.Succ = i
	r.plan.Links = append(r.plan.Links, link)
}

// readLink reads one predecessor. A code may itself look like a type or a lag
// (A-20, XFS), so the longest code that exists wins.
func (r *reader) readLink(token string) (masterplan.Link, bool) {
	if len(token) > maxToken {
		return masterplan.Link{}, false
	}
	for end := len(token); end > 0; end-- {
		at, ok := r.byCode[key(token[:end])]
		if !ok {
			continue
		}
		m := tailForm.FindStringSubmatch(strings.TrimPrefix(token[end:], ".0"))
		if m == nil {
			continue
		}
		link := masterplan.Link{Pred: at, Type: linkTypes[strings.ToUpper(m[1])], Lag: masterplan.Lag{Unit: masterplan.Days}}
		if m[2] != "" {
			if link.Lag, ok = r.readLag(m[2] + strings.TrimSpace(m[3])); !ok {
				continue
			}
		}
		return link, true
	}
	return masterplan.Link{}, false
}

func (r *reader) readLag(s string) (masterplan.Lag, bool) {
	a, ok := parseAmount(s)
	if !ok {
		return masterplan.Lag{}, false
	}
	lag := masterplan.Lag{Unit: a.unit, Elapsed: a.elapsed, Estimated: a.estimated}
	if a.unit == masterplan.Percent {
		lag.Percent = a.value
		return lag, true
	}
	minutes, fits := a.toMinutes(int64(r.plan.Settings.MinutesPerDay))
	lag.Tenths = minutes * 10
	return lag, fits
}

func parseNumber(s string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(s), ",", ""), 64)
	return f, err == nil && f == f
}
