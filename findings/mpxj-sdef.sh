#!/bin/sh
# MPXJ writes what SDEF has no word for as something else: "at the latest" as "at the earliest".
#
# Surprising: SDEF (ASTM E1867, the exchange format of public works in the USA) knows three kinds
# of link, two kinds of constraint and a list of days off. One would expect a refusal or an
# omission for the rest. MPXJ writes the nearest letter: a link start-to-finish comes out
# start-to-start, a "start no later than" turns into a "start no earlier than" the same day, and
# a Saturday that is worked in place of a weekday becomes a day off. Nothing warns.
# Who is hurt: each is the opposite of what was planned, in a file that is valid and dates well.
# What we do: we do not write SDEF. What any of our exports changes is listed beside the file.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv py
py/bin/pip install -q --disable-pip-version-check mpxj==16.10.0 JPype1==1.7.1
cat >try.py <<'PY'
import jpype, jpype.imports, mpxj
jpype.startJVM("-Xmx512m", "-Dlog4j.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory")
from java.time import LocalDate, LocalDateTime, LocalTime
from org.mpxj import ConstraintType, Duration, LocalTimeRange, ProjectFile, Relation, RelationType, TaskType, TimeUnit
from org.mpxj.reader import UniversalProjectReader
from org.mpxj.writer import FileFormat, UniversalProjectWriter

def hours(n):
    return Duration.getInstance(n, TimeUnit.HOURS)

plan = ProjectFile()
shift = plan.addDefaultBaseCalendar()
shift.setName("shift")
plan.setDefaultCalendar(shift)
plan.getProjectProperties().setStartDate(LocalDateTime.parse("2026-10-05T08:00"))
plan.getProjectProperties().setStatusDate(LocalDateTime.parse("2026-10-05T08:00"))
saturday = shift.addCalendarException(LocalDate.parse("2026-10-10"), LocalDate.parse("2026-10-10"))
saturday.add(LocalTimeRange(LocalTime.of(8, 0), LocalTime.of(12, 0)))
rows = []
for name in ("guard", "crane"):
    t = plan.addTask()
    t.setName(name)
    t.setActivityID(name)
    t.setCalendar(shift)
    t.setType(TaskType.FIXED_DURATION)
    t.setDuration(hours(8))
    t.setRemainingDuration(hours(8))
    t.setActualDuration(hours(0))
    t.setPercentageComplete(0)
    t.setTotalSlack(hours(0))
    t.setFreeSlack(hours(0))
    t.setStart(LocalDateTime.parse("2026-10-05T08:00"))
    t.setFinish(LocalDateTime.parse("2026-10-05T17:00"))
    rows.append(t)
rows[1].setConstraintType(ConstraintType.START_NO_LATER_THAN)
rows[1].setConstraintDate(LocalDateTime.parse("2026-10-12T08:00"))
rows[1].addPredecessor(Relation.Builder().predecessorTask(rows[0]).type(RelationType.START_FINISH))

def say(name, plan):
    crane = [t for t in plan.getTasks() if t.getName() == "crane"][0]
    day = plan.getCalendars()[0].getCalendarExceptions()[0]
    print(name, "link", crane.getPredecessors()[0].getType(), "constraint", crane.getConstraintType().name(),
          day.getFromDate(), "work" if day.getWorking() else "off")

say("planned:", plan)
UniversalProjectWriter(FileFormat.SDEF).write(plan, "plan.sdef")
say("read back:", UniversalProjectReader().read("plan.sdef"))
print("in the file:")
for line in open("plan.sdef"):
    if line.startswith(("HOLI", "PRED", "ACTV crane")):
        print(" ".join(line.split()))
PY
py/bin/python try.py >seen
cat >expected <<'TXT'
planned: link SF constraint START_NO_LATER_THAN 2026-10-10 work
read back: link SS constraint START_NO_EARLIER_THAN 2026-10-10 off
in the file:
HOLI 1 10OCT26
ACTV crane crane 1 12OCT26 ES 1
PRED crane guard S 0
TXT
echo "MPXJ 16.10.0 wrote and read back:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: three statements left as their opposites"
