package plansql_test

import (
	"testing"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/plan/plansql"
)

// BenchmarkLoad reads a plan of 5,000 activities and 10,000 links.
func BenchmarkLoad(b *testing.B) {
	d, err := db.Open(b.Context(), "sqlite:"+b.TempDir()+"/plan.db")
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	if err := db.Migrate(b.Context(), d, audit.Migrations, plansql.Migrations); err != nil {
		b.Fatal(err)
	}
	p := open(d).imported(b, grid(5000))
	s := plansql.New(d, nil)
	for b.Loop() {
		if _, err := s.Load(b.Context(), "z", p.ID); err != nil {
			b.Fatal(err)
		}
	}
}
