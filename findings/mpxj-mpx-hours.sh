#!/bin/sh
# Written to MPX by MPXJ, a task of one shift starts and finishes at the same midnight.
#
# Surprising: an MPX file states its own date format, and formats with hours exist. MPXJ writes
# plain days, also when the project asks for a format with hours, and says nothing: start 2 March
# 08:00 and finish 17:00 both come back as 2 March 00:00, with a duration of 8 h beside them.
# Who is hurt: a finish at 00:00 reads as the end of the day before, so a day of work is lost.
# What we do: an MPX file is refused with a word on what to save instead; what we write holds
# the minute.
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
from org.mpxj import Duration, ProjectFile, TimeUnit
from org.mpxj import ProjectDateFormat
from org.mpxj.reader import UniversalProjectReader
from org.mpxj.writer import FileFormat, UniversalProjectWriter

plan = ProjectFile()
plan.setDefaultCalendar(plan.addDefaultBaseCalendar())
t = plan.addTask()
t.setName("pour")
t.setDuration(Duration.getInstance(8, TimeUnit.HOURS))
t.setStart(LocalDateTime.parse("2026-03-02T08:00"))
t.setFinish(LocalDateTime.parse("2026-03-02T17:00"))

def trip(name):
    UniversalProjectWriter(FileFormat.MPX).write(plan, "plan.mpx")
    t = UniversalProjectReader().read("plan.mpx").getTasks()[0]
    print(name, t.getStart(), t.getFinish(), t.getDuration())

trip("as it is:")
plan.getProjectProperties().setDateFormat(ProjectDateFormat.DD_MM_YY_HH_MM)
trip("with a date format that has hours:")
PY
py/bin/python try.py >seen
cat >expected <<'TXT'
as it is: 2026-03-02T00:00 2026-03-02T00:00 8.0h
with a date format that has hours: 2026-03-02T00:00 2026-03-02T00:00 8.0h
TXT
echo "MPXJ 16.10.0 wrote and read back:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: a task of 8 h came back with start and finish at one midnight"
