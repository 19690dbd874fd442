#!/bin/sh
# Two Python readers of XER cannot live together: both install a package named xerparser.
#
# Surprising: PyP6XER and xerparser are unrelated projects with different interfaces, but both
# bring a top-level package `xerparser`. pip lays the second over the files of the first without
# a word, and `pip check` finds nothing wrong. With xerparser last, the reader of PyP6XER is still
# there and fails on a name of its own; with PyP6XER last, the class Xer is gone.
# Who is hurt: whoever compares two readers before trusting one, or pulls one in through a helper.
# What we do: we use neither; XER is read by our own code, and judged by MPXJ.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >ask.py <<'PY'
def said(module, name):
    try:
        return "there" if hasattr(__import__(module, fromlist=[name]), name) else "missing"
    except ImportError:
        return "missing"
    except NameError as e:
        return "broken (%s)" % e

print("Xer", said("xerparser", "Xer") + ", Reader", said("xerparser.reader", "Reader"), end="")
PY
try() {
  python3 -m venv py
  for package in "$@"; do
    py/bin/pip install -q --disable-pip-version-check "$package"
  done
  py/bin/pip check >/dev/null 2>&1 && check=content || check=complains
  echo "$*: $(py/bin/python ask.py), pip check $check"
  rm -rf py
}
{
  try PyP6XER==1.16.0
  try xerparser==0.13.9
  try PyP6XER==1.16.0 xerparser==0.13.9
  try xerparser==0.13.9 PyP6XER==1.16.0
} >seen
cat >expected <<'TXT'
PyP6XER==1.16.0: Xer missing, Reader there, pip check content
xerparser==0.13.9: Xer there, Reader missing, pip check content
PyP6XER==1.16.0 xerparser==0.13.9: Xer there, Reader broken (name 'Projects' is not defined), pip check content
xerparser==0.13.9 PyP6XER==1.16.0: Xer missing, Reader there, pip check content
TXT
echo "installed in this order:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: the reader installed last is the only one that works"
