package p6

import (
	"html"
	"strings"
)

// GeneralTopic is the notebook topic that our own files give to notes without one.
const GeneralTopic = "Notes"

// maxNotes bounds what is kept of an activity's notebook, in bytes.
const maxNotes = 20_000

// AddNote puts a paragraph behind an activity's notes, as long as there is room.
func AddNote(notes, paragraph string) string {
	if paragraph == "" || len(notes)+len(paragraph) >= maxNotes {
		return notes
	}
	if notes == "" {
		return paragraph
	}
	return notes + "\n" + paragraph
}

// PlainText takes the tags out of P6's HTML; block ends become line breaks.
func PlainText(s string) string {
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
