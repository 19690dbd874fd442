package gantt

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MarshalJSON writes the wire form; it never fails.
func (c *Chart) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// AppendJSON appends the wire form that the package comment describes.
func (c *Chart) AppendJSON(b []byte) []byte {
	b = slices.Grow(b, 128*len(c.Rows)+16*len(c.Links)+1024)
	epoch := c.earliestStart()
	prefix := c.idPrefix()
	b = append(b, `{"v":1,"epoch":`...)
	b = strconv.AppendInt(b, epoch, 10)
	b = appendTime(append(b, `,"today":`...), c.Today)
	b = appendTime(append(b, `,"data_date":`...), c.DataDate)
	b = appendTime(append(b, `,"target":`...), c.Target)
	b = strconv.AppendInt(append(b, `,"day":`...), int64(c.MinutesPerDay), 10)
	b = appendString(append(b, `,"prefix":`...), prefix)
	b = append(b, `,"trades":`...)
	b = appendList(b, len(c.Trades), func(b []byte, i int) []byte { return appendString(b, c.Trades[i]) })
	b = c.appendRows(append(b, `,"rows":{`...), epoch, len(prefix))
	b = c.appendLinks(append(b, `},"links":{`...))
	b = c.appendOff(append(b, `},"off":`...))
	return append(b, '}')
}

func (c *Chart) appendRows(b []byte, epoch int64, cut int) []byte {
	column := func(name string, f func([]byte, int, *Row) []byte) {
		b = append(append(append(b, '"'), name...), `":`...)
		b = appendList(b, len(c.Rows), func(b []byte, i int) []byte { return f(b, i, &c.Rows[i]) })
		b = append(b, ',')
	}
	number := func(name string, f func(i int, r *Row) int64) {
		column(name, func(b []byte, i int, r *Row) []byte { return strconv.AppendInt(b, f(i, r), 10) })
	}
	sparse := func(name string, f func(r *Row) (value, zero int64)) {
		if slices.ContainsFunc(c.Rows, func(r Row) bool { v, _ := f(&r); return v != None }) {
			column(name, func(b []byte, _ int, r *Row) []byte { return appendDiff(b, f, r) })
		}
	}
	column("id", func(b []byte, _ int, r *Row) []byte { return appendString(b, r.ID[cut:]) })
	column("code", func(b []byte, _ int, r *Row) []byte { return appendString(b, r.Code) })
	column("name", func(b []byte, _ int, r *Row) []byte { return appendString(b, r.Name) })
	number("up", back)
	number("kind", func(_ int, r *Row) int64 { return int64(r.Kind) })
	number("flags", func(_ int, r *Row) int64 { return int64(r.Flags) })
	number("start", func(_ int, r *Row) int64 { return r.Start - epoch })
	number("span", func(_ int, r *Row) int64 { return r.Finish - r.Start })
	number("percent", func(_ int, r *Row) int64 { return percent(r.Percent) })
	number("duration", func(_ int, r *Row) int64 { return r.Duration })
	sparse("base_start", func(r *Row) (int64, int64) { return r.BaseStart, r.Start })
	sparse("base_finish", func(r *Row) (int64, int64) { return r.BaseFinish, r.Finish })
	sparse("done", func(r *Row) (int64, int64) { return r.Done, r.Start })
	sparse("float", func(r *Row) (int64, int64) { return r.Float, 0 })
	sparse("tail", func(r *Row) (int64, int64) { return r.LateEnd, r.Finish })
	if len(c.Trades) > 0 {
		number("trade", func(_ int, r *Row) int64 { return int64(r.Trade) })
	}
	return c.appendMarks(append(b, `"marks":`...), epoch)
}

func (c *Chart) appendMarks(b []byte, epoch int64) []byte {
	b = append(b, '[')
	sep := false
	for i := range c.Rows {
		for _, m := range c.Rows[i].Marks {
			if m.Date == None {
				continue
			}
			if sep {
				b = append(b, ',')
			}
			sep = true
			b = appendInts(b, int64(i), int64(m.Type), m.Date-epoch)
		}
	}
	return append(b, ']')
}

