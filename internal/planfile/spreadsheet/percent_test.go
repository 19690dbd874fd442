package spreadsheet_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/spreadsheet"
)

// TestPercentColumn: what 1 means is decided by the whole column and by how the
// workbook shows its cells, and told where it is a guess.
func TestPercentColumn(t *testing.T) {
	const small, whole = "plan.note.percent_small", "plan.note.percent_whole"
	for _, c := range []struct {
		name  string
		cells string // "%" behind a number: the workbook shows it with the sign
		want  string
		note  string
		csv   bool // holds for a CSV file as well
	}{
		{"of a hundred", "0 60 100", "0 60 100", "", true},
		{"of one", "0 0.35 1", "0 35 100", "", true},
		{"done or not", "0 1 1", "0 100 100", whole, true},
		{"nothing yet", "0 0", "0 0", "", true},
		{"one of a hundred", "60 1 0", "60 1 0", small, true},
		{"a share among hundredths", "60 0.5", "60 0.5", small, true},
		{"shown with the sign", "0% 1% 1%", "0 100 100", "", false},
		{"some shown with the sign", "60 0.5% 1%", "60 50 100", "", false},
		{"some shown with the sign, some not", "60 0.5% 1", "60 50 1", small, false},
	} {
		cells := strings.Fields(c.cells)
		files := map[string][]byte{"plan.xlsx": workbook(t, cells)}
		if c.csv {
			files["plan.csv"] = []byte("Code,Name,Duration,Start,Actual start,% done\n" + rowsWith(cells))
		}
		for name, data := range files {
			f, err := spreadsheet.Read(name, data)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, a := range f.Plans[0].Activities {
				got = append(got, fmt.Sprint(a.Percent))
			}
			if have := strings.Join(got, " "); have != c.want {
				t.Errorf("%s, %s: %s, want %s", c.name, name, have, c.want)
			}
			if told := percentNote(f.Notes); told != c.note {
				t.Errorf("%s, %s: the note is %q, want %q", c.name, name, told, c.note)
			}
		}
	}
}

func rowsWith(cells []string) string {
	var b strings.Builder
	for i, cell := range cells {
		fmt.Fprintf(&b, "A%d,Dig,5,2020-03-02,2020-03-02,%s\n", i, cell)
	}
	return b.String()
}

func workbook(t *testing.T, cells []string) []byte {
	t.Helper()
	f := excelize.NewFile()
	signed, err := f.NewStyle(&excelize.Style{NumFmt: 9})
	if err != nil {
		t.Fatal(err)
	}
	for j, h := range []string{"Code", "Name", "Duration", "Start", "Actual start", "% done"} {
		set(t, f, j, 1, h)
	}
	for i, cell := range cells {
		number, marked := strings.CutSuffix(cell, "%")
		var share float64
		if _, err := fmt.Sscan(number, &share); err != nil {
			t.Fatal(err)
		}
		for j, v := range []any{fmt.Sprint("A", i), "Dig", 5, "2020-03-02", "2020-03-02", share} {
			set(t, f, j, i+2, v)
		}
		if at := fmt.Sprint("F", i+2); marked {
			if err := f.SetCellStyle("Sheet1", at, at, signed); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func set(t *testing.T, f *excelize.File, column, row int, v any) {
	t.Helper()
	at, err := excelize.CoordinatesToCellName(column+1, row)
	if err == nil {
		err = f.SetCellValue("Sheet1", at, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func percentNote(notes []masterplan.Note) string {
	for _, n := range notes {
		if strings.HasPrefix(n.Key, "plan.note.percent_") {
			return n.Key
		}
	}
	return ""
}
