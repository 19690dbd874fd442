package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Variable names the server to test on: a URL of a user who may make databases.
const Variable = "FUGONG_TEST_POSTGRES"

// postgres is the server, and the connection that makes databases on it.
type postgres struct {
	base  *url.URL
	admin *sql.DB
}

// server is the test server, started at most once per program.
var server = sync.OnceValues(func() (*postgres, error) {
	dsn := os.Getenv(Variable)
	if dsn == "" {
		var err error
		if dsn, err = startPostgres(); err != nil {
			return nil, err
		}
	}
	base, err := url.Parse(dsn)
	if err != nil || base.Scheme == "" {
		return nil, fmt.Errorf("%s is not a postgres:// address", Variable)
	}
	admin, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	admin.SetMaxOpenConns(2)
	if err := admin.Ping(); err != nil {
		return nil, fmt.Errorf("the server of %s does not answer: %w", Variable, err)
	}
	return &postgres{base, admin}, nil
})

func (s *postgres) url(name string) string {
	u := *s.base
	u.Path = "/" + name
	return u.String()
}

// createDatabase clones a template, in the "C" collation so that text sorts by bytes
// as it does on SQLite.
func (s *postgres) createDatabase(template string) (string, error) {
	name := "fugong_test_" + rand.Text()
	collation := ""
	if template == "template0" {
		collation = " ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
	}
	_, err := s.admin.ExecContext(context.Background(),
		fmt.Sprintf(`CREATE DATABASE "%s" TEMPLATE "%s" STRATEGY FILE_COPY%s`, name, template, collation))
	return name, err
}

func (s *postgres) drop(name string) error {
	_, err := s.admin.ExecContext(context.Background(), fmt.Sprintf(`DROP DATABASE "%s" WITH (FORCE)`, name))
	return err
}
