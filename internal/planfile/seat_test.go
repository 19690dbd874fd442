package planfile

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"fugong/internal/masterplan"
)

// A heavy file waits for another only while somebody waits for it; a small one does
// not wait at all. What is packed counts as heavy, however small it is.
func TestWaitingForTheSeatEnds(t *testing.T) {
	seat <- struct{}{} // a heavy file is being read
	defer func() { <-seat }()
	gone := errors.New("the reader went away")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(gone)
	for name, data := range map[string][]byte{
		"large":   []byte("code,name,duration,start\n" + strings.Repeat("A,Dig,5,2020-02-24\n", 120_000)),
		"a zip":   pack(t, "a.xer", "ERMHDR"),
		"a pipe":  nil,
		"a small": []byte("code,name,duration,start\nA,Dig,5,2020-02-24\n"),
	} {
		var in io.Reader = bytes.NewReader(data)
		if data == nil {
			in = &onlyReader{strings.NewReader("code")}
		}
		_, err := Read(ctx, "a", in, Options{})
		if waits := name != "a small"; errors.Is(err, gone) != waits {
			t.Errorf("%s: %v, waits %v", name, err, waits)
		}
	}
}

// onlyReader hides how long its text is.
type onlyReader struct{ in *strings.Reader }

func (r *onlyReader) Read(p []byte) (int, error) { return r.in.Read(p) }

// Texts longer than any tool writes are cut between two characters, and told.
func TestLongTextsAreCut(t *testing.T) {
	p := sound()
	p.Activities[1].Name = strings.Repeat("基", longestName+1)
	p.Activities[1].Notes = strings.Repeat("x", longestNote+1)
	p.Activities[2].Code = strings.Repeat("B", 1<<20)
	p.Resources = []masterplan.Resource{{Name: strings.Repeat("队", 4000), Calendar: -1}}
	f := &masterplan.File{Plans: []*masterplan.Plan{p}}
	if err := Check(f); err != nil {
		t.Fatal(err)
	}
	a, b := &p.Activities[1], &p.Activities[2]
	if a.Name != strings.Repeat("基", longestName) || len(a.Notes) != longestNote || len(b.Code) != longestName || len(p.Resources[0].Name) != 3*longestName {
		t.Errorf("%d, %d, %d and %d bytes stay", len(a.Name), len(a.Notes), len(b.Code), len(p.Resources[0].Name))
	}
	told := 0
	for _, n := range f.Notes {
		if n.Key == "plan.note.text_cut" {
			told += n.Count
		}
	}
	if told != 4 {
		t.Errorf("%d cuts told: %+v", told, f.Notes)
	}
}
