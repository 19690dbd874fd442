#!/bin/sh
# with-postgres.sh COMMAND...: starts a real PostgreSQL on a free port of the
# loopback address in a temporary folder, runs COMMAND with its address in
# FUGONG_TEST_POSTGRES, and takes everything away again.
set -eu

bin=""
for d in $(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/x)") /usr/lib/postgresql/*/bin /usr/local/bin /usr/local/pgsql/bin; do
	[ -x "$d/initdb" ] && bin=$d && break
done
[ -n "$bin" ] || { echo "PostgreSQL is missing. Type: sudo apt-get install -y postgresql" >&2; exit 1; }

dir=$(mktemp -d "${TMPDIR:-/tmp}/fugong-pg.XXXXXX")
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
	user=postgres
	id postgres >/dev/null 2>&1 || user=nobody
	chown "$user" "$dir"
	as() { setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env HOME="$dir" "$@"; }
fi
stop() {
	as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

cd "$dir"
as "$bin/initdb" -D "$dir/data" -U fugong --auth=trust --encoding=UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
port=""
for try in 1 2 3 4 5 6 7 8; do
	p=$((20000 + ($$ * 7 + try * 997) % 30000))
	if as "$bin/pg_ctl" -D "$dir/data" -w -t 30 -l "$dir/log" \
		-o "-p $p -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir -c fsync=off -c max_connections=200 -c shared_buffers=128MB" start >/dev/null 2>&1; then
		port=$p
		break
	fi
done
[ -n "$port" ] || { cat "$dir/log" >&2; exit 1; }
cd "$OLDPWD"

FUGONG_TEST_POSTGRES="postgres://fugong@127.0.0.1:$port/postgres?sslmode=disable"
export FUGONG_TEST_POSTGRES
set +e
"$@"
code=$?
exit $code
