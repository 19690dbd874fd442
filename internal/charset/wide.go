package charset

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// findByteOrderMark finds a byte order mark and returns what follows it.
func findByteOrderMark(data []byte) (name string, body []byte) {
	switch {
	case bytes.HasPrefix(data, []byte(marker)):
		return UTF8, data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return UTF16LE, data[2:]
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return UTF16BE, data[2:]
	}
	return "", data
}

// tellUTF16 tells UTF-16 without a mark by its zero bytes: tabs, digits and Latin
// letters, which every plan file is full of, have one in a fixed half.
func tellUTF16(data []byte) string {
	sample := data[:min(len(data), 8192)&^1]
	if len(sample) < 4 {
		return ""
	}
	var zeros [2]int
	for i, b := range sample {
		if b == 0 {
			zeros[i&1]++
		}
	}
	half := len(sample) / 2
	switch {
	case zeros[1]*5 >= half*2 && zeros[0]*20 <= half:
		return UTF16LE
	case zeros[0]*5 >= half*2 && zeros[1]*20 <= half:
		return UTF16BE
	}
	return ""
}

// utf16Text decodes UTF-16; half a pair or half a unit becomes U+FFFD.
func utf16Text(data []byte, big bool) string {
	var out strings.Builder
	out.Grow(len(data))
	unit := func(i int) rune {
		if big {
			return rune(data[i])<<8 | rune(data[i+1])
		}
		return rune(data[i+1])<<8 | rune(data[i])
	}
	for i := 0; i+1 < len(data); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			pair := rune(utf8.RuneError)
			if i+3 < len(data) {
				pair = utf16.DecodeRune(r, unit(i+2))
			}
			if r = pair; r != utf8.RuneError {
				i += 2
			}
		}
		out.WriteRune(r)
	}
	if len(data)%2 == 1 {
		out.WriteRune(utf8.RuneError)
	}
	return out.String()
}
