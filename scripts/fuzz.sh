#!/bin/sh
# fuzz.sh TIME: runs every fuzz target of the module for TIME, two at a time.
set -eu
time=$1
list=$(grep -rlE '^func Fuzz' --include='*_test.go' solve internal | while read -r f; do
	grep -oE '^func Fuzz[A-Za-z0-9_]*' "$f" | while read -r _ name; do echo "./$(dirname "$f") $name"; done
done | sort -u)
[ -n "$list" ] || { echo "no fuzz target found" >&2; exit 1; }
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
export time log
echo "$list" | xargs -P 2 -L 1 sh -c '
	out=$log/$1
	go test -run "^\$" -fuzz "^$1\$" -fuzztime "$time" -parallel 1 "$0" >"$out" 2>&1 ||
		{ echo "FAIL $0 $1"; cat "$out"; exit 255; }
	echo "ok   $0 $1 $(grep -oE "execs: [0-9]+" "$out" | tail -1)"'
