#!/bin/sh
# watch.sh COMMAND...: runs COMMAND, and again whenever a source changes.
set -eu
stamp=$(mktemp)
trap 'rm -f "$stamp"; kill 0' EXIT INT TERM
while :; do
	touch "$stamp"
	setsid "$@" &
	pid=$!
	while [ -z "$(find cmd internal solve \( -name '*_templ.go' -o -path internal/ui/static/dist \) -prune -o -type f -newer "$stamp" -print -quit)" ]; do
		sleep 1
	done
	kill -TERM -- "-$pid" 2>/dev/null || true
	wait "$pid" 2>/dev/null || true
done
