#!/bin/sh
# The holiday that the State Council lengthened in 2020 is missing from two libraries.
#
# Surprising: Spring Festival 2020 was lengthened to Sunday 2 February by a late notice, and
# the make-up Saturday of 1 February fell away. Six years later, workalendar (PyPI) and
# chinese-workday (npm) still answer from the first list: 31 January is a working day, and
# so is the Saturday. chinesecalendar, holidays (PyPI), chinese-days and lunar-javascript (npm)
# hold the notice. The two that are behind claim to support 2020 and say nothing.
# Who is hurt: a delay counted in working days, for a claim or a new finish after the stop of
# 2020, comes out two days longer or shorter by the library that was used.
# What we do: our list holds the lengthened holiday and the one make-up day that remained,
# 19 January.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv py
py/bin/pip install -q --disable-pip-version-check chinesecalendar==1.11.0 workalendar==17.0.0 holidays==0.109
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund --silent chinese-days@1.5.7 chinese-workday@1.16.1 lunar-javascript@1.7.7

cat >ask.py <<'PY'
import datetime, warnings
import chinese_calendar, holidays
warnings.simplefilter("ignore")
from workalendar.asia import China

asks = [
    ("chinesecalendar", chinese_calendar.is_workday),
    ("holidays", holidays.China().is_working_day),
    ("workalendar", China().is_working_day),
]
days = [datetime.date(2020, 1, 31) + datetime.timedelta(n) for n in range(4)]
for name, ask in asks:
    print(name, *("work" if ask(d) else "off" for d in days))
PY
cat >ask.mjs <<'JS'
import * as workday from 'chinese-workday';
import chinese from 'chinese-days';
import lunar from 'lunar-javascript';
const days = ['2020-01-31', '2020-02-01', '2020-02-02', '2020-02-03'];
// lunar-javascript lists only days out of the ordinary, so an unlisted day is its weekday.
const listed = (day) => {
  const found = lunar.HolidayUtil.getHoliday(day);
  return found ? found.isWork() : ![0, 6].includes(new Date(day).getUTCDay());
};
for (const [name, ask] of [['chinese-days', chinese.isWorkday], ['chinese-workday', workday.isWorkday], ['lunar-javascript', listed]]) {
  console.log(name, ...days.map((day) => (ask(day) ? 'work' : 'off')));
}
JS
{ py/bin/python ask.py; node ask.mjs; } >seen
cat >expected <<'TXT'
chinesecalendar off off off work
holidays off off off work
workalendar work work off work
chinese-days off off off work
chinese-workday work work off work
lunar-javascript off off off work
TXT
echo "Friday 31 January to Monday 3 February 2020:"
cat seen
diff expected seen || { echo "behaviour changed"; exit 1; }
echo "as described: workalendar 17.0.0 and chinese-workday 1.16.1 do not know the lengthened holiday"
