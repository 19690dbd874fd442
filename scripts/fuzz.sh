#!/bin/sh
# fuzz.sh TIME: runs every fuzz target of the module, two at a time: what reads
# files for TIME, kernels for 10 seconds, for their tests try random problems too.
set -eu
time=$1
list=$(grep -rlE '^func Fuzz' --include='*_test.go' solve internal | while read -r f; do
	grep -oE '^func Fuzz[A-Za-z0-9_]*' "$f" | while read -r _ name; do
		case $name in FuzzRead* | FuzzClean) for=$time ;; *) for=10s ;; esac
		echo "./$(dirname "$f") $name $for"
	done
done | sort -u)
[ -n "$list" ] || { echo "no fuzz target found" >&2; exit 1; }
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
export log
# Go fails a target whose time ran out within a call ("context deadline exceeded",
# golang/go#75804); what it really found it writes to a file and says so.
# Left to itself Go makes every interesting input smaller for up to a minute, and
# tries nothing new meanwhile.
echo "$list" | xargs -P 2 -L 1 sh -c '
	out=$log/$(echo "$0" | tr / _)$1
	go test -run "^\$" -fuzz "^$1\$" -fuzztime "$2" -fuzzminimizetime 20x -parallel 1 "$0" >"$out" 2>&1 ||
		{ grep -q "^    context deadline exceeded" "$out" && ! grep -q "Failing input" "$out"; } ||
		{ echo "FAIL $0 $1"; cat "$out"; exit 255; }
	echo "ok   $0 $1 $(grep -aoE "execs: [0-9]+" "$out" | tail -1)"'
