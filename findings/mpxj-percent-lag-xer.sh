#!/bin/sh
# A lag of 50 % becomes a lag of 50 minutes when MPXJ writes it to Primavera's formats.
#
# Surprising: Microsoft Project may state a lag as a share of the predecessor's duration.
# MPXJ reads it right (50 % of 40 h is 20 h, and its scheduler dates it so), but Primavera has
# no such lag, and its writers put the bare number through a conversion from minutes:
# 50 % leaves as 0.83 h, whatever the predecessor's duration. Nothing warns.
# Who is hurt: the dates in the file still show the 20 h, so it looks right until somebody
# presses schedule in P6; then the successor moves two and a half days earlier.
# What we do: our export works the share out into hours on the predecessor's duration and
# tells it in the list of what the other format cannot hold.
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

def hours(n):
    return Duration.getInstance(n, TimeUnit.HOURS)

def build(long):
    plan = ProjectFile()
    plan.setDefaultCalendar(plan.addDefaultBaseCalendar())
    start = LocalDateTime.parse("2026-03-02T08:00")
    plan.getProjectProperties().setStartDate(start)
    rows = []
    for name, length in (("cast", long), ("strip", 8)):
        t = plan.addTask()
        t.setName(name)
        t.setDuration(hours(length))
        t.setRemainingDuration(hours(length))
        t.setActualDuration(hours(0))
        rows.append(t)
    share = Duration.getInstance(50, TimeUnit.PERCENT)
    rows[1].addPredecessor(Relation.Builder().predecessorTask(rows[0]).lag(share))
    MicrosoftScheduler().schedule(plan, start)
    return plan

for long in (40, 400):
    plan = build(long)
    print(long, "h, 50 %: successor starts", plan.getTasks()[1].getStart())
    for form in ("MSPDI", "XER", "PMXML"):
        UniversalProjectWriter(getattr(FileFormat, form)).write(plan, "plan." + form)
        back = UniversalProjectReader().read("plan." + form)
        lag = [t for t in back.getTasks() if t.getName() == "strip"][0].getPredecessors()[0].getLag()
        print(long, form, round(lag.getDuration(), 2), lag.getUnits())
PY
py/bin/python try.py >seen
cat >expected <<'TXT'
40 h, 50 %: successor starts 2026-03-11T13:00
40 MSPDI 50.0 %
40 XER 0.83 h
40 PMXML 0.83 h
400 h, 50 %: successor starts 2026-06-15T08:00
400 MSPDI 50.0 %
400 XER 0.83 h
400 PMXML 0.83 h
TXT
echo "MPXJ 16.10.0 wrote and read back:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: 50 % left as 0.83 h for a predecessor of 40 h and for one of 400 h"
