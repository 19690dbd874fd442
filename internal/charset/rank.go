package charset

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// sampleHigh bounds how many bytes above 0x7F are weighed: enough for a steady
// verdict, and little work in a large file.
const sampleHigh = 20000

// rankPages weighs the code pages against the bytes, best first. A score is the mean
// weight of the letters that the high bytes would be: 1 for common letters in
// plausible places, negative for what no text of the language holds.
func rankPages(data []byte) []Guess {
	data = sampleHighBytes(data)
	russian, arab := singleByte(data, &cyrillic), singleByte(data, &arabic)
	han, characters := scoreChinese(data)
	if max(russian, arab) >= 0.75 && characters >= 8 {
		han -= 0.3 // words of even length make characters; characters seldom make words
	}
	big5, kana := weighEastern(data)
	if max(big5, kana) > 0 {
		han -= 0.6 // nearly all their pairs are characters of GB18030 too, rare ones
	}
	guesses := []Guess{
		{UTF8, almostUTF8(data)},
		{GB18030, han},
		{Windows1251, russian},
		{Windows1256, arab},
		{Windows1252, singleByte(data, &latin)},
	}
	if big5 > 0 {
		guesses = append(guesses, Guess{Big5, big5})
	}
	if kana > 0 {
		guesses = append(guesses, Guess{ShiftJIS, kana})
	}
	slices.SortStableFunc(guesses, func(a, b Guess) int { return cmp.Compare(b.Confidence, a.Confidence) })
	for i := range guesses {
		guesses[i].Confidence = min(max(guesses[i].Confidence, 0), 0.99)
	}
	return guesses
}

// sampleHighBytes is the high bytes of data with their neighbours: one before, three
// after, a line break between one place and the next.
func sampleHighBytes(data []byte) []byte {
	var out []byte
	for i := 0; i < len(data) && len(out) < 3*sampleHigh; i++ {
		if data[i] < 0x80 {
			continue
		}
		from := max(i-1, 0)
		last := i
		for i++; i < len(data) && i-last <= 3 && i-from < sampleHigh; i++ {
			if data[i] >= 0x80 {
				last = i
			}
		}
		out = append(append(out, data[from:i]...), '\n')
		i--
	}
	return out
}

