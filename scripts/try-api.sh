#!/bin/sh
# try-api.sh FUGONG [OPTION OF SCHEMATHESIS ...]: installs schemathesis in a
# temporary folder and lets it try the API of a demo zone as a planner's token and
# as a dispatcher. AS, EXAMPLES and SEED: see try-api.py.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
shift
dir=$(mktemp -d "${TMPDIR:-/tmp}/fugong-st.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
python3 -m venv "$dir/venv" || { echo "try-api: python3 with venv is missing. Type: sudo apt-get install -y python3-venv" >&2; exit 1; }
"$dir/venv/bin/pip" install -q --disable-pip-version-check "schemathesis==4.32.0"
for as in ${AS:-planner dispatcher}; do
	AS=$as "$dir/venv/bin/python" "$here/try-api.py" "$program" "$@"
done
