package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"fugong/internal/plan"
)

// linkForm is a predecessor's code, perhaps a type, perhaps a lag. The code is
// as short as possible, so that A10FS+2d is A10.
var linkForm = regexp.MustCompile(`(?i)^(.+?)\s*(FS|SS|FF|SF|完成-开始|开始-开始|完成-完成|开始-完成)?\s*(?:([+-])\s*([\d.]+\s*[^\d\s+-]*))?$`)

var linkTypes = map[string]plan.LinkType{
	"": plan.FS, "FS": plan.FS, "SS": plan.SS, "FF": plan.FF, "SF": plan.SF,
	"完成-开始": plan.FS, "开始-开始": plan.SS, "完成-完成": plan.FF, "开始-完成": plan.SF,
}

// links reads the predecessors of activity i: codes with type and lag,
// separated by semicolons, or by commas where no code holds one.
func (r *reader) links(i int32) {
	l := &r.lines[i]
	for _, token := range split(l.text(colPredecessors), ";；、\n") {
		if link, ok := r.link(token); ok {
			r.join(i, link, token)
			continue
		}
		for _, part := range split(token, ",，") {
			link, ok := r.link(part)
			if !ok {
				l.cellNote(plan.Warning, "plan.note.predecessor_unknown", colPredecessors, part)
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

func (r *reader) join(i int32, link plan.Link, token string) {
	if link.Pred == i {
		r.lines[i].cellNote(plan.Warning, "plan.note.predecessor_self", colPredecessors, token)
		return
	}
	link.Succ = i
	r.plan.Links = append(r.plan.Links, link)
}

// link reads one predecessor; its code may itself look like a type or lag, so
// the longest code that exists wins.
func (r *reader) link(token string) (plan.Link, bool) {
	lag := plan.Lag{Unit: plan.Days}
	if at, ok := r.byCode[key(strings.TrimSuffix(token, ".0"))]; ok {
		return plan.Link{Pred: at, Lag: lag}, true
	}
	m := linkForm.FindStringSubmatch(token)
	if m == nil {
		return plan.Link{}, false
	}
	at, ok := r.byCode[key(m[1])]
	if !ok {
		return plan.Link{}, false
	}
	link := plan.Link{Pred: at, Type: linkTypes[strings.ToUpper(m[2])], Lag: lag}
	if m[3] != "" {
		if link.Lag, ok = r.lag(m[3] + strings.TrimSpace(m[4])); !ok {
			return plan.Link{}, false
		}
	}
	return link, true
}

func (r *reader) lag(s string) (plan.Lag, bool) {
	a, ok := parseAmount(s)
	if !ok {
		return plan.Lag{}, false
	}
	lag := plan.Lag{Unit: a.unit, Elapsed: a.elapsed, Estimated: a.estimated}
	if a.unit == plan.Percent {
		lag.Percent = a.value
		return lag, true
	}
	minutes, fits := a.minutes(int64(r.plan.Settings.MinutesPerDay))
	lag.Tenths = minutes * 10
	return lag, fits
}

func parseNumber(s string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(s), ",", ""), 64)
	return f, err == nil && f == f
}
