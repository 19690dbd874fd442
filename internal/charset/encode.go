package charset

import (
	"cmp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// plain are characters of quantities that Chinese Windows lacks, as people type them
// there: m² and m³ are on every bill of quantities.
var plain = map[rune]string{'²': "2", '³': "3"}

// Encode writes text in the named encoding, with what people type instead, or a
// question mark, for every character that it lacks, and says how many it lacks. GB18030 is written as GBK,
// its two-byte part, which is what Chinese Windows calls its code page. An
// encoding that is not known lacks everything.
func Encode(text, name string) (data []byte, missing int) {
	page := tables[strings.ToLower(name)]
	switch {
	case name == UTF8:
		return []byte(text), 0
	case page == nil:
		return nil, len(text)
	case name == GB18030:
		page = simplifiedchinese.GBK
	}
	encoder := page.NewEncoder()
	if out, err := encoder.String(text); err == nil {
		return []byte(out), 0
	}
	return encodeEach(encoder, text)
}

// encodeEach encodes character by character.
func encodeEach(encoder *encoding.Encoder, text string) (data []byte, missing int) {
	for _, r := range text {
		if r < 0x80 {
			data = append(data, byte(r))
			continue
		}
		encoder.Reset()
		out, err := encoder.String(string(r))
		if err != nil {
			out = cmp.Or(plain[r], "?")
			missing++
		}
		data = append(data, out...)
	}
	return data, missing
}
