"""What MPXJ, a reader of plan files that knows us not, finds in our exports.

    judge.py FUGONG FILE...

Every FILE (XER, P6 XML, Microsoft Project XML) is exported as Microsoft Project XML.
MPXJ reads the original and the export and counts tasks, links, resources,
assignments and calendars in both; its MicrosoftScheduler then schedules the export,
and the activities that it moves are counted. It needs Java 17.
"""

import os
import subprocess
import sys
import tempfile

import jpype
import jpype.imports
import mpxj  # noqa: F401  puts the jars on the class path

jpype.startJVM("-Xmx1g", "-Dlog4j.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory")

from java.time import Duration as Span  # noqa: E402
from org.mpxj import Duration, TimeUnit  # noqa: E402
from org.mpxj.cpm import MicrosoftScheduler  # noqa: E402
from org.mpxj.reader import UniversalProjectReader  # noqa: E402

KINDS = ("tasks", "headings", "links", "resources", "assignments", "calendars")


def largest(path):
    """The project with the most activities, as plan export takes it."""
    projects = list(UniversalProjectReader().readAll(path))
    return max(projects, key=lambda p: len([t for t in p.getTasks() if not t.getSummary()]))


def rows(project):
    """Every row but the project's own (Primavera's is the one root of its outline, Microsoft
    Project's has number 0), blank rows and tasks of other projects."""
    own = [
        t for t in project.getTasks()
        if not t.getNull() and not t.getExternalTask() and not (t.getUniqueID() is not None and int(t.getUniqueID()) == 0)
    ]
    roots = [t for t in own if t.getParentTask() is None or t.getParentTask() not in own]
    primavera = str(project.getProjectProperties().getFileApplication() or "").startswith("Primavera")
    return [t for t in own if not (primavera and len(roots) == 1 and t == roots[0])]


def counts(project):
    own = rows(project)
    ids = {int(t.getUniqueID()) for t in own}
    links = sum(
        1 for t in own for r in t.getPredecessors()
        if int(r.getPredecessorTask().getUniqueID()) in ids
    )
    return {
        "tasks": sum(not t.getSummary() for t in own),
        "headings": sum(bool(t.getSummary()) for t in own),
        "links": links,
        "resources": sum(r.getName() is not None for r in project.getResources()),
        "assignments": sum(a.getTask() is not None and int(a.getTask().getUniqueID()) in ids for a in project.getResourceAssignments()),
        "calendars": len(project.getCalendars()),
    }


def moved(project):
    """Activities that MPXJ's scheduler of Microsoft Project's rules puts elsewhere."""
    before = {}
    for t in rows(project):
        if t.getSummary():
            continue
        before[t] = (t.getStart(), t.getFinish())
        if t.getActualDuration() is None:
            t.setActualDuration(Duration.getInstance(0, TimeUnit.HOURS))
    MicrosoftScheduler().schedule(project, project.getProjectProperties().getStartDate())
    out = []
    for t, (start, finish) in before.items():
        if start is None or finish is None:
            continue
        if abs(Span.between(start, t.getStart()).toMinutes()) > 0 or abs(Span.between(finish, t.getFinish()).toMinutes()) > 0:
            out.append(f"{t.getName()}: {start}–{finish} became {t.getStart()}–{t.getFinish()}")
    return out, len(before)


def main():
    fugong, files = sys.argv[1], sys.argv[2:]
    verbose = os.environ.get("VERBOSE")
    wrong = 0
    for path in files:
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "out.xml")
            done = subprocess.run([fugong, "plan", "export", path, "--as", "mspdi", "-o", out], capture_output=True, text=True)
            name = os.path.basename(path)
            if done.returncode:
                print(f"{name}: not exported: {done.stderr.strip()}")
                continue
            try:
                was, now = counts(largest(path)), counts(largest(out))
            except Exception as err:  # a file that MPXJ cannot read has no second opinion
                print(f"{name}: MPXJ: {err}")
                continue
            differs = {k: (was[k], now[k]) for k in KINDS if was[k] != now[k]}
            wrong += bool(differs)
            try:
                list_, of = moved(largest(out))
                said = f"{len(list_)} of {of} moved by MPXJ's MicrosoftScheduler"
            except Exception as err:
                list_, said = [], f"not scheduled by MPXJ: {err}"
            print(f"{name}: " + ", ".join(f"{now[k]} {k}" for k in KINDS) + f"; {said}" + (f"; DIFFERS (original, export): {differs}" if differs else ""))
            for line in (list_ if verbose else [])[:20]:
                print("    " + line)
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
