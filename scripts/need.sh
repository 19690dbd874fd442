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

postgres_bin >/dev/null || want postgresql
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || want chromium
find /usr/share/fonts /usr/local/share/fonts "$HOME/.local/share/fonts" 2>/dev/null |
	grep -Eqi 'cjk|sourcehan|wqy|wenkai|droidsansfallback' || want fonts-noto-cjk
command -v gcc >/dev/null || command -v clang >/dev/null || want "gcc libc6-dev"

[ -z "$missing" ] && exit 0
install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "installing:$missing"
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive $install >/dev/null
elif sudo -n true 2>/dev/null && command -v apt-get >/dev/null; then
	echo "installing:$missing"
	sudo -n apt-get update -qq && sudo -n env DEBIAN_FRONTEND=noninteractive $install >/dev/null
else
	echo "The tests need:$missing. Type: sudo $install" >&2
	exit 1
fi
