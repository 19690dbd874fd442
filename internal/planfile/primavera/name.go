package primavera

import (
	"strconv"
	"strings"
	"unicode"

	"fugong/internal/masterplan"
)

// What Primavera's fields hold, in characters.
const (
	MaxCode     = 40
	MaxName     = 120
	MaxCalendar = 255
	MaxResource = 100
)

// nameRows gives every activity a code of its own and names that fit.
func (t *translator) nameRows() {
	p := &t.out
	short, cut := Clean(p.Name, 100), 0
	if short != Clean(p.Name, 1<<20) {
		cut++
	}
	p.Code, p.Name = Clean(p.Code, MaxCode), short
	if p.Code == "" {
		p.Code = Clean(p.Name, MaxCode)
	}
	if p.Code == "" {
		p.Code = "PLAN"
	}
	used := map[string]bool{}
	for n := range p.Activities {
		a := &p.Activities[n]
		if name := Clean(a.Name, MaxName); name != a.Name {
			if len([]rune(strings.TrimSpace(a.Name))) > MaxName {
				t.losses.OfActivity(masterplan.LeftOut, "plan.loss.name", int(t.origin[n]), nil)
			}
			a.Name = name
		}
		if a.Kind == masterplan.Summary {
			continue
		}
		code := freeCode(Clean(a.Code, MaxCode), used, n)
		if code != a.Code {
			t.losses.OfActivity(masterplan.Restated, "plan.loss.code", int(t.origin[n]), nil)
			a.Code = code
		}
		used[strings.ToUpper(code)] = true
	}
	for i := range p.Calendars {
		c := &p.Calendars[i]
		if name := Clean(c.Name, MaxCalendar); name != Clean(c.Name, 1<<20) {
			cut++
		}
		c.Name = Clean(c.Name, MaxCalendar)
	}
	t.losses.OfPlan(masterplan.LeftOut, "plan.loss.names_cut", cut+t.nameResources(), nil)
}

// nameResources gives every resource a code of its own: Primavera finds resources
// by it. It returns how many names had to be cut.
func (t *translator) nameResources() (cut int) {
	used, coded := map[string]bool{}, 0
	for i := range t.out.Resources {
		r := &t.out.Resources[i]
		was := r.Code
		if Clean(r.Name, MaxResource) != Clean(r.Name, 1<<20) || Clean(r.Unit, 16) != Clean(r.Unit, 1<<20) {
			cut++
		}
		r.Name, r.Unit = Clean(r.Name, MaxResource), Clean(r.Unit, 16)
		code := Clean(r.Code, MaxCode)
		if code == "" {
			code = Clean(r.Name, MaxCode)
		}
		r.Code = freeCode(code, used, i)
		if r.Name == "" {
			r.Name = r.Code
		}
		used[strings.ToUpper(r.Code)] = true
		if was != "" && r.Code != was {
			coded++
		}
	}
	t.losses.OfPlan(masterplan.Restated, "plan.loss.resource_codes", coded, nil)
	return cut
}

// IsRole says whether a resource is a role to Primavera, which gives roles no
// calendars.
func IsRole(r *masterplan.Resource) bool {
	return r.Role && r.Calendar < 0 && r.Type == masterplan.WorkResource
}

// freeCode is a code that is not used yet; n is the row it is for.
func freeCode(code string, used map[string]bool, n int) string {
	if code == "" {
		code = "A" + strconv.Itoa(1000+10*n)
	}
	for try, k := code, 2; ; k++ {
		if !used[strings.ToUpper(try)] {
			return try
		}
		suffix := "-" + strconv.Itoa(k)
		try = Clean(code, MaxCode-len(suffix)) + suffix
	}
}

// Clean makes s a field of at most limit characters: no tabs, line breaks or other
// control characters, no blanks around it.
func Clean(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.TrimSpace(s)
	if r := []rune(s); len(r) > limit {
		s = strings.TrimSpace(string(r[:limit]))
	}
	return s
}
