//go:build unix

package dbtest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// startPostgres makes a server in a temporary folder, reached by a socket in it, and
// leaves it to a shell that waits on a pipe: when this program ends, however
// it ends, the pipe closes and the shell stops the server and deletes the
// folder. It speaks no TCP, so no port can be taken and nobody else gets in.
func startPostgres() (dsn string, err error) {
	bin, err := findPrograms()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "fugong-pg-")
	if err != nil {
		return "", err
	}
	owner, err := unprivilegedUser(dir)
	if err != nil {
		return "", err
	}
	if err := initDatabase(bin, dir, owner); err != nil {
		os.RemoveAll(dir)
		return "", err
	}
	if err := watchServer(bin, dir, owner); err != nil {
		return "", err
	}
	dsn = "postgres://fugong@/postgres?host=" + dir
	return dsn, awaitServer(dsn, filepath.Join(dir, "log"))
}

// findPrograms finds the folder of initdb and postgres.
func findPrograms() (string, error) {
	var folders []string
	if path, err := exec.LookPath("initdb"); err == nil {
		folders = append(folders, filepath.Dir(path))
	}
	packaged, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Reverse(packaged) // the newest first
	for _, bin := range append(folders, append(packaged, "/usr/local/bin")...) {
		if executable(bin, "initdb") && executable(bin, "postgres") {
			return bin, nil
		}
	}
	return "", errors.New("PostgreSQL is not installed; type: apt-get install postgresql (or set " + Variable + ")")
}

func executable(dir, name string) bool {
	_, err := exec.LookPath(filepath.Join(dir, name))
	return err == nil
}

// unprivilegedUser says as whom to run the server, since it refuses to be root,
// and gives that user the folder. It returns nil for "as we are".
func unprivilegedUser(dir string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.ParseUint(u.Uid, 10, 32)
		gid, _ := strconv.ParseUint(u.Gid, 10, 32)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, int(uid), int(gid))
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody")
}

func command(dir string, owner *syscall.Credential, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: owner, Setsid: true}
	return cmd
}

func initDatabase(bin, dir string, owner *syscall.Credential) error {
	var out bytes.Buffer
	cmd := command(dir, owner, filepath.Join(bin, "initdb"), "--pgdata", filepath.Join(dir, "data"),
		"--username", "fugong", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync")
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out.String())
	}
	return nil
}

// script runs the server until the pipe on its standard input closes. The data
// is thrown away, so nothing is flushed to disk.
const script = `
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
	-c full_page_writes=off -c max_connections=200 >"$2/log" 2>&1 </dev/null &
server=$!
read -r _
kill -INT $server
wait $server
cd / && rm -rf "$2"
`

func watchServer(bin, dir string, owner *syscall.Credential) error {
	cmd := command(dir, owner, "/bin/sh", "-c", script, "sh", bin, dir)
	if _, err := cmd.StdinPipe(); err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait() // holds our end of the pipe until this program ends
	return nil
}

// awaitServer waits until the server answers, at most half a minute.
func awaitServer(dsn, log string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	pool, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	for {
		if err = pool.PingContext(ctx); err == nil {
			return nil
		}
		if ctx.Err() != nil {
			text, _ := os.ReadFile(log)
			return fmt.Errorf("PostgreSQL did not start: %w: %s", err, text)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
