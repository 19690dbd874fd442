package job_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/job"
)

func TestArchiveKeepsTheJobsStillToBeDone(t *testing.T) {
	each(t, func(t *testing.T, from *db.DB) {
		done := make(chan bool, 1)
		first := job.NewRunner(from, soon())
		first.On("test.done", func(context.Context, json.RawMessage) error { done <- true; return nil })
		first.Every(time.Hour, "sweep", func(context.Context) error { return nil })
		if err := first.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		record(t, from, "test.done", 1)
		receive(t, done, 1)
		stop(t, first)
		record(t, from, "test.waits", map[string]string{"name": "辊 \"1\""})
		record(t, from, "test.waits", nil, job.Unique())
		record(t, from, "test.later", "x", job.At(time.Now().Add(time.Hour)))
		var b bytes.Buffer
		if s, err := db.Backup(t.Context(), from, &b, time.Now(), job.Migrations); err != nil || s.Rows != 3 {
			t.Fatalf("backed up %+v, %v", s, err)
		}
		dbtest.Each(t, nil, func(t *testing.T, to *db.DB) {
			if _, err := db.Restore(t.Context(), to, bytes.NewReader(b.Bytes()), int64(b.Len()), db.RestoreOptions{}, job.Migrations); err != nil {
				t.Fatal(err)
			}
			record(t, to, "test.waits", nil, job.Unique())
			delivers(t, to)
		})
	})
}

func delivers(t *testing.T, d *db.DB) {
	t.Helper()
	got := make(chan string, 10)
	r := job.NewRunner(d, soon())
	for _, kind := range []string{"test.done", "test.waits", "test.later"} {
		r.On(kind, func(_ context.Context, p json.RawMessage) error { got <- kind + " " + string(p); return nil })
	}
	started(t, r)
	payloads := receive(t, got, 2)
	slices.Sort(payloads)
	if want := []string{"test.waits null", `test.waits {"name":"辊 \"1\""}`}; !slices.Equal(want, compacted(payloads)) {
		t.Errorf("got %q, want %q", payloads, want)
	}
	silent(t, got)
}

// compacted takes out the spaces that PostgreSQL's jsonb puts in.
func compacted(payloads []string) (out []string) {
	for _, p := range payloads {
		var b bytes.Buffer
		kind, data, _ := bytes.Cut([]byte(p), []byte(" "))
		if err := json.Compact(&b, data); err != nil {
			return []string{err.Error()}
		}
		out = append(out, string(kind)+" "+b.String())
	}
	return out
}