// almostUTF8 scores UTF-8 with a few broken bytes, as when one table of a file
// was written by another program.
func almostUTF8(data []byte) float64 {
	good, bad := 0, 0
	for i := 0; i < len(data) && good+bad < sampleHigh; {
		if data[i] < 0x80 {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return 1 - 4*float64(bad)/float64(max(good+bad, 1))
}

// scoreChinese scores GB18030. Characters of the first level of GB 2312, the 3,755
// common ones, fill the lead bytes B0–D7.
func scoreChinese(data []byte) (score float64, n int) {
	sum := 0.0
	for i := 0; i < len(data) && n < sampleHigh; {
		weight, width := chineseAt(data[i:])
		if width > 0 {
			sum += weight
			n++
		}
		i += max(width, 1)
	}
	return sum / float64(max(n, 1)), n
}

// chineseAt weighs the character at the head of b; width 0 means plain ASCII.
func chineseAt(b []byte) (weight float64, width int) {
	lead := b[0]
	if lead < 0x80 {
		return 0, 0
	}
	if len(b) < 2 || lead == 0x80 || lead == 0xFF {
		return -3, 1
	}
	trail := b[1]
	switch {
	case trail >= 0x30 && trail <= 0x39:
		if len(b) >= 4 && b[2] >= 0x81 && b[2] <= 0xFE && b[3] >= 0x30 && b[3] <= 0x39 {
			return -0.2, 4
		}
		return -3, 1
	case trail < 0x40 || trail == 0x7F || trail == 0xFF:
		return -3, 1
	case trail < 0xA1 || lead < 0xA1: // GBK's additions: rare characters
		return -0.5, 2
	case lead >= 0xB0 && lead <= 0xD7:
		return 1, 2
	case lead <= 0xA3: // punctuation, full-width forms
		return 0.8, 2
	case lead >= 0xD8 && lead <= 0xF7: // the second level
		return -0.3, 2
	}
	return -1, 2
}

// page is a single-byte code page seen as a language writes it.
type page struct {
	weight [128]float64 // of byte 0x80+i as a letter or sign
	lower  func(b byte) bool
	upper  func(b byte) bool
	mixes  bool // its letters stand among ASCII letters
}

func never(byte) bool { return false }

var cyrillic = page{
	weight: letterWeights(-0.6, map[string]float64{
		"\xee\xe5\xe0\xe8\xed\xf2\xf1\xf0\xe2\xeb\xea\xec\xe4\xef\xf3\xff\xfb\xfc\xe7\xe1\xe3\xf7\xe9": 1,   // оеаинтсрвлкмдпуяыьзбгчй
		"\xf5\xe6\xf8\xfe\xf6\xf9\xfd\xf4\xfa\xb8":                                                     0.4, // хжшюцщэфъё
		"\xa8\xb9\xab\xbb\xb3\xbf\xba\xb2\xaf\xaa":                                                     0.5, // Ё№«» and Ukrainian іїєІЇЄ
		"\x93\x94\x96\x97\x85\x84\xb0\xa0":                                                             0.2, // quotes, dashes, degree
		"\x98":                                                                                         -3,  // not assigned
		string(span(0xC0, 0xDF)):                                                                       0.8, // capitals
	}),
	lower: func(b byte) bool { return b >= 0xE0 || b == 0xB8 },
	upper: func(b byte) bool { return b >= 0xC0 && b <= 0xDF || b == 0xA8 },
}

var arabic = page{
	weight: letterWeights(-0.6, map[string]float64{
		string(span(0xC0, 0xDF)): 0.4,
		"\xc7\xe1\xed\xe3\xe4\xe6\xd1\xca\xc8\xc9\xda\xcf\xd3\xe5\xdd\xde\xc3\xdf\xcd": 1, // the nineteen common letters
		"\xd7":                             -0.6,
		"\xec\xc6\xc4\xc5":                 0.4,
		"\xf0\xf1\xf2\xf3\xf5\xf6\xf8\xfa": 0.1, // vowel signs
		"\xa1\xba\xbf\xdc\x93\x94\x96\x97": 0.3,
	}),
	lower: never,
	upper: never,
}

var latin = page{
	weight: letterWeights(-0.4, map[string]float64{
		string(span(0xC0, 0xFF)): 0.9,
		"\xd7\xf7":               0.3,
		"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa2\xa3\xa5\xa7\xa9\xab\xae\xb0\xb1\xb2\xb3\xb4\xb5\xb7\xb9\xba\xbb\xbc\xbd\xbe\xbf\xd8": 0.6,
		"\x81\x8d\x8f\x90\x9d": -3, // not assigned
	}),
	lower: func(b byte) bool { return b >= 0xDF },
	upper: func(b byte) bool { return b >= 0xC0 && b <= 0xDE },
	mixes: true,
}

func span(from, to byte) (s []byte) {
	for b := int(from); b <= int(to); b++ {
		s = append(s, byte(b))
	}
	return s
}

func letterWeights(other float64, groups map[string]float64) (w [128]float64) {
	for i := range w {
		w[i] = other
	}
	// Longer groups are ranges, which shorter ones refine.
	for _, group := range slices.SortedFunc(maps.Keys(groups), func(a, b string) int { return cmp.Compare(len(b), len(a)) }) {
		for i := range len(group) {
			w[group[i]-0x80] = groups[group]
		}
	}
	return w
}

// singleByte scores a single-byte code page.
func singleByte(data []byte, p *page) float64 {
	sum, n := 0.0, 0
	for i := 0; i < len(data) && n < sampleHigh; i++ {
		if data[i] >= 0x80 {
			sum += p.weightAt(data, i)
			n++
		}
	}
	return sum / float64(max(n, 1))
}

// weightAt weighs the high byte at i among its neighbours.
func (p *page) weightAt(data []byte, i int) float64 {
	b := data[i]
	w := p.weight[b-0x80]
	if w < 0 || !p.letter(b) {
		return w
	}
	var before, after byte
	if i > 0 {
		before = data[i-1]
	}
	if i+1 < len(data) {
		after = data[i+1]
	}
	switch {
	case p.upper(b) && p.lower(before), p.upper(b) && asciiLower(before):
		return -0.7 // a capital inside a word
	case p.mixes && before >= 0x80 && after >= 0x80:
		return -0.5 // accented letters come singly
	case p.mixes && (b == 0xD8 || b == 0xF8): // Ø, the diameter
		return 0.6
	case p.mixes && !asciiLetter(before) && !asciiLetter(after):
		return 0.1
	case !p.mixes && (asciiLetter(before) || asciiLetter(after)):
		return -0.5
	case !p.mixes && before < 0x80 && after < 0x80:
		return 0.3 // a word of one letter
	}
	return w
}

func (p *page) letter(b byte) bool { return b >= 0xC0 || p.lower(b) || p.upper(b) }

func asciiLower(b byte) bool { return b >= 'a' && b <= 'z' }
func asciiLetter(b byte) bool {
	return strings.IndexByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", b) >= 0
}
