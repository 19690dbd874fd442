#!/bin/sh
# A task that was struck out of a plan comes back to life when MPXJ writes it for Primavera.
#
# Surprising: Microsoft Project keeps a struck-out (inactive) task in the file, and nothing is
# done or waited for because of it. MPXJ knows this: its scheduler skips the task. Primavera has
# no such state, so one would expect the task to be left out or marked; MPXJ writes it to XER
# and P6 XML as an ordinary task not started, with its full duration and its links.
# Who is hurt: work that was cancelled is back, and everything behind it waits for it.
# What we do: our export to Primavera leaves inactive tasks out, and says so for each.
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
for name, n in (("basement", 40), ("hall", 8)):
    t = plan.addTask()
    t.setName(name)
    t.setDuration(Duration.getInstance(n, TimeUnit.HOURS))
    t.setRemainingDuration(Duration.getInstance(n, TimeUnit.HOURS))
    t.setActualDuration(Duration.getInstance(0, TimeUnit.HOURS))
    rows.append(t)
rows[0].setActive(False)
rows[1].addPredecessor(Relation.Builder().predecessorTask(rows[0]))
MicrosoftScheduler().schedule(plan, start)
print("scheduled: hall starts", rows[1].getStart())
for form in ("MSPDI", "XER", "PMXML"):
    UniversalProjectWriter(getattr(FileFormat, form)).write(plan, "plan." + form)
    back = UniversalProjectReader().read("plan." + form)
    named = {str(t.getName()): t for t in back.getTasks()}
    b = named["basement"]
    print(form, "active" if b.getActive() else "inactive", b.getDuration(), "followed by", len(b.getSuccessors()))
PY
py/bin/python try.py >seen
cat >expected <<'TXT'
scheduled: hall starts 2026-03-02T08:00
MSPDI inactive 40.0h followed by 1
XER active 40.0h followed by 1
PMXML active 40.0h followed by 1
TXT
echo "MPXJ 16.10.0 wrote and read back:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: an inactive task left for Primavera as work to be done"
