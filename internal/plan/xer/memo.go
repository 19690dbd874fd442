package xer

import (
	"html"
	"strings"
)

// memos gathers the notebook of every activity as plain text, one paragraph a
// topic: "Remarks: …".
func (r *reader) memos() map[string]string {
	topics := map[string]string{}
	r.each("MEMOTYPE", func(row *row) { topics[row.word("memo_type_id")] = row.text("memo_type") })
	memos := map[string]string{}
	r.each("TASKMEMO", func(row *row) {
		text := plainText(row.text("task_memo"))
		if text == "" {
			return
		}
		if topic := topics[row.word("memo_type_id")]; topic != "" {
			text = topic + ": " + text
		}
		if id := row.word("task_id"); memos[id] == "" {
			memos[id] = text
		} else {
			memos[id] += "\n" + text
		}
	})
	return memos
}

// plainText takes the tags out of P6's HTML; block ends become line breaks.
func plainText(s string) string {
	s = strings.ReplaceAll(s, "\x7f", "\n")
	if !strings.Contains(s, "<") {
		return strings.TrimSpace(html.UnescapeString(s))
	}
	var out strings.Builder
	for s != "" {
		text, rest, tagged := strings.Cut(s, "<")
		out.WriteString(text)
		if !tagged {
			break
		}
		tag, after, closed := strings.Cut(rest, ">")
		if !closed {
			break
		}
		if breaks(tag) {
			out.WriteByte('\n')
		}
		s = after
	}
	return paragraphs(html.UnescapeString(out.String()))
}

func breaks(tag string) bool {
	tag = strings.ToLower(tag)
	return tag == "/p" || tag == "/div" || tag == "/li" || strings.HasPrefix(tag, "br")
}

// paragraphs joins blanks and drops empty lines.
func paragraphs(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if words := strings.Fields(line); len(words) > 0 {
			lines = append(lines, strings.Join(words, " "))
		}
	}
	return strings.Join(lines, "\n")
}
