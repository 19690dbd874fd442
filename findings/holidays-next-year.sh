#!/bin/sh
# Five libraries for Chinese working days disagree about a year that nobody has announced.
#
# Surprising: asked about a year for which their release holds no list of the State Council,
# the libraries do five different things. chinesecalendar refuses; workalendar refuses on
# weekdays only and answers on weekends; holidays (PyPI) works the festivals out and answers,
# without any make-up working day; the npm packages chinese-days and chinese-workday answer
# that National Day is a working day. Only two of the five ever say "I do not know".
# Who is hurt: a plan that runs over New Year is dated with holidays off, or worked through,
# by whichever library was at hand, and nothing on the way says that the year was guessed.
# What we do: our list names the years that were announced. Days of the year after are marked
# as expected, without make-up days, and the plan says how far it lies beyond the announced years.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv py
py/bin/pip install -q --disable-pip-version-check chinesecalendar==1.11.0 workalendar==17.0.0 holidays==0.109
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund --silent chinese-days@1.5.7 chinese-workday@1.16.1

cat >ask.py <<'PY'
import datetime, sys, warnings
import chinese_calendar, holidays
warnings.simplefilter("ignore")
from workalendar.asia import China

china = holidays.China()
asks = [
    ("chinesecalendar", chinese_calendar.is_workday),
    ("workalendar", China().is_working_day),
    ("holidays", china.is_working_day),
]
for day in sys.argv[1:]:
    d = datetime.date.fromisoformat(day)
    for name, ask in asks:
        try:
            said = "work" if ask(d) else "off"
        except Exception as e:
            said = "refused"
        print(day, name, said)
# How many weekend days of a year are worked: the make-up days.
for year in (2026, 2027):
    first = datetime.date(year, 1, 1)
    days = [first + datetime.timedelta(n) for n in range(365)]
    made_up = sum(d.weekday() > 4 and china.is_working_day(d) for d in days)
    print(year, "holidays make-up days", made_up)
PY
cat >ask.mjs <<'JS'
import * as workday from 'chinese-workday';
import days from 'chinese-days';
for (const day of process.argv.slice(2)) {
  console.log(day, 'chinese-days', days.isWorkday(day) ? 'work' : 'off');
  console.log(day, 'chinese-workday', workday.isWorkday(day) ? 'work' : 'off');
}
JS
# National Day, a Friday; a Saturday two weeks later.
{ py/bin/python ask.py 2027-10-01 2027-10-16; node ask.mjs 2027-10-01 2027-10-16; } >seen
cat >expected <<'TXT'
2027-10-01 chinesecalendar refused
2027-10-01 workalendar refused
2027-10-01 holidays off
2027-10-16 chinesecalendar refused
2027-10-16 workalendar off
2027-10-16 holidays off
2026 holidays make-up days 6
2027 holidays make-up days 0
2027-10-01 chinese-days work
2027-10-01 chinese-workday work
2027-10-16 chinese-days off
2027-10-16 chinese-workday off
TXT
echo "chinesecalendar 1.11.0, workalendar 17.0.0, holidays 0.109, chinese-days 1.5.7, chinese-workday 1.16.1 said:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: an unannounced year is refused, refused in part, worked out, or taken for ordinary weeks"
