#!/bin/sh
# MPXJ reads no plan at all when one activity code has a colour written with "0x".
#
# Surprising: an XER file states for every value of an activity code a colour, which nothing
# in a schedule depends on. Primavera's own files leave it empty or write six hexadecimal digits;
# public files that other tools made or changed write "0x0080c0". MPXJ hands that to a
# parser of bare hexadecimal numbers and gives up the whole file with an error that names neither
# the table nor the row.
# Who is hurt: whoever uses MPXJ, or a tool built on it, to check or convert such a plan: it
# looks broken, though Primavera's dates in it are whole.
# What we do: our reader takes no colours; two of the public plans that we measure with are such
# files, so that MPXJ has no second opinion on them and "make judge-exports" says so.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv py
py/bin/pip install -q --disable-pip-version-check mpxj==16.10.0 JPype1==1.7.1
cat >try.py <<'PY'
import jpype, jpype.imports, mpxj
jpype.startJVM("-Xmx512m", "-Dlog4j.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory")
from org.mpxj.reader import UniversalProjectReader

def table(name, fields, *rows):
    lines = ["%T\t" + name, "%F\t" + fields.replace(" ", "\t")]
    return lines + ["%R\t" + "\t".join(r) for r in rows]

def plan(colour):
    lines = ["ERMHDR\t19.12\t2026-03-02\tProject\tu\tu\tdb\tPM\tCNY"]
    lines += table("PROJECT", "proj_id proj_short_name clndr_id last_recalc_date plan_start_date", ["1", "P", "1", "2026-03-02 08:00", "2026-03-02 08:00"])
    lines += table("CALENDAR", "clndr_id clndr_name clndr_type", ["1", "Site", "CA_Base"])
    lines += table("PROJWBS", "wbs_id proj_id proj_node_flag wbs_short_name wbs_name", ["10", "1", "Y", "P", "Plant"])
    lines += table("ACTVTYPE", "actv_code_type_id actv_code_type actv_code_type_scope", ["4000", "Phase", "AS_Global"])
    lines += table("ACTVCODE", "actv_code_id actv_code_type_id actv_code_name short_name seq_num color", ["4100", "4000", "Engineering", "ENG", "10", colour])
    lines += table("TASK", "task_id proj_id wbs_id clndr_id task_type status_code task_code task_name target_drtn_hr_cnt remain_drtn_hr_cnt",
                   ["100", "1", "10", "1", "TT_Task", "TK_NotStart", "A1", "Draw", "16", "16"])
    return "\r\n".join(lines + ["%E", ""])

for colour in ("", "0080C0", "0x0080c0"):
    with open("plan.xer", "w", newline="") as f:
        f.write(plan(colour))
    try:
        project = UniversalProjectReader().read("plan.xer")
        print(repr(colour), "read:", [str(t.getName()) for t in project.getTasks() if not t.getSummary()])
    except Exception as err:
        print(repr(colour), "refused:", str(err).split(": ", 1)[-1])
PY
py/bin/python try.py >seen
cat >expected <<'TXT'
'' read: ['Draw']
'0080C0' read: ['Draw']
'0x0080c0' refused: java.lang.NumberFormatException: For input string: "0x0080c0" under radix 16
TXT
echo "MPXJ 16.10.0:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: a colour written with 0x and the whole plan is refused"
