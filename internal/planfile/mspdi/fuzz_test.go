package mspdi_test

import (
	"errors"
	"path/filepath"
	"testing"

	"fugong/internal/fault"
	"fugong/internal/planfile/mspdi"
)

// FuzzRead: whatever the bytes, Read answers with a plan that can be written
// and read again, or with a fault of kind Invalid.
func FuzzRead(f *testing.F) {
	own, err := filepath.Glob(filepath.Join("testdata", "*.xml"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range own {
		f.Add(load(f, path))
	}
	for _, small := range []string{
		project(tasks(row(1, "<Duration>PT8H0M0S</Duration><OutlineLevel>1</OutlineLevel>"), row(2, "<OutlineLevel>2</OutlineLevel><PredecessorLink><PredecessorUID>1</PredecessorUID><LinkLag>50</LinkLag><LagFormat>19</LagFormat></PredecessorLink>"))),
		project("<Calendars>", calendar(1, true, -1, recent), calendar(2, false, 1, ""), "</Calendars>"),
		project("<Resources><Resource><UID>1</UID><Name>a</Name><Type>0</Type></Resource></Resources><Tasks><Task><UID>1</UID><Baseline><Work>PT1H0M0S</Work></Baseline></Task></Tasks><Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Work>PT5H0M0S</Work></Assignment></Assignments>"),
	} {
		f.Add([]byte(small))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			return
		}
		file, err := mspdi.Read("fuzz.xml", data)
		if err != nil {
			var known *fault.Error
			if !errors.As(err, &known) || known.Kind != fault.Invalid || known.Args["file"] != "fuzz.xml" {
				t.Fatalf("%v", err)
			}
			return
		}
		out := write(t, file.Plans[0], nil)
		again, err := mspdi.Read("again.xml", out)
		if err != nil {
			t.Fatalf("what was written is refused: %v\n%s", err, out)
		}
		if a, b := file.Plans[0], again.Plans[0]; len(a.Activities) != len(b.Activities) || len(a.Links) != len(b.Links) {
			t.Fatalf("%d activities and %d links became %d and %d", len(a.Activities), len(a.Links), len(b.Activities), len(b.Links))
		}
	})
}
