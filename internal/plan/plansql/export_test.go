package plansql_test

import (
	"bytes"
	"testing"

	"fugong/internal/plan"
)

// A file may carry the project's revision, by which calendars know newer events.
func TestExportKnowsTheRevision(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(5))
		for _, want := range []string{"1", "2"} {
			out := bytes.Buffer{}
			e, err := h.Export(as("anna"), p.ID, "revision")
			if err == nil {
				err = e.Write(&out)
			}
			if err != nil || out.String() != want {
				t.Errorf("revision %q, want %s; %v", out.String(), want, err)
			}
			site := "Hall 2"
			if _, err := h.EditProject(as("anna"), p.ID, plan.ProjectEdit{Site: &site}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
