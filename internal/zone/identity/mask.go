package identity

import "strings"

// MaskName keeps the first character of a Chinese name and the initials of
// another: 张**, J*** S***.
func MaskName(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		r := []rune(w)
		hidden := min(len(r)-1, 3)
		if r[0] > 0x2E7F {
			hidden = min(len(r)-1, 2)
		}
		words[i] = string(r[0]) + strings.Repeat("*", max(hidden, 1))
	}
	return strings.Join(words, " ")
}

// maskMiddle keeps the first and last few characters of s. What is too short to hide
// anything is hidden whole.
func maskMiddle(s string, first, last int) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	if len(r) <= first+last {
		return strings.Repeat("*", len(r))
	}
	return string(r[:first]) + strings.Repeat("*", len(r)-first-last) + string(r[len(r)-last:])
}
