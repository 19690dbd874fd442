package identity

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var today = time.Date(2020, 2, 21, 0, 0, 0, 0, time.UTC)

func TestParsePaper(t *testing.T) {
	for _, c := range []struct {
		kind          PaperKind
		in, want, key string
	}{
		{IDCard, "11010519491231002X", "11010519491231002X", ""}, // the example of GB 11643
		{IDCard, "11010519491231002x", "11010519491231002X", ""},
		{IDCard, "110105 19491231 002Ｘ", "11010519491231002X", ""},
		{IDCard, "110105194912310021", "", "zone.paper.id.check"},
		{IDCard, "110105491231002", "", "zone.paper.id.fifteen"},
		{IDCard, "11010549123100", "", "zone.paper.id.length"},
		{IDCard, "1101051949123100AX", "", "zone.paper.id.digits"},
		{IDCard, "１一0105194912310021", "", "zone.paper.id.digits"},
		{IDCard, "161105194912310021", "", "zone.paper.id.region"},
		{IDCard, "110105194913310021", "", "zone.paper.id.birth"},
		{IDCard, "110105202002220020", "", "zone.paper.id.birth"}, // born tomorrow
		{IDCard, "440524188001010014", "", "zone.paper.id.birth"}, // 140 years old
		{Passport, "e12345678", "E12345678", ""},
		{Passport, "E1", "", "zone.paper.shape.passport"},
		{HKMacauPass, "H12345678", "H12345678", ""},
		{HKMacauPass, "M1234567801", "M1234567801", ""},
		{HKMacauPass, "X12345678", "", "zone.paper.shape.hk_macau"},
		{TaiwanPass, "12345678", "12345678", ""},
		{TaiwanPass, "1234567", "", "zone.paper.shape.taiwan"},
		{OtherPaper, "军字第1234567号", "军字第1234567号", ""},
		{OtherPaper, "!", "", "zone.paper.shape.other_paper"},
		{"library_card", "1234567", "", "zone.paper.unknown"},
	} {
		got, err := ParsePaper(c.kind, c.in, today)
		if got.Number != c.want || keyOf(err) != c.key {
			t.Errorf("ParsePaper(%s, %q) = %q, %v; want %q, %s", c.kind, c.in, got.Number, err, c.want, c.key)
		}
		if err != nil && len(c.in) > 4 && strings.Contains(err.Error(), c.in) {
			t.Errorf("the fault repeats the number: %v", err)
		}
	}
}

func TestIDNumberCatchesSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		born := today.AddDate(0, 0, -rapid.IntRange(0, 40000).Draw(t, "days"))
		body := fmt.Sprintf("320%03d%s%03d", rapid.IntRange(0, 999).Draw(t, "place"), born.Format("20060102"), rapid.IntRange(0, 999).Draw(t, "seq"))
		number := body + string(idCheck(body))
		p, err := ParsePaper(IDCard, number, today)
		if err != nil {
			t.Fatalf("%s: %v", number, err)
		}
		if b, ok := p.Birth(); !ok || !b.Equal(born) || p.Region() != number[:6] {
			t.Fatalf("%s: born %v, region %s", number, b, p.Region())
		}
		checkSlips(t, number, "0123456789X", func(s string) error { _, err := ParsePaper(IDCard, s, today); return err })
	})
}

func TestOnlyIDCardsKnowBirthAndRegion(t *testing.T) {
	p := Paper{Passport, "E12345678"}
	if _, ok := p.Birth(); ok || p.Region() != "" {
		t.Error("a passport's number tells neither birth nor region")
	}
}

func TestParsePhone(t *testing.T) {
	for _, c := range []struct{ in, want, local, key string }{
		{"13812345678", "+8613812345678", "13812345678", ""},
		{"+86 138-1234-5678", "+8613812345678", "13812345678", ""},
		{"0086 13812345678", "+8613812345678", "13812345678", ""},
		{"8613812345678", "+8613812345678", "13812345678", ""},
		{"0516-83881234", "+8651683881234", "051683881234", ""},
		{"(0516) 8388 1234", "+8651683881234", "051683881234", ""},
		{"+49 30 901820", "+4930901820", "+4930901820", ""},
		{"0044 20 7946 0018", "+442079460018", "+442079460018", ""},
		{"12812345678", "", "", "zone.phone.shape"},
		{"+86 12812345678", "", "", "zone.phone.chinese"},
		{"1381234567", "", "", "zone.phone.shape"},
		{"phone", "", "", "zone.phone.shape"},
		{"", "", "", "zone.phone.shape"},
	} {
		got, err := ParsePhone(c.in)
		if string(got) != c.want || keyOf(err) != c.key || got.Local() != c.local {
			t.Errorf("ParsePhone(%q) = %q (%q), %v; want %q, %s", c.in, got, got.Local(), err, c.want, c.key)
		}
		if again, err := ParsePhone(got.Local()); c.want != "" && (again != got || err != nil) {
			t.Errorf("%q reads back as %q, %v", got.Local(), again, err)
		}
	}
}

func TestMasks(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{MaskName("张建国"), "张**"},
		{MaskName("李四"), "李*"},
		{MaskName("欧阳建国华"), "欧**"},
		{MaskName("John Smith"), "J*** S***"},
		{MaskName("Bo"), "B*"},
		{MaskName("王"), "王*"},
		{MaskName(""), ""},
		{Paper{IDCard, "320311198001011234"}.Masked(), "320***********1234"},
		{Paper{Passport, "E12345678"}.Masked(), "E******78"},
		{Paper{OtherPaper, "ABC"}.Masked(), "***"},
		{Phone("+8613812345678").Masked(), "138****5678"},
		{Phone("+442079460018").Masked(), "+44******0018"},
		{Phone("").Masked(), ""},
		{Email("zhang@example.com").Masked(), "z***@example.com"},
		{Email("").Masked(), ""},
	} {
		if c.got != c.want {
			t.Errorf("masked %q, want %q", c.got, c.want)
		}
	}
}

// What is read stays the same when it is read again, whatever was typed.
func TestReadingSettles(t *testing.T) {
	typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9０-９ +()\-xXhHmM.]{0,24}`))
	rapid.Check(t, func(t *rapid.T) {
		s := typed.Draw(t, "typed")
		for _, kind := range PaperKinds {
			if p, err := ParsePaper(kind, s, today); err == nil {
				if again, err := ParsePaper(kind, p.Number, today); err != nil || again != p {
					t.Fatalf("%s %q: %v, %v", kind, s, again, err)
				}
			}
		}
		if p, err := ParsePhone(s); err == nil {
			if again, err := ParsePhone(string(p)); err != nil || again != p {
				t.Fatalf("phone %q: %q then %q, %v", s, p, again, err)
			}
		}
		MaskName(s) // never fails, whatever the name
	})
}
