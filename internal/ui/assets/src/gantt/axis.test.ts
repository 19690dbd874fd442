import assert from "node:assert/strict";
import { test } from "node:test";
import { floorTo, label, next, ticks, tiersFor, Unit } from "./axis";
import { DAY, dayFrom, finishDay, iso, isoWeek, parseISO, weekOfMonth, weekday, ymd } from "./civil";

test("civil days agree with the platform's calendar over 200 years", () => {
  for (let day = -36524; day < 36525; day += 13) {
    const d = new Date(day * 86400000);
    const c = ymd(day);
    assert.deepEqual([c.y, c.m, c.d], [d.getUTCFullYear(), d.getUTCMonth() + 1, d.getUTCDate()]);
    assert.equal(dayFrom(c.y, c.m, c.d), day);
    assert.equal(weekday(day), (d.getUTCDay() + 6) % 7);
    assert.equal(parseISO(iso(day)), day);
  }
  assert.equal(parseISO("2020-02-30"), null);
  assert.equal(parseISO(""), null);
});

test("weeks are numbered by ISO 8601 and within the Chinese month", () => {
  const at = (s: string): number => parseISO(s) as number;
  assert.equal(isoWeek(at("2020-02-21")), 8);
  assert.equal(isoWeek(at("2021-01-03")), 53);
  assert.equal(isoWeek(at("2018-12-31")), 1);
  assert.equal(weekOfMonth(at("2020-02-21")), 3);
  assert.equal(weekOfMonth(at("2020-02-03")), 1);
});

test("a finish at midnight belongs to the day before", () => {
  const day = dayFrom(2020, 2, 21);
  assert.equal(finishDay(day * DAY), day - 1);
  assert.equal(finishDay(day * DAY + 17 * 60), day);
});

test("every unit's cells join without a gap and begin at their own floor", () => {
  const units: Unit[] = ["hour", "hours3", "hours6", "day", "week", "month", "quarter", "year", "decade"];
  const from = dayFrom(2019, 12, 29) * DAY + 77;
  for (const unit of units) {
    let t = floorTo(unit, from);
    assert.ok(t <= from && next(unit, t) > from, unit);
    for (let i = 0; i < 50; i++) {
      const end = next(unit, t);
      assert.ok(end > t, unit);
      assert.equal(floorTo(unit, end), end, unit);
      assert.equal(floorTo(unit, end - 1), t, unit);
      t = end;
    }
  }
});

test("ticks cover the range and know days of rest", () => {
  const from = dayFrom(2020, 2, 19) * DAY + 600;
  const cells = ticks("day", from, from + 5 * DAY, "en", 36, false);
  assert.equal(cells[0].t, dayFrom(2020, 2, 19) * DAY);
  assert.ok(cells[cells.length - 1].end >= from + 5 * DAY);
  assert.deepEqual(
    cells.filter((c) => c.rest).map((c) => c.label),
    ["22", "23"],
  );
});

test("labels read as their language writes them", () => {
  const t = dayFrom(2020, 2, 17) * DAY;
  const rows: [Unit, number, boolean, string, string][] = [
    ["week", 12, false, "2月第3周", "Week 8"],
    ["week", 6, false, "第3周", "W8"],
    ["month", 12, true, "2020年2月", "Feb 2020"],
    ["month", 2, false, "2月", "Feb"],
    ["day", 30, false, "17", "17"],
    ["day", 50, false, "17 一", "Mon 17"],
    ["day", 300, true, "2020年2月17日 周一", "Mon 17 Feb 2020"],
    ["quarter", 0.5, false, "一季度", "Q1"],
    ["hours6", 200, false, "00:00", "00:00"],
  ];
  for (const [unit, perDay, top, zh, en] of rows) {
    assert.equal(label(unit, t, "zh", perDay, top), zh);
    assert.equal(label(unit, t, "en", perDay, top), en);
  }
});

test("the lower tier is always wide enough to read, the upper one coarser", () => {
  const least: Partial<Record<Unit, number>> = {
    hour: 1 / 24,
    hours3: 3 / 24,
    hours6: 6 / 24,
    day: 1,
    week: 7,
    month: 28,
    quarter: 90,
    year: 365,
  };
  for (let z = 0.1; z < 1200; z *= 1.07) {
    const { top, bottom } = tiersFor(z);
    assert.ok((least[bottom] as number) * z >= 20, `${bottom} at ${z}`);
    const start = floorTo(top, 26e6);
    assert.ok(next(bottom, floorTo(bottom, start)) <= next(top, start));
  }
});
