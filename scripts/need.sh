#!/bin/sh
# Makes sure that what the tests need beside Go, Node and make is there:
# PostgreSQL, Chromium, fonts for Chinese, a C compiler (race detector only).
# Installs it with apt where it may, else names the one command to type.
set -eu

missing=""
want() { missing="$missing $1"; }

postgres_bin() {
	command -v initdb 2>/dev/null && return
	for d in /usr/lib/postgresql/*/bin /usr/local/bin /usr/local/pgsql/bin; do
		[ -x "$d/initdb" ] && echo "$d/initdb" && return
	done
	return 1
}

# Chromium without its windows is the same engine at half the cost; not every
# distribution has it.
shell=chromium-headless-shell
command -v $shell >/dev/null && shell=""
# Ubuntu has Chromium as a snap only, behind a package of another name.
browser=chromium
grep -qs '^ID=ubuntu' /etc/os-release && browser=chromium-browser

postgres_bin >/dev/null || want postgresql
[ -z "$shell" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || want $browser
find /usr/share/fonts /usr/local/share/fonts "$HOME/.local/share/fonts" 2>/dev/null |
	grep -Eqi 'cjk|sourcehan|wqy|wenkai|droidsansfallback' || want fonts-noto-cjk
command -v gcc >/dev/null || command -v clang >/dev/null || want "gcc libc6-dev"

[ -z "$missing$shell" ] && exit 0
as=""
if command -v apt-get >/dev/null; then
	if [ "$(id -u)" = 0 ]; then as="env"; elif sudo -n true 2>/dev/null; then as="sudo -n env"; fi
fi
install() { $as DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null; }

if [ -n "$as" ]; then
	if $as apt-get update -qq -o Acquire::http::Timeout=10 && [ -n "$shell" ] && install $shell 2>/dev/null; then
		echo "installed: $shell"
		missing=$(echo " $missing " | sed "s/ $browser / /")
	fi
	set -- $missing
	[ $# -eq 0 ] || { echo "installing: $*"; install "$@"; }
elif [ -n "$missing" ]; then
	echo "The tests need:$missing. Type: sudo apt-get install -y --no-install-recommends$missing" >&2
	exit 1
fi