func (c *Chart) appendLinks(b []byte) []byte {
	links := c.sortedLinks()
	column := func(name string, f func(i int) int64) {
		b = append(append(append(b, '"'), name...), `":`...)
		b = appendList(b, len(links), func(b []byte, i int) []byte { return strconv.AppendInt(b, f(i), 10) })
		b = append(b, ',')
	}
	column("succ", func(i int) int64 {
		if i == 0 {
			return int64(links[0].Succ)
		}
		return int64(links[i].Succ - links[i-1].Succ)
	})
	column("back", func(i int) int64 { return int64(links[i].Succ - links[i].Pred) })
	column("kind", func(i int) int64 { return int64(links[i].Type) })
	column("driving", func(i int) int64 { return oneIf(links[i].Driving) })
	b = append(b, `"lag":[`...)
	sep := false
	for i, l := range links {
		if l.Lag == 0 {
			continue
		}
		if sep {
			b = append(b, ',')
		}
		sep = true
		b = appendInts(b, int64(i), l.Lag)
	}
	return append(b, ']')
}

// sortedLinks are the links between rows that exist, by successor.
func (c *Chart) sortedLinks() []Link {
	known := func(i int) bool { return i >= 0 && i < len(c.Rows) }
	links := make([]Link, 0, len(c.Links))
	for _, l := range c.Links {
		if known(l.Pred) && known(l.Succ) {
			links = append(links, l)
		}
	}
	slices.SortStableFunc(links, func(a, b Link) int { return a.Succ - b.Succ })
	return links
}

func (c *Chart) appendOff(b []byte) []byte {
	last := int64(0)
	return appendList(b, len(c.Off), func(b []byte, i int) []byte {
		o := c.Off[i]
		b = appendInts(b, o.Day-last, int64(o.Days), oneIf(o.Holiday))
		last = o.Day
		return b
	})
}

// earliestStart is the earliest start, what the row times count from.
func (c *Chart) earliestStart() int64 {
	if len(c.Rows) == 0 {
		return 0
	}
	first := int64(math.MaxInt64)
	for i := range c.Rows {
		first = min(first, c.Rows[i].Start)
	}
	return first
}

// idPrefix is what all ids begin with: identifiers made in one import share their time.
func (c *Chart) idPrefix() string {
	if len(c.Rows) < 2 {
		return ""
	}
	prefix := c.Rows[0].ID
	for i := range c.Rows {
		for !strings.HasPrefix(c.Rows[i].ID, prefix) {
			prefix = prefix[:len(prefix)-1]
		}
	}
	return prefix
}

// back is how many rows before row i its summary stands, 0 at the top.
func back(i int, r *Row) int64 {
	if r.Parent < 0 || r.Parent >= i {
		return 0
	}
	return int64(i - r.Parent)
}

func percent(p float64) int64 { return int64(math.Round(min(100, max(0, p)))) }

func oneIf(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// appendList writes a JSON array of n items.
func appendList(b []byte, n int, item func([]byte, int) []byte) []byte {
	b = append(b, '[')
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, i)
	}
	return append(b, ']')
}

func appendInts(b []byte, values ...int64) []byte {
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, v, 10)
	}
	return b
}

func appendTime(b []byte, t int64) []byte {
	if t == None {
		return append(b, "null"...)
	}
	return strconv.AppendInt(b, t, 10)
}

func appendDiff(b []byte, f func(*Row) (value, zero int64), r *Row) []byte {
	value, zero := f(r)
	if value == None {
		return append(b, "null"...)
	}
	return strconv.AppendInt(b, value-zero, 10)
}

const hex = "0123456789abcdef"

// appendString quotes s for JSON. <, > and & are escaped too, so that the
// result may stand inside a page.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r) // what is not UTF-8 becomes U+FFFD
			i += size
			continue
		default:
			b = append(b, c)
		}
		i++
	}
	return append(b, '"')
}
