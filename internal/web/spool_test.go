package web

import (
	"bytes"
	"io"
	"os"
	"testing"
)

// What is spooled is read again as it came, small or large, and leaves no file
// behind: not even while it is open, so that a kill leaves none either.
func TestSpoolKeepsAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	for _, size := range []int{0, 1, uploadMemory, uploadMemory + 1, 3 * uploadMemory} {
		want := bytes.Repeat([]byte("plan."), size/5+1)[:size]
		var s Spool
		for rest := want; len(rest) > 0; {
			n, err := s.Write(rest[:min(len(rest), 70_000)])
			if err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		for range 2 {
			if got, err := io.ReadAll(s.Content()); err != nil || !bytes.Equal(got, want) || s.Size() != int64(size) {
				t.Fatalf("%d bytes: %d came back, %v", size, len(got), err)
			}
		}
		if found, _ := os.ReadDir(dir); len(found) > 0 {
			t.Errorf("%d bytes: %s has a name while it is open", size, found[0].Name())
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
