package charset

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"fugong/internal/fault"
)

// phrases are what plans say, in the scripts that code pages were made for.
var phrases = map[string][]string{
	GB18030: {
		"冲压车间压机基础开挖", "焊装线联动调试", "涂装前处理槽体基础", "总装线体地坑", "设备基础", "管线", "开工", "竣工验收",
		"800 吨压机基座浇筑（2 座）", "A区二层模板安装", "混凝土养护7天", "消防设计审核、环评批复", "㙍桥镇道路硬化工程",
	},
	Windows1251: {
		"Разработка грунта", "Устройство фундаментов и монтаж колонн", "Задача 1", "Склад готовой продукции", "ПУСКОНАЛАДКА",
		"Этап 2. Кровля и фасад", "Бетонирование плиты на отм. +3,600", "Тест",
	},
	Windows1256: {"حفر الأساسات", "صب الخرسانة للدور الأول", "أعمال التشطيبات الداخلية", "متر مكعب", "تسليم المشروع النهائي"},
	Windows1252: {
		"Démolition des façades", "Bétonnage 2ème étage", "Übergabe an den Käufer", "Straße und Gehweg", "Instalação elétrica", "Cimentación y año nuevo",
		"Temp. 20° – max", "Owner’s review", "Ø 200 pipe", "50 m²",
	},
}

func encode(t *testing.T, name, s string) []byte {
	t.Helper()
	var out string
	var err error
	switch name {
	case GB18030:
		out, err = simplifiedchinese.GB18030.NewEncoder().String(s)
	case Windows1251:
		out, err = charmap.Windows1251.NewEncoder().String(s)
	case Windows1256:
		out, err = charmap.Windows1256.NewEncoder().String(s)
	case Windows1252:
		out, err = charmap.Windows1252.NewEncoder().String(s)
	case UTF16LE:
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(s)
	case UTF16BE:
		out, err = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(s)
	default:
		out = s
	}
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

// row puts a phrase where it stands in a file: among tabs, digits and ASCII.
func row(phrase string) string {
	return "%T\tTASK\r\n%F\ttask_id\ttask_code\ttask_name\r\n%R\t100\tA1010\t" + phrase + "\t40\t2020-02-21 08:00\r\n%R\t101\tA1020\t" + phrase + "\t8\r\n%E\r\n"
}

func TestDetectTellsCodePagesApart(t *testing.T) {
	for name, list := range phrases {
		for _, phrase := range list {
			got := Detect(encode(t, name, row(phrase)))
			if got.Name != name {
				t.Errorf("%q in %s: read as %s (%v, others %v)", phrase, name, got.Name, got.Confidence, got.Others)
				continue
			}
			if got.Text != row(phrase) {
				t.Errorf("%q in %s: text differs", phrase, name)
			}
			if len(got.Others) != 4 {
				t.Errorf("%q in %s: %d other readings, want 4 to choose from", phrase, name, len(got.Others))
			}
		}
	}
}

func TestDetectUnicode(t *testing.T) {
	text := row("冲压车间 Übergabe 😀")
	for what, data := range map[string][]byte{
		UTF8 + " plain":     []byte(text),
		UTF8 + " marked":    append([]byte(marker), text...),
		UTF16LE + " plain":  encode(t, UTF16LE, text),
		UTF16BE + " plain":  encode(t, UTF16BE, text),
		UTF16LE + " marked": append([]byte{0xFF, 0xFE}, encode(t, UTF16LE, text)...),
		UTF16BE + " marked": append([]byte{0xFE, 0xFF}, encode(t, UTF16BE, text)...),
	} {
		name, _, _ := strings.Cut(what, " ")
		got := Detect(data)
		if got.Name != name || got.Text != text {
			t.Errorf("%s: read as %s %q", what, got.Name, got.Text)
		}
	}
	for _, data := range []string{"", "plain ASCII\tonly\r\n", "é"} {
		if got := Detect([]byte(data)); got.Name != UTF8 || got.Text != data || got.Confidence != 1 {
			t.Errorf("%q: read as %+v", data, got)
		}
	}
}

// A currency symbol alone says little, but Western pages are the ones that have it.
func TestDetectFewBytes(t *testing.T) {
	got := Detect([]byte("%R\t14\t2\t\xa3\t.\t,\r\n%R\t17\t2\t\x80\t.\r\n%R\t23\t2\t\xa5\t.\r\n%R\tQT_Hour\t" + marker + "\t\r\n"))
	if got.Name != Windows1252 {
		t.Errorf("read as %s, others %v", got.Name, got.Others)
	}
}

// One broken cell does not turn a UTF-8 file into something else.
func TestDetectDamagedUTF8(t *testing.T) {
	got := Detect([]byte(strings.Repeat(row("焊装线联动调试"), 10) + "\xff\xfe broken"))
	if got.Name != UTF8 || !strings.Contains(got.Text, "焊装线联动调试") || !utf8.ValidString(got.Text) {
		t.Errorf("read as %s, others %v", got.Name, got.Others)
	}
}

func TestDecodeWhatThePersonChose(t *testing.T) {
	for name, list := range phrases {
		got, err := Decode(encode(t, name, list[0]), strings.ToUpper(name)+" ")
		if err != nil || got != list[0] {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	for _, name := range Names() {
		if got, err := Decode([]byte("A\x00\xff\x81 1\xe3"), name); err != nil || !utf8.ValidString(got) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	_, err := Decode([]byte("x"), "klingon")
	var e *fault.Error
	if !errors.As(err, &e) || e.Key != "plan.file.encoding_unknown" || e.Args["encoding"] != "klingon" {
		t.Errorf("unknown encoding: %v", err)
	}
}

func TestDecodeUTF16Fragments(t *testing.T) {
	for data, want := range map[string]string{
		"A\x00B":                "A\ufffd",
		"\x3d\xd8\x00\xdeA\x00": "😀A",
		"\x3d\xd8A\x00":         "\ufffdA",
		"\x00\xdeA\x00":         "\ufffdA",
		"\x3d\xd8":              "\ufffd",
		"\xff\xfeA\x00":         "A",
	} {
		if got, err := Decode([]byte(data), UTF16LE); err != nil || got != want {
			t.Errorf("%x: %q %v, want %q", data, got, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, list := range phrases {
		f.Add([]byte(row(list[0])), "")
	}
	f.Add([]byte("\xff\xfeA\x00B"), UTF16LE)
	f.Add([]byte("\x81\x30\x81\x30\xfe"), GB18030)
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		got := Detect(data)
		if !utf8.ValidString(got.Text) || got.Confidence < 0 || got.Confidence > 1 {
			t.Errorf("%s %v: text is not UTF-8", got.Name, got.Confidence)
		}
		if got.Name == UTF8 && len(got.Others) == 0 && got.Text != strings.TrimPrefix(string(data), marker) && utf8.Valid(data) {
			t.Error("UTF-8 was changed")
		}
		if text, err := Decode(data, name); err == nil && !utf8.ValidString(text) {
			t.Errorf("%s: text is not UTF-8", name)
		}
	})
}
