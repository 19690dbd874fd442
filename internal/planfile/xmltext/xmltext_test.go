package xmltext

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"fugong/internal/fault"
)

func TestDecode(t *testing.T) {
	const gb = "\xb9\xdc\xcf\xdf" // 管线
	for _, tt := range []struct{ name, data, forced, text, encoding string }{
		{"utf-8", "<a>管线</a>", "", "<a>管线</a>", "utf-8"},
		{"marked", "\ufeff<a>管线</a>", "", "<a>管线</a>", "utf-8"},
		{"utf-8 that claims otherwise", `<?xml version="1.0" encoding="gbk"?><a>管线</a>`, "", `<?xml version="1.0" encoding="gbk"?><a>管线</a>`, "utf-8"},
		{"declared gbk", `<?xml version="1.0" encoding="GBK"?><a>` + gb + `</a>`, "", `<?xml version="1.0" encoding="GBK"?><a>管线</a>`, "gb18030"},
		{"declared gb2312", `<?xml version='1.0' encoding='gb2312'?><a>` + gb + `</a>`, "", `<?xml version='1.0' encoding='gb2312'?><a>管线</a>`, "gb18030"},
		{"declared latin", `<?xml version="1.0" encoding="ISO-8859-1"?><a>` + "\xe9</a>", "", `<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>`, "windows-1252"},
		{"undeclared", "<a>" + gb + "</a>", "", "<a>管线</a>", "gb18030"},
		{"forced", "<a>\xe9</a>", "windows-1251", "<a>й</a>", "windows-1251"},
		{"control bytes", "<a>\x00\x02b\uffff\t\n</a>", "utf-8", "<a>  b \t\n</a>", "utf-8"},
	} {
		got, err := Decode([]byte(tt.data), tt.forced)
		if err != nil || got.Text != tt.text || got.Name != tt.encoding {
			t.Errorf("%s: %q in %s, %v", tt.name, got.Text, got.Name, err)
		}
	}
	if _, err := Decode([]byte("<a/>"), "runes"); err == nil {
		t.Error("an unknown encoding was accepted")
	}
}

func TestRoot(t *testing.T) {
	for text, want := range map[string]string{
		"<Project/>": "Project", "\ufeff<?xml version=\"1.0\" encoding=\"gbk\"?>\n<!-- a --><p:Project xmlns:p=\"x\">": "Project",
		"": "", "plain": "", "plain <a>": "", "<": "", "<<a>": "",
	} {
		if got := Root(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestGuard(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		"<a><b/></a>":                         "",
		strings.Repeat("<a/>", 1000):          "",
		strings.Repeat("<a x=\"1\" />", 1000): "",
		strings.Repeat("<a></a>", 1000):       "",
		"<a><!--" + strings.Repeat("<b>", 1000) + "--></a>":      "",
		"<a><![CDATA[" + strings.Repeat("<b>", 1000) + "]]></a>": "",
		strings.Repeat("<a>", maxDepth):                          "",
		"\n" + strings.Repeat("<a>", maxDepth+1):                 "plan.file.deep",
		"<?xml?>\n<!DOCTYPE a []><a/>":                           "plan.file.xml_doctype",
		"<a>\n<!ENTITY x 'y'></a>":                               "plan.file.xml_doctype",
		"<":                                                      "",
		"<a":                                                     "",
		"<!--":                                                   "",
		"<a><!-":                                                 "plan.file.xml_doctype",
		"\n" + strings.Repeat(`<a x="/>">`, maxDepth+1):          "plan.file.deep", // a > in quotation marks ends nothing
		"\n" + strings.Repeat(`<a x='"/>'>`, maxDepth+1):         "plan.file.deep",
		strings.Repeat(`<a x="'>" />`, 1000):                     "",
		"\n<a x=\"" + strings.Repeat("x", maxMark) + "\">":       "plan.file.xml_long",
		"\n<a>" + strings.Repeat("x", maxText+1):                 "plan.file.xml_long",
		"\n<!--" + strings.Repeat("-", maxText+1):                "plan.file.xml_long",
		"<a><![CDATA[]]]]]>" + strings.Repeat("<b>", maxDepth-1): "",
	} {
		err := Guard(text)
		var e *fault.Error
		switch {
		case want == "" && err != nil:
			t.Errorf("%.20q: %v", text, err)
		case want != "" && (!errors.As(err, &e) || e.Key != want):
			t.Errorf("%.20q: %v, want %s", text, err, want)
		case want != "" && strings.Contains(text, "\n") && e.Args["line"] != "2":
			t.Errorf("%.20q: line %s", text, e.Args["line"])
		}
	}
}

// What the guard lets pass, no parser nests deeper than it allows.
func FuzzGuard(f *testing.F) {
	for _, seed := range []string{`<a x="/>"><b/></a>`, "<a><!-- > --><![CDATA[<]]></a>", `<?a ">?><b c='>'/>`, "<a>]]>&lt;</a >"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, text := range []string{text, strings.Repeat(text, 100)} {
			if Guard(text) != nil {
				continue
			}
			depth, d := 0, Decoder(text)
			for {
				token, err := d.Token()
				if err != nil {
					break
				}
				switch token.(type) {
				case xml.StartElement:
					depth++
				case xml.EndElement:
					depth--
				}
				if depth > maxDepth+1 { // <a/> opens and closes at once
					t.Fatalf("%.60q nests deeper than %d", text, maxDepth)
				}
			}
		}
	})
}

func TestFault(t *testing.T) {
	for text, want := range map[string]string{"<a>\n<b>": "plan.file.truncated", "<a>\n</b>": "plan.file.xml", "<a>\n&what;</a>": "plan.file.xml"} {
		d := Decoder(text)
		var err error
		for err == nil {
			_, err = d.Token()
		}
		got := Fault(d, "a", err)
		if got.Key != want || got.Args["line"] != "2" || got.Args["element"] != "a" {
			t.Errorf("%q: %v", text, got)
		}
	}
	if got := Fault(Decoder(""), "", io.ErrUnexpectedEOF); got.Key != "plan.file.truncated" {
		t.Errorf("unexpected end: %v", got)
	}
}
