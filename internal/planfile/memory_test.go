package planfile

import (
	"archive/zip"
	"bytes"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"
)

// mostMemory is what reading one upload may take.
const mostMemory = 300 << 20

// peakOf is how many bytes the heap grew at most while f ran.
func peakOf(f func()) uint64 {
	runtime.GC()
	debug.FreeOSMemory()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	read := func() uint64 { metrics.Read(sample); return sample[0].Value.Uint64() }
	before, most := read(), uint64(0)
	stop, done := make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(500 * time.Microsecond):
				most = max(most, read())
			}
		}
	}()
	f()
	close(stop)
	<-done
	return max(most, read()) - min(before, most)
}

// workbookOf is a workbook whose one sheet has these rows.
func workbookOf(t *testing.T, rows string) []byte {
	t.Helper()
	const relations = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"_rels/.rels", relations + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relations + `worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`},
	} {
		f, err := w.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestUploadsKeepToTheirMemory reads files that declare more than a plan has: wide
// rows, many rows, many elements. Whatever becomes of them, one upload takes no more
// than mostMemory.
func TestUploadsKeepToTheirMemory(t *testing.T) {
	repeated := func(head, one, tail string, size int) []byte {
		return []byte(head + strings.Repeat(one, size/len(one)) + tail)
	}
	xer := "ERMHDR\t8.0\t2020-01-01\n%T\tPROJECT\n%F\tproj_id\tproj_short_name\n%R\t1\tP\n%T\tTASK\n%F\ttask_id\tproj_id\ttask_code\n"
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"a workbook of wide rows", workbookOf(t, strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 20_000))},
		{"a workbook of many cells", workbookOf(t, strings.Repeat(`<row>`+strings.Repeat(`<c><v>1</v></c>`, 50)+`</row>`, 20_000))},
		{"a table of many rows", repeated("编码,名称,工期,开始\n", strings.Repeat(",", 100)+"\n", "", 4<<20)},
		{"Microsoft Project tasks", repeated("<Project><Tasks>", "<Task/>", "</Tasks></Project>", 8<<20)},
		{"P6 XML activities", repeated("<APIBusinessObjects><Project>", "<Activity/>", "</Project></APIBusinessObjects>", 8<<20)},
		{"XER tasks", repeated(xer, "%R\t1\t1\t1\n", "%E\n", 4<<20)},
	} {
		var err error
		took := peakOf(func() { _, err = Read(t.Context(), "a", bytes.NewReader(c.data), Options{}) })
		if took > mostMemory {
			t.Errorf("%s: %d MB of input took %d MB", c.name, len(c.data)>>20, took>>20)
		}
		if err == nil {
			t.Errorf("%s was read as a plan", c.name)
		}
	}
}
