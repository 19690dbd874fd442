#!/bin/sh
# Time round the clock becomes working time when MPXJ writes it to Primavera's formats.
#
# Surprising: Microsoft Project counts an elapsed day as 24 h of the wall clock. Concrete that
# cures for 3 elapsed days, or a link that waits for 2, leaves MPXJ for XER and P6 XML as 72 and
# 48 working hours on the calendar of the task: nine and six days of an 8 h shift. The unit is
# lost without a word, and the dates beside it still show the old meaning.
# Who is hurt: P6 puts the successor days later as soon as it schedules the file.
# What we do: our export puts such a duration on a calendar of 24 h and such a lag into the
# working time of the same span, and lists both for the person who exports.
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
for name, n, unit in (("cure", 3, TimeUnit.ELAPSED_DAYS), ("strip", 8, TimeUnit.HOURS)):
    t = plan.addTask()
    t.setName(name)
    t.setDuration(Duration.getInstance(n, unit))
    t.setRemainingDuration(Duration.getInstance(n, unit))
    t.setActualDuration(Duration.getInstance(0, unit))
    rows.append(t)
wait = Duration.getInstance(2, TimeUnit.ELAPSED_DAYS)
rows[1].addPredecessor(Relation.Builder().predecessorTask(rows[0]).lag(wait))
MicrosoftScheduler().schedule(plan, start)
for form in ("MSPDI", "XER", "PMXML"):
    UniversalProjectWriter(getattr(FileFormat, form)).write(plan, "plan." + form)
    back = UniversalProjectReader().read("plan." + form)
    named = {str(t.getName()): t for t in back.getTasks()}
    cure, lag = named["cure"], named["strip"].getPredecessors()[0].getLag()
    shift = cure.getEffectiveCalendar().getMinutesPerDay() // 60
    print(form, "duration", cure.getDuration(), "lag", lag, "shift", shift, "h, finish", cure.getFinish())
PY
py/bin/python try.py >seen
cat >expected <<'TXT'
MSPDI duration 3.0ed lag 2.0ed shift 8 h, finish 2026-03-05T08:00
XER duration 72.0h lag 48.0h shift 8 h, finish 2026-03-05T08:00
PMXML duration 72.0h lag 48.0h shift 8 h, finish 2026-03-05T08:00
TXT
echo "MPXJ 16.10.0 wrote and read back:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: three days round the clock left as 72 h, nine shifts of 8 h"
