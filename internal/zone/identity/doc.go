// Package identity holds the values by which people and organisations are
// known: credit codes, identity papers, phones, addresses. Each is parsed once,
// at the edge; a wrong one cannot be built. All but the credit code are personal
// data: no fault repeats them, and each has a mask for lists.
package identity

import "strings"

// Tidy makes typed codes and numbers alike: no spaces or hyphens, capital
// letters, half-width characters.
func Tidy(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case r == '\u3000' || r == '\u00a0':
			return -1
		}
		if r == ' ' || r == '-' || r == '\t' || r == '\r' || r == '\n' {
			return -1
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}, s)
}
