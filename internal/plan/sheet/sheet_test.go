package sheet_test

import (
	"bytes"
	"os"
	"testing"

	"fugong/internal/plan"
	"fugong/internal/plan/sheet"
)

func TestTemplate(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		data, err := sheet.Template(lang)
		if err != nil {
			t.Fatal(err)
		}
		f, err := sheet.Read("template.xlsx", data)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range f.Notes {
			if n.Level == plan.Warning {
				t.Errorf("%s: %+v", lang, n)
			}
		}
		p := f.Plans[0]
		d, err := plan.Compute(p)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(len(p.Activities), len(p.Links), p.Start, d.Finish, f.Notes)
		var b bytes.Buffer
		if err := sheet.Write(&b, p, d, lang); err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("SHEET_OUT"); dir != "" {
			os.WriteFile(dir+"/template_"+lang+".xlsx", data, 0o600)
			os.WriteFile(dir+"/export_"+lang+".xlsx", b.Bytes(), 0o600)
		}
	}
}
