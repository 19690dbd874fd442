#!/bin/sh
# watch.sh COMMAND...: runs COMMAND, and again whenever a source changes.
set -eu
stamp=$(mktemp)
pid=""
# dash takes the group of a process only after -s.
stop() {
	[ -n "$pid" ] || return 0
	kill -s TERM -- "-$pid" 2>/dev/null || true
	wait "$pid" 2>/dev/null || true
	pid=""
}
trap 'stop; rm -f "$stamp"' EXIT
trap 'exit 130' INT TERM
while :; do
	touch "$stamp"
	setsid "$@" &
	pid=$!
	while [ -z "$(find cmd internal solve \( -name '*_templ.go' -o -path internal/ui/static/dist \) -prune -o -type f -newer "$stamp" -print -quit)" ]; do
		sleep 1
	done
	stop
done
