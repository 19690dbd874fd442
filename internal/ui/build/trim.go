package main

import (
	"bytes"
	"regexp"
	"strings"
)

// trim drops the rules of a minified style sheet that can match nothing: those
// that need a class which occurs as a word in none of our sources. It holds as
// long as class names are written out whole in the sources, which they are.
func trim(sheet []byte, w vocabulary) []byte {
	var out bytes.Buffer
	trimBlock(&out, sheet, w)
	return out.Bytes()
}

// trimBlock copies a list of rules, leaving out what cannot match. It returns
// whether anything was kept.
func trimBlock(out *bytes.Buffer, css []byte, w vocabulary) bool {
	kept := false
	for len(css) > 0 {
		head, body, rest := nextRule(css)
		css = rest
		switch {
		case body == nil: // @import, @charset or what is left over
			out.Write(head)
		case bytes.HasPrefix(head, []byte("@media")), bytes.HasPrefix(head, []byte("@supports")):
			var inner bytes.Buffer
			if !trimBlock(&inner, body, w) {
				continue
			}
			put3(out, head, inner.Bytes())
		case head[0] == '@':
			put3(out, head, body)
		default:
			live := liveSelectors(string(head), w)
			if live == "" {
				continue
			}
			put3(out, []byte(live), body)
		}
		kept = true
	}
	return kept
}

func put3(out *bytes.Buffer, head, body []byte) {
	out.Write(head)
	out.WriteByte('{')
	out.Write(body)
	out.WriteByte('}')
}

// nextRule cuts css into the head and the body of its first rule and the rest;
// a statement without a body has a nil body. Strings may hold braces.
func nextRule(css []byte) (head, body, rest []byte) {
	depth, start := 0, 0
	for i := 0; i < len(css); i++ {
		switch css[i] {
		case '\\':
			i++
		case '"', '\'':
			i = endOfString(css, i)
		case ';':
			if depth == 0 {
				return css[:i+1], nil, css[i+1:]
			}
		case '{':
			if depth++; depth == 1 {
				head, start = css[:i], i+1
			}
		case '}':
			if depth--; depth == 0 {
				return head, css[start:i], css[i+1:]
			}
		}
	}
	return css, nil, nil
}

func endOfString(css []byte, i int) int {
	quote := css[i]
	for i++; i < len(css) && css[i] != quote; i++ {
		if css[i] == '\\' {
			i++
		}
	}
	return i
}

var (
	attribute = regexp.MustCompile(`\[(?:[^\]"']|"[^"]*"|'[^']*')*\]`)
	class     = regexp.MustCompile(`\.([A-Za-z_-][A-Za-z0-9_-]*)`)
	negated   = regexp.MustCompile(`:(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)`)
)

// liveSelectors keeps the selectors of a list that can match. A class within
// :not, :is or the like is not needed for a match.
func liveSelectors(list string, w vocabulary) string {
	var live []string
	for _, selector := range splitSelectors(list) {
		if needsSelector(negated.ReplaceAllString(attribute.ReplaceAllString(selector, ""), ""), w) {
			live = append(live, selector)
		}
	}
	return strings.Join(live, ",")
}

func needsSelector(selector string, w vocabulary) bool {
	if strings.ContainsRune(selector, '\\') {
		return true // an escaped name: leave it
	}
	for _, m := range class.FindAllStringSubmatch(selector, -1) {
		if !w.all[m[1]] {
			return false
		}
	}
	return true
}

// splitSelectors cuts at commas outside brackets and strings.
func splitSelectors(list string) []string {
	var out []string
	depth, start := 0, 0
	for i := 0; i < len(list); i++ {
		switch list[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case '"', '\'':
			i = endOfString([]byte(list), i)
		case ',':
			if depth == 0 {
				out = append(out, list[start:i])
				start = i + 1
			}
		}
	}
	return append(out, list[start:])
}
