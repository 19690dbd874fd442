#!/bin/sh
# MPXJ's scheduler adds a round-the-clock lag of a finish-to-finish link before it takes the
# duration off, so that the successor finishes two days late over a weekend.
#
# Surprising: "B finishes 4 elapsed days after A" with A ending Thursday 17:00 means Monday
# 17:00; a B of three working days runs Thursday, Friday, Monday. MPXJ takes B's three days off
# A's finish first (Tuesday 08:00), adds four days to that (Saturday 08:00), and starts B on
# Monday: it ends on Wednesday. In working days the order does not matter, and the same link
# with a lag of two working days gives the right dates.
# Who is hurt: whoever judges an exported plan by this scheduler: 326 of 4,229 activities of a
# hotel moved, one of its curing times in every bay.
# What we do: our dates count from the finish; lags to a finish that count on a calendar of
# their own are exported in the successor's working time, which every reader takes alike.
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
from org.mpxj import Duration, ProjectFile, Relation, RelationType, TimeUnit
from org.mpxj.cpm import MicrosoftScheduler

def run(lag):
    plan = ProjectFile()
    plan.setDefaultCalendar(plan.addDefaultBaseCalendar())
    start = LocalDateTime.parse("2026-03-02T08:00")
    plan.getProjectProperties().setStartDate(start)
    rows = []
    for name, days in (("A", 4), ("B", 3)):
        t = plan.addTask()
        t.setName(name)
        t.setDuration(Duration.getInstance(8 * days, TimeUnit.HOURS))
        t.setRemainingDuration(Duration.getInstance(8 * days, TimeUnit.HOURS))
        t.setActualDuration(Duration.getInstance(0, TimeUnit.HOURS))
        rows.append(t)
    rows[1].addPredecessor(Relation.Builder().predecessorTask(rows[0]).type(RelationType.FINISH_FINISH).lag(lag))
    MicrosoftScheduler().schedule(plan, start)
    print("A ends", rows[0].getFinish(), "lag", lag, "B", rows[1].getStart(), "to", rows[1].getFinish())

run(Duration.getInstance(4, TimeUnit.ELAPSED_DAYS))
run(Duration.getInstance(2, TimeUnit.DAYS))
PY
py/bin/python try.py >seen
cat >expected <<'TXT'
A ends 2026-03-05T17:00 lag 4.0ed B 2026-03-09T08:00 to 2026-03-11T17:00
A ends 2026-03-05T17:00 lag 2.0d B 2026-03-05T08:00 to 2026-03-09T17:00
TXT
echo "MPXJ 16.10.0, MicrosoftScheduler:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: four days round the clock end on Wednesday, not on Monday"
