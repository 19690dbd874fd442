"""What MPXJ, a reader of plan files that knows us not, finds in our exports.

    judge.py FUGONG FILE...

Every FILE (XER, P6 XML, Microsoft Project XML) is exported as Microsoft Project XML,
XER and P6 XML. MPXJ reads the original and the exports and counts tasks, links,
resources, assignments and calendars in each; its MicrosoftScheduler then schedules
the Microsoft Project one, and the activities that it moves are counted. It needs
Java 17.
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
    """Every row but the project's own (an XER file's is the one root of its outline, Microsoft
    Project's has number 0), blank rows and tasks of other projects."""
    own = [
        t for t in project.getTasks()
        if not t.getNull() and not t.getExternalTask() and not (t.getUniqueID() is not None and int(t.getUniqueID()) == 0)
    ]
    roots = [t for t in own if t.getParentTask() is None or t.getParentTask() not in own]
    xer = str(project.getProjectProperties().getFileType() or "") == "XER"
    return [t for t in own if not (xer and len(roots) == 1 and t == roots[0])]


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
        "assignments": sum(a.getTask() is not None and a.getResource() is not None and int(a.getTask().getUniqueID()) in ids for a in project.getResourceAssignments()),
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


FORMATS = {"mspdi": "xml", "xer": "xer", "p6xml": "xml"}


def judge(fugong, path, was, form):
    """Exports path in one format, prints what MPXJ finds in it, and says whether it counts otherwise."""
    name = f"{os.path.basename(path)} as {form}"
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out." + FORMATS[form])
        done = subprocess.run([fugong, "plan", "export", path, "--as", form, "-o", out], capture_output=True, text=True)
        if done.returncode:
            print(f"{name}: not exported: {done.stderr.strip()}")
            return False
        try:
            now = counts(largest(out))
        except Exception as err:
            print(f"{name}: MPXJ cannot read it: {err}")
            return True
        differs = {k: (was[k], now[k]) for k in KINDS if was[k] != now[k]}
        list_, said = [], ""
        if form == "mspdi":
            try:
                list_, of = moved(largest(out))
                said = f"; {len(list_)} of {of} moved by MPXJ's MicrosoftScheduler"
            except Exception as err:
                said = f"; not scheduled by MPXJ: {err}"
        print(f"{name}: " + ", ".join(f"{now[k]} {k}" for k in KINDS) + said + (f"; DIFFERS (original, export): {differs}" if differs else ""))
        for line in (list_ if os.environ.get("VERBOSE") else [])[:20]:
            print("    " + line)
        return bool(differs)


def main():
    fugong, files = sys.argv[1], sys.argv[2:]
    wrong = 0
    for path in files:
        try:
            was = counts(largest(path))
        except Exception as err:  # a file that MPXJ cannot read has no second opinion
            print(f"{os.path.basename(path)}: MPXJ: {err}")
            continue
        wrong += sum(judge(fugong, path, was, form) for form in FORMATS)
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
