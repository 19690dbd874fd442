#!/bin/sh
# MPXJ's scheduler gives a task that runs round the clock a float below zero in a free plan.
#
# Surprising: a 3-day task round the clock and one successor, no constraint, no deadline. The
# forward pass is right: 2 March 08:00 to 5 March 08:00. The backward pass takes the successor's
# late start, 5 March 08:00, back to the end of the shift before, 4 March 17:00, as it would for
# a task that works shifts; the round-the-clock task then "should" have ended 15 h earlier and
# its total slack is -15 h (-0.625 elapsed days). With a successor in ordinary time it is 0.
# Who is hurt: whoever lists late tasks by negative float puts every curing or drying task first.
# What we do: a task round the clock has its late dates on the clock too; its float here is 0.
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

def run(n, unit):
    plan = ProjectFile()
    plan.setDefaultCalendar(plan.addDefaultBaseCalendar())
    start = LocalDateTime.parse("2026-03-02T08:00")
    plan.getProjectProperties().setStartDate(start)
    rows = []
    for name, length, u in (("cure", n, unit), ("strip", 8, TimeUnit.HOURS)):
        t = plan.addTask()
        t.setName(name)
        t.setDuration(Duration.getInstance(length, u))
        t.setRemainingDuration(Duration.getInstance(length, u))
        t.setActualDuration(Duration.getInstance(0, u))
        rows.append(t)
    rows[1].addPredecessor(Relation.Builder().predecessorTask(rows[0]))
    MicrosoftScheduler().schedule(plan, start)
    a = rows[0]
    print(a.getDuration(), "finish", a.getFinish(), "late", a.getLateFinish(), "slack", a.getTotalSlack())

run(3, TimeUnit.ELAPSED_DAYS)
run(24, TimeUnit.HOURS)
PY
py/bin/python try.py >seen
cat >expected <<'TXT'
3.0ed finish 2026-03-05T08:00 late 2026-03-04T17:00 slack -0.625ed
24.0h finish 2026-03-04T17:00 late 2026-03-04T17:00 slack 0.0h
TXT
echo "MPXJ 16.10.0, MicrosoftScheduler:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: a free plan has a task 15 h late"
