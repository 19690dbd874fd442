// Package charset finds out how the text of a plan file is written. Exporters
// use the code page of the machine they run on and do not say which, so the
// bytes have to tell: a byte order mark, zero bytes (UTF-16), strict UTF-8, and
// then whichever of six code pages reads most like a language.
//
// Detect never fails: it returns the best reading and, for a person who knows
// better, the others in order. Names are those of the WHATWG list.
package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"fugong/internal/fault"
)

// Names of the encodings that Decode reads, in the order a person picks from.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	GB18030     = "gb18030"
	Windows1251 = "windows-1251"
	Windows1256 = "windows-1256"
	Windows1252 = "windows-1252"
	Big5        = "big5"
	ShiftJIS    = "shift_jis"
)

// Guess is one reading of the bytes. Confidence goes from 0 to 1.
type Guess struct {
	Name       string
	Confidence float64
}

// Text is decoded text and how it was decoded. Others are the readings that
// were possible besides, the likeliest first.
type Text struct {
	Guess
	Text   string
	Others []Guess
}

var tables = map[string]encoding.Encoding{
	GB18030:        simplifiedchinese.GB18030,
	Big5:           traditionalchinese.Big5,
	ShiftJIS:       japanese.ShiftJIS,
	Windows1251:    charmap.Windows1251,
	Windows1256:    charmap.Windows1256,
	Windows1252:    charmap.Windows1252,
	"windows-1250": charmap.Windows1250,
	"windows-1253": charmap.Windows1253,
	"windows-1254": charmap.Windows1254,
}

// Names lists every encoding that Decode knows.
func Names() []string {
	return []string{UTF8, GB18030, Windows1251, Windows1252, Windows1256, UTF16LE, UTF16BE,
		Big5, ShiftJIS, "windows-1250", "windows-1253", "windows-1254"}
}

// marker is UTF-8's byte order mark, which some programs leave in single cells of
// files that are not UTF-8 at all.
const marker = "\xEF\xBB\xBF"

// Detect reads data in the encoding that fits it best. The text shares its memory
// with data where that is UTF-8 already: leave data as it is.
func Detect(data []byte) Text {
	switch name, body := findByteOrderMark(data); name {
	case "":
	case UTF8: // one mark is the encoding's; a second belongs to the text
		return Text{Guess: Guess{UTF8, 1}, Text: strings.ToValidUTF8(view(body), "\ufffd")}
	default:
		return certain(name, body, 1)
	}
	if name := tellUTF16(data); name != "" {
		return certain(name, data, 0.95)
	}
	if utf8.Valid(data) {
		return Text{Guess: Guess{UTF8, 1}, Text: view(data)}
	}
	ranked := data
	if bytes.Contains(data, []byte(marker)) {
		ranked = bytes.ReplaceAll(data, []byte(marker), nil)
	}
	guesses := rankPages(ranked)
	text, err := Decode(data, guesses[0].Name)
	if err != nil { // every ranked name is in tables
		text = strings.ToValidUTF8(view(data), "\ufffd")
	}
	return Text{Guess: guesses[0], Text: text, Others: guesses[1:]}
}

// Decode reads data in the named encoding; what does not fit becomes U+FFFD.
// The text may share its memory with data: see Detect. It fails with Invalid
// "plan.file.encoding_unknown" for a name it does not know.
func Decode(data []byte, name string) (string, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	if marked, body := findByteOrderMark(data); marked == name {
		data = body
	}
	switch name {
	case UTF8:
		return strings.ToValidUTF8(view(data), "\ufffd"), nil
	case UTF16LE, UTF16BE:
		return utf16Text(data, name == UTF16BE), nil
	}
	if page, ok := tables[name].(*charmap.Charmap); ok {
		return singleByteText(data, page), nil
	}
	table, ok := tables[name]
	if !ok {
		return "", fault.New(fault.Invalid, "plan.file.encoding_unknown", "encoding", name)
	}
	out, err := table.NewDecoder().Bytes(data)
	if err != nil {
		return "", fault.New(fault.Invalid, "plan.file.encoding_unknown", "encoding", name).Because(err)
	}
	return view(out), nil
}

// view is data as a text, without a copy: a plan file of 32 MB is held once.
func view(data []byte) string { return unsafe.String(unsafe.SliceData(data), len(data)) }

// singleByteText decodes a single-byte page, copying the ASCII stretches whole.
func singleByteText(data []byte, page *charmap.Charmap) string {
	var out strings.Builder
	out.Grow(len(data) + len(data)/16)
	from := 0
	for i, b := range data {
		if b >= 0x80 {
			out.Write(data[from:i])
			out.WriteRune(page.DecodeByte(b))
			from = i + 1
		}
	}
	out.Write(data[from:])
	return out.String()
}

func certain(name string, body []byte, confidence float64) Text {
	text, err := Decode(body, name)
	if err != nil { // mark and wide name only what Decode knows
		text = ""
	}
	return Text{Guess: Guess{name, confidence}, Text: text}
}
