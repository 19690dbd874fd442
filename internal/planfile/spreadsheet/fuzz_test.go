package spreadsheet_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/xuri/excelize/v2"

	"fugong/internal/fault"
	"fugong/internal/planfile/spreadsheet"
)

func refused(t *testing.T, err error) {
	t.Helper()
	var known *fault.Error
	if !errors.As(err, &known) || known.Kind != fault.Invalid && known.Kind != fault.TooLarge {
		t.Fatalf("%v", err)
	}
}

// FuzzReadCSV: whatever the text, an answer or a fault that is the file's.
func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("编码,名称,工期,前置任务,开始\n1,测量放线,2,,2020-03-02\n2,浇筑,5,1SS+2d,\n"))
	f.Add([]byte("code;name;level;duration;start;constraint;constraint date;% done;quantity;unit;trade\nA;a;1;3ed;2020-03-02 13:00;SNET;2020-03-09;50%;3;t;x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := spreadsheet.Read("a.csv", data)
		if err != nil {
			refused(t, err)
			return
		}
		p := file.Plans[0]
		for _, l := range p.Links {
			if int(l.Pred) >= len(p.Activities) || int(l.Succ) >= len(p.Activities) {
				t.Fatalf("link %+v of %d activities", l, len(p.Activities))
			}
		}
	})
}

// FuzzReadXLSX: a damaged workbook is refused.
func FuzzReadXLSX(f *testing.F) {
	small := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "code", "B1": "name", "C1": "duration", "D1": "start", "A2": "A", "B2": "a", "C2": 2, "D2": 43892} {
		if err := small.SetCellValue("Sheet1", cell, value); err != nil {
			f.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := small.Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	template, err := spreadsheet.Template("zh")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(template)
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := spreadsheet.Read("a.xlsx", append([]byte("PK\x03\x04"), data...)); err != nil {
			refused(t, err)
		}
		if _, err := spreadsheet.Read("a.xlsx", data); err != nil {
			refused(t, err)
		}
	})
}
