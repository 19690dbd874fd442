#!/bin/sh
# Through P6 XML and back in MPXJ, nothing in a plan is critical; through XER the same plan has a path.
#
# Surprising: MPXJ writes one scheduled plan to XER, P6 XML and Microsoft Project XML, and reads
# each back. From the P6 XML no task has late dates or total float, and getCritical answers a
# plain false for every task: "unknown" cannot be told from "has float".
# Who is hurt: a list of critical tasks taken from such a file is empty, and an empty list
# reads as good news.
# What we do: we schedule the plan ourselves and never take criticality from what a file omits.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv py
py/bin/pip install -q --disable-pip-version-check mpxj==16.10.0 JPype1==1.7.1
cat >try.py <<'PY'
import jpype, jpype.imports, mpxj
jpype.startJVM("-Xmx512m", "-Dlog4j.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory")
from java.time import LocalDateTime
from org.mpxj import Duration, ProjectFile, Relation, TimeUnit
from org.mpxj.cpm import MicrosoftScheduler
from org.mpxj.reader import UniversalProjectReader
from org.mpxj.writer import FileFormat, UniversalProjectWriter

plan = ProjectFile()
plan.setDefaultCalendar(plan.addDefaultBaseCalendar())
start = LocalDateTime.parse("2026-03-02T08:00")
plan.getProjectProperties().setStartDate(start)
rows = []
for name, n in (("dig", 40), ("fence", 8), ("pour", 8)):
    t = plan.addTask()
    t.setName(name)
    t.setDuration(Duration.getInstance(n, TimeUnit.HOURS))
    t.setRemainingDuration(Duration.getInstance(n, TimeUnit.HOURS))
    t.setActualDuration(Duration.getInstance(0, TimeUnit.HOURS))
    rows.append(t)
rows[2].addPredecessor(Relation.Builder().predecessorTask(rows[0]))
MicrosoftScheduler().schedule(plan, start)
for form in ("MSPDI", "XER", "PMXML"):
    UniversalProjectWriter(getattr(FileFormat, form)).write(plan, "plan." + form)
    back = UniversalProjectReader().read("plan." + form)
    for t in back.getTasks():
        slack = t.getTotalSlack()
        late = "none" if slack is None else "%g h" % slack.convertUnits(TimeUnit.HOURS, back.getProjectProperties()).getDuration()
        print(form, t.getName(), "slack", late, "critical" if t.getCritical() else "not critical")
PY
py/bin/python try.py >seen
cat >expected <<'TXT'
MSPDI dig slack 0 h critical
MSPDI fence slack 40 h not critical
MSPDI pour slack 0 h critical
XER dig slack 0 h critical
XER fence slack 40 h not critical
XER pour slack 0 h critical
PMXML dig slack none not critical
PMXML fence slack none not critical
PMXML pour slack none not critical
TXT
echo "MPXJ 16.10.0 wrote and read back:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: through P6 XML the critical path is gone"
