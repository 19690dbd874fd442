package charset

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Names of other East Asian code pages are told from those of GB18030.
func TestEasternCodePages(t *testing.T) {
	for _, c := range []struct {
		want  string
		table encoding.Encoding
		texts []string
	}{
		{Big5, traditionalchinese.Big5, []string{"廠房基礎開挖與支撐", "機電設備安裝及試車", "鋼結構吊裝工程第二階段", "混凝土澆置養護完成驗收", "消防系統測試與竣工查驗作業"}},
		{ShiftJIS, japanese.ShiftJIS, []string{"コンクリート打設と養護", "鉄骨の建方をはじめる", "設備のテストと引き渡し", "基礎工事のスケジュール", "プレス工場の床スラブ"}},
	} {
		for _, s := range append(c.texts, strings.Join(c.texts, "\t")) {
			data, err := c.table.NewEncoder().String("%R\t100\t" + s + "\t8\r\n%R\t101\t" + s + "\t16")
			if err != nil {
				t.Fatal(err)
			}
			got := Detect([]byte(data))
			if got.Name != c.want || !strings.Contains(got.Text, s) {
				t.Errorf("%s is read as %s: %q", s, got.Name, got.Text)
			}
		}
	}
}
