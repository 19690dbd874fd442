package planfile

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"fugong/internal/fault"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/planfile/spreadsheet"
)

func example(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const (
	xerExample   = "primavera/xer/testdata/two_projects.xer"
	pmxmlExample = "primavera/p6xml/testdata/boiler_house.xml"
	csvExample   = "编号,名称,工期,前置,开始\n1,开挖,5d,,2020-02-24\n2,浇筑,3d,1,\n"
	mspdiExample = `<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><Name>P</Name><StartDate>2020-02-24T08:00:00</StartDate>
<Tasks><Task><UID>1</UID><ID>1</ID><Name>A</Name><OutlineLevel>1</OutlineLevel><Duration>PT16H0M0S</Duration><DurationFormat>7</DurationFormat></Task></Tasks></Project>`
)

// pack makes a zip of name, content pairs.
func pack(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i+1 < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		if err == nil {
			_, err = io.WriteString(w, pairs[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func template(t testing.TB) []byte {
	t.Helper()
	data, err := spreadsheet.Template("zh")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What a file is, its content says; the name may lie.
func TestFormatsAreToldByContent(t *testing.T) {
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(example(t, xerExample))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		data   []byte
		format string
	}{
		{"plan.mpp", example(t, xerExample), "xer"},
		{"wide.txt", wide, "xer"},
		{"plan", example(t, pmxmlExample), "pmxml"},
		{"plan.xer", []byte(mspdiExample), "mspdi"},
		{"plan.xml", []byte("\n\n <!-- made by hand -->" + strings.TrimPrefix(mspdiExample, `<?xml version="1.0"?>`)), "mspdi"},
		{"plan.csv", []byte(csvExample), "csv"},
		{"plan.zip", template(t), "xlsx"},
		{"zipped.zip", pack(t, "folder/", "", "folder/plan.xer", string(example(t, xerExample)), "__MACOSX/._plan.xer", "x", "folder/.DS_Store", "x"), "xer"},
		{"zipped sheet.zip", pack(t, "计划.xlsx", string(template(t))), "xlsx"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Read(t.Context(), tt.name, bytes.NewReader(tt.data), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if f.Source.Format != tt.format || f.Plans[0].Source.Format != tt.format {
				t.Errorf("read as %+v", f.Source)
			}
		})
	}
}

// Every bad file gets one message that names it and says what to do.
func TestRefusals(t *testing.T) {
	xerText := string(example(t, xerExample))
	bomb := strings.Repeat("\x00", Limit+1)
	for _, tt := range []struct{ name, data, key string }{
		{"nothing", "", "plan.file.empty"},
		{"blanks", " \r\n\t\n", "plan.file.empty"},
		{"zeros", strings.Repeat("\x00", 512), "plan.file.empty"},
		{"mpp", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 512), "plan.file.mpp"},
		{"xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 512) + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", "plan.file.xls"},
		{"pdf", "%PDF-1.7\n…", "plan.file.pdf"},
		{"rar", "Rar!\x1a\x07", "plan.file.archive"},
		{"gzip", "\x1f\x8b\x08", "plan.file.archive"},
		{"7z", "7z\xBC\xAF\x27\x1C", "plan.file.archive"},
		{"mpx", "MPX,Microsoft Project for Windows,4.0,ANSI", "plan.file.mpx"},
		{"pod", "\xAC\xED\x00\x05sr", "plan.file.pod"},
		{"html", "<!DOCTYPE html><html><body>Sign in</body></html>", "plan.file.html"},
		{"png", "\x89PNG\r\n\x1a\n", "plan.file.image"},
		{"docx", string(pack(t, "[Content_Types].xml", "<x/>", "word/document.xml", "<x/>")), "plan.file.document"},
		{"prose", "Dear colleague the plan is attached", "plan.file.unknown"},
		{"bytes", "\x01\x02\x03\x04\x05\x06\x07\x08", "plan.file.unknown"},
		{"gan", `<?xml version="1.0"?><project name="x"/>`, "plan.file.xml_unknown"},
		{"broken xml", "<<<>>>", "plan.file.not_xml"},
		{"cut off xer", xerText[:len(xerText)-40], "plan.file.cut_off"},
		{"cut off xml", mspdiExample[:200], "plan.file.truncated"},
		{"entities", `<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><Project>&c;</Project>`, "plan.file.xml_doctype"},
		{"deep xml", "<Project>" + strings.Repeat("<a>", 200_000), "plan.file.deep"},
		{"zip of nothing", string(pack(t)), "plan.file.zip_empty"},
		{"zip of two", string(pack(t, "a.xer", "x", "b.xer", "x")), "plan.file.zip_many"},
		{"zip of a zip", string(pack(t, "a.zip", string(pack(t, "b", "x")))), "plan.file.zip_nested"},
		{"zip of a pdf", string(pack(t, "a.xer", "%PDF-1.4")), "plan.file.pdf"},
		{"cut off zip", string(pack(t, "a.xer", xerText)[:60]), "plan.file.zip"},
		{"zip bomb", string(pack(t, "a.xer", bomb)), "plan.file.zip_too_large"},
		{"huge", bomb, "plan.file.too_large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(t.Context(), `C:\plans\bad.bin`, strings.NewReader(tt.data), Options{})
			var e *fault.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v", err)
			}
			if e.Key != tt.key {
				t.Errorf("key %s, want %s (%v)", e.Key, tt.key, e)
			}
			if !strings.HasPrefix(tt.name, "zip") && e.Args["file"] != "bad.bin" {
				t.Errorf("args %v name no file", e.Args)
			}
			if e.Kind != fault.Invalid && e.Kind != fault.TooLarge {
				t.Errorf("kind %v", e.Kind)
			}
		})
	}
}

// A zip may lie about what it unpacks to.
func TestLyingZip(t *testing.T) {
	data := pack(t, "a.xer", strings.Repeat("\x00", Limit+1))
	for i := 0; i+4 <= len(data); i++ { // the size stands in the directory, little end first
		if bytes.Equal(data[i:i+4], []byte{1, 0, 0, 4}) {
			copy(data[i:], []byte{9, 0, 0, 0})
		}
	}
	_, err := Read(t.Context(), "lie.zip", bytes.NewReader(data), Options{})
	if e := (*fault.Error)(nil); !errors.As(err, &e) || e.Key != "plan.file.zip_too_large" && e.Key != "plan.file.zip" {
		t.Errorf("error %v", err)
	}
}

func TestReaderFails(t *testing.T) {
	_, err := Read(t.Context(), "plan.xer", io.MultiReader(strings.NewReader("ERMHDR"), broken{}), Options{})
	if e := (*fault.Error)(nil); !errors.As(err, &e) || e.Key != "plan.file.unreadable" || !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestEncodingIsForced(t *testing.T) {
	for name, data := range map[string][]byte{
		"xer": example(t, xerExample), "pmxml": example(t, pmxmlExample), "mspdi": []byte(mspdiExample), "csv": []byte(csvExample),
	} {
		f, err := Read(t.Context(), name, bytes.NewReader(data), Options{Encoding: "utf-8"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f.Source.Encoding != "utf-8" || f.Plans[0].Source.Encoding != "utf-8" {
			t.Errorf("%s: encoding %q", name, f.Source.Encoding)
		}
		_, err = Read(t.Context(), name, bytes.NewReader(data), Options{Encoding: "runes"})
		if e := (*fault.Error)(nil); !errors.As(err, &e) || e.Key != "plan.file.encoding_unknown" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A loop is refused with the activities that form it.
func TestLoop(t *testing.T) {
	text := strings.Replace(string(example(t, xerExample)), "%R\t4\t103\t102\t1\t1", "%R\t4\t100\t102\t1\t1", 1)
	_, err := Read(t.Context(), "loop.xer", strings.NewReader(text), Options{})
	var e *fault.Error
	if !errors.As(err, &e) || e.Key != "plan.loop" || e.Args["file"] != "loop.xer" {
		t.Fatalf("error %v", err)
	}
	for _, code := range []string{"A100", "A110", "A200"} {
		if !strings.Contains(e.Args["activities"], code) {
			t.Errorf("%q does not name %s", e.Args["activities"], code)
		}
	}
}

// shared lists real files where they are at hand: the folder in FUGONG_SHARED, or
// "shared" beside the checkout.
func shared(t *testing.T) []string {
	return plantest.SharedFiles(t, "data/plans/*.xml", "data/plans/xer/*.xer", "data/plans/mspdi/*.xml")
}

func TestRealFiles(t *testing.T) {
	for _, path := range shared(t) {
		in, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Read(t.Context(), path, in, Options{})
		if closed := in.Close(); closed != nil {
			t.Fatal(closed)
		}
		if err != nil {
			if !strings.HasPrefix(filepath.Base(path), "malformed") {
				t.Errorf("%s: %v", filepath.Base(path), err)
			}
			continue
		}
		if f.Source.File != filepath.Base(path) || f.Source.Format == "" || f.Source.Encoding == "" {
			t.Errorf("%s: source %+v", path, f.Source)
		}
		for _, p := range f.Plans {
			codes := map[string]bool{}
			for _, a := range p.Activities {
				if a.Code == "" || codes[a.Code] {
					t.Errorf("%s: code %q stands twice", path, a.Code)
				}
				codes[a.Code] = true
			}
		}
	}
}

// Half of any real file is refused or read, and never breaks anything.
func TestTornFiles(t *testing.T) {
	for _, data := range [][]byte{example(t, xerExample), example(t, pmxmlExample), template(t), pack(t, "a.xer", string(example(t, xerExample)))} {
		for n := 1; n < len(data); n += 1 + len(data)/60 {
			f, err := Read(t.Context(), "torn", bytes.NewReader(data[:n]), Options{})
			if err == nil && len(f.Plans) == 0 {
				t.Fatalf("%d bytes: no error and no plan", n)
			}
		}
	}
}

func ExampleRead() {
	f, err := Read(context.Background(), "plan.csv", strings.NewReader("code,name,duration,start\n1,Dig,5d,2020-02-24\n"), Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Source.Format, len(f.Plans[0].Activities))
	// Output: csv 1
}

func FuzzRead(f *testing.F) {
	f.Add(example(f, xerExample))
	f.Add(example(f, pmxmlExample))
	f.Add([]byte(mspdiExample))
	f.Add([]byte(csvExample))
	f.Add(template(f))
	f.Add(pack(f, "a.xer", string(example(f, "primavera/xer/testdata/sklad_1251.xer"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read(t.Context(), "fuzz", bytes.NewReader(data), Options{})
		if err != nil {
			if e := (*fault.Error)(nil); !errors.As(err, &e) || e.Kind == fault.Internal || e.Key == "" {
				t.Errorf("error without a message: %v", err)
			}
			return
		}
		for _, p := range file.Plans {
			if err := checkReferences(p); err != nil {
				t.Error(err)
			}
		}
	})
}

// Files that are small to send and huge to hold are refused before they fill the
// memory.
func TestHugeFiles(t *testing.T) {
	head := "ERMHDR\t19.12\n%T\tPROJECT\n%F\tproj_id\n%R\t1\n%T\tTASK\n%F\ttask_id\tproj_id\n"
	for name, text := range map[string]string{
		"rows":         head + strings.Repeat("%R\t1\t1\n", 1_600_000) + "%E\n",
		"tables":       strings.Repeat("%T\tTASK\n", 1_600_000),
		"projects":     "%T\tPROJECT\n%F\tproj_id\n" + strings.Repeat("%R\t1\n", 3000) + "%T\tTASK\n%F\ttask_id\tproj_id\n%R\t1\t1\n%E\n",
		"elements":     "<APIBusinessObjects><Project>" + strings.Repeat("<Activity/>", 600_000) + "</Project></APIBusinessObjects>",
		"xml projects": "<APIBusinessObjects>" + strings.Repeat("<Project/>", 3000) + "</APIBusinessObjects>",
	} {
		_, err := Read(t.Context(), name, strings.NewReader(text), Options{})
		if e := (*fault.Error)(nil); !errors.As(err, &e) || e.Key != "plan.file.too_many" || e.Kind != fault.TooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
}
