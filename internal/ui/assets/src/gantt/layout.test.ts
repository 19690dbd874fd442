import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY } from "./civil";
import { Wire, decode } from "./decode";
import { Adjacent, leaves, reaches, route, traceOf } from "./links";
import { Fit, Outline, fitOf, matcher, noFilter, placeOf, scrollTo, windowOf, wordsOf } from "./rows";
import { Scale, clampZoom, fitZoom, timeAt, widthOf, xOf, zoomAbout } from "./scale";
import { codeWidth, columnsFor, edgeAt, fullWidth, noWish } from "./table";
import { layOut, rowsPerSheet } from "./print";
import { Flag, NONE } from "./types";
import { changedRows, sameRow } from "./update";
import { sample } from "./sample.test";

const names = (o: Outline, c: { rows: { name: string[] } }): string => [...o.shown].map((i) => c.rows.name[i]).join(" ");

test("the wire form decodes to absolute columns", () => {
  const c = decode(sample());
  assert.deepEqual([...c.rows.parent], [-1, 0, 1, 1, 0, -1]);
  assert.deepEqual([...c.rows.level], [0, 1, 2, 2, 1, 0]);
  assert.deepEqual([...c.rows.hasChildren], [1, 1, 0, 0, 0, 0]);
  assert.equal(c.rows.id[2], "p-3");
  assert.equal(c.rows.start[2], 1000 * DAY);
  assert.equal(c.rows.finish[2], 1003 * DAY);
  assert.equal(c.rows.baseStart[2], 999 * DAY);
  assert.equal(c.rows.baseFinish[3], NONE);
  assert.equal(c.rows.floatTo[3], c.rows.finish[3] + 2 * DAY);
  assert.deepEqual([...c.links.pred], [2, 3, 2]);
  assert.deepEqual([...c.links.succ], [3, 4, 5]);
  assert.deepEqual([...c.links.lag], [0, 480, 0]);
  assert.deepEqual(c.off, [
    { day: 1001, days: 2, holiday: false },
    { day: 1008, days: 3, holiday: true },
  ]);
  assert.deepEqual(c.rows.marks.get(4), [{ type: 10, date: 1010 * DAY }]);
  assert.equal(c.dataDate, NONE);
  const bare = sample();
  for (const k of ["base_start", "base_finish", "float", "tail", "trade"] as const) delete bare.rows[k];
  const b = decode(bare).rows;
  assert.deepEqual([b.baseStart[2], b.done[2], b.float[3], b.floatTo[3], b.trade[3]], [NONE, NONE, NONE, NONE, -1]);
  assert.throws(() => decode({ ...sample(), v: 2 }), /version/);
});

test("closing hides everything below, and opening brings back what was open", () => {
  const c = decode(sample());
  const o = new Outline(c.rows);
  o.rebuild(null);
  assert.equal(names(o, c), "site hall dig pour roof gate");
  assert.ok(o.toggle(1));
  assert.ok(!o.toggle(2), "a leaf has nothing to close");
  o.rebuild(null);
  assert.equal(names(o, c), "site hall roof gate");
  assert.equal(o.place[2], -1);
  assert.equal(o.nearest(2), 1);
  o.toggle(0);
  o.rebuild(null);
  assert.equal(names(o, c), "site gate");
  assert.ok(o.reveal(3));
  o.rebuild(null);
  assert.equal(names(o, c), "site hall dig pour roof gate");
  o.openTo(1);
  o.rebuild(null);
  assert.equal(names(o, c), "site hall roof gate");
});

test("a filter shows what matches with the summaries above it", () => {
  const c = decode(sample());
  const o = new Outline(c.rows);
  const shown = (f: Partial<typeof noFilter>): string => {
    o.rebuild(matcher(c, { ...noFilter, ...f }));
    return names(o, c);
  };
  assert.equal(shown({ text: "POUR" }), "site hall pour");
  assert.equal(o.matches, 1);
  assert.equal(shown({ only: "critical" }), "site hall dig");
  assert.equal(shown({ only: "late" }), "site roof");
  assert.equal(shown({ trade: 1 }), "site hall pour");
  assert.equal(shown({ text: "a4 po" }), "site hall pour");
  assert.equal(shown({ text: "none" }), "");
  assert.equal(shown({ weeks: 3 }), "site hall pour roof gate", "finished and far work is out");
});

test("the window holds exactly the rows that can be seen", () => {
  assert.deepEqual(windowOf(100, 26, 0, 260), { first: 0, last: 10 });
  assert.deepEqual(windowOf(100, 26, 13, 260), { first: 0, last: 11 });
  assert.deepEqual(windowOf(100, 26, 2587, 260), { first: 99, last: 100 });
  assert.deepEqual(windowOf(0, 26, 0, 260), { first: 0, last: 0 });
  assert.deepEqual(windowOf(5, 26, 900, 260), { first: 5, last: 5 });
  assert.equal(scrollTo(3, 26, 0, 260), 0);
  assert.equal(scrollTo(10, 26, 0, 260), 26);
  assert.equal(scrollTo(1, 26, 100, 260), 26);
});

test("time and pixels are inverse, and zoom keeps the time under the pointer", () => {
  const s: Scale = { from: 18000 * DAY, to: 19000 * DAY, perDay: 12 };
  for (const x of [0, 1, 333.25, widthOf(s)]) assert.ok(Math.abs(xOf(s, timeAt(s, x)) - x) < 1e-6);
  for (const to of [13, 40, 5, 1200]) {
    const before = timeAt(s, 4000 + 300);
    const scroll = zoomAbout(s, to, 4000, 300, 800);
    if (scroll > 0) assert.ok(Math.abs(timeAt(s, scroll + 300) - before) < 1e-3, `zoom ${to}`);
    s.perDay = 12;
  }
  assert.equal(zoomAbout(s, 0.001, 0, 100, 800), 0);
  assert.equal(s.perDay, fitZoom(s.from, s.to, 800), "never narrower than the view");
  assert.equal(clampZoom(s, 1e9, 800), 1200);
});

test("a link leaves and arrives by the right sides at right angles", () => {
  for (const kind of [0, 1, 2, 3]) {
    for (const [x1, y1, x2, y2] of [
      [10, 13, 200, 65],
      [200, 13, 10, 65],
      [50, 65, 52, 13],
      [50, 13, 50, 39],
    ]) {
      const way = route(x1, y1, leaves(kind), x2, y2, reaches(kind), 26);
      assert.deepEqual(way.slice(0, 2), [x1, y1]);
      assert.deepEqual(way.slice(-2), [x2, y2]);
      for (let i = 2; i < way.length; i += 2) {
        assert.ok(way[i] === way[i - 2] || way[i + 1] === way[i - 1], `kind ${kind}: ${way}`);
      }
      assert.equal(Math.sign(way[2] - x1), leaves(kind), "leaves outward");
      assert.equal(Math.sign(way[way.length - 4] - x2), reaches(kind), "arrives from outside");
    }
  }
});

test("a trace follows driving links to the ends and others one step", () => {
  const c = decode(sample());
  const t = traceOf(c, new Adjacent(c.links, c.rows.count), 3);
  assert.deepEqual(
    [...t.rows],
    [
      [2, "before"],
      [4, "after"],
    ],
  );
  assert.deepEqual(
    [...t.links],
    [
      [0, "before"],
      [1, "after"],
    ],
  );
  const end = traceOf(c, new Adjacent(c.links, c.rows.count), 4);
  assert.deepEqual([...end.rows], [[3, "before"]], "3 → 4 does not drive, so its own drivers stay out");
});

test("columns leave one by one and the name takes what is left", () => {
  for (let width = 100; width < 900; width += 7) {
    const columns = columnsFor(width, 92);
    assert.ok(columns.some((c) => c.key === "name"));
    assert.equal(
      columns.reduce((sum, c) => sum + c.width, 0),
      width,
    );
    columns.forEach((c, i) => assert.equal(c.x, i ? columns[i - 1].x + columns[i - 1].width : 0));
  }
  assert.equal(columnsFor(fullWidth(92), 92).length, 6);
  assert.deepEqual(
    columnsFor(130, 92).map((c) => c.key),
    ["name"],
  );
});

test("the code column fits nearly all codes and leaves room when one is huge", () => {
  assert.equal(codeWidth([]), 64);
  assert.equal(codeWidth(["A1", "A2"]), 64);
  const codes = [...Array.from({ length: 99 }, () => "HCEWAFZ3060"), "x".repeat(200)];
  assert.ok(codeWidth(codes) > 90 && codeWidth(codes) < 110);
  assert.equal(codeWidth(["x".repeat(200)]), 150);
});

test("an update knows the rows that changed by their ids", () => {
  const old = decode(sample());
  const wire: Wire = sample();
  wire.rows.percent[3] = 80;
  wire.rows.flags[4] |= Flag.Critical;
  wire.rows.id[5] = "new";
  assert.deepEqual(changedRows(old, decode(wire), sameRow), [3, 4, 5]);
  assert.deepEqual(changedRows(old, decode(sample()), sameRow), []);
});

test("a search tells words from what lies inside them", () => {
  for (const [text, word, fit, at] of [
    ["mb lift roller beds", "mb", Fit.Whole, 0],
    ["final assembly", "mb", Fit.Inside, 10],
    ["dn1200球墨铸铁管", "铸铁", Fit.Whole, 8],
    ["dn1200球墨铸铁管", "1200", Fit.Whole, 2],
    ["g420-assembly", "assembly", Fit.Whole, 5],
    ["assembly of the mb line", "mb", Fit.Whole, 16],
    ["roof", "pour", Fit.None, -1],
  ] as const)
    assert.deepEqual(placeOf(text, word), { at, fit }, `${word} in ${text}`);
  assert.equal(fitOf("A20", "Final assembly", wordsOf("MB a20")), Fit.Inside);
  assert.equal(fitOf("A20", "MB 升降滚床", wordsOf("mb 滚床")), Fit.Whole);
  assert.equal(fitOf("A20", "MB 升降滚床", wordsOf("mb crane")), Fit.None);
});

test("columns are hidden, widened and found by their edges", () => {
  const wish = { hidden: new Set(["code", "float"] as const), width: { finish: 140 } };
  const columns = columnsFor(fullWidth(92, wish), 92, wish);
  assert.deepEqual(
    columns.map((c) => c.key),
    ["name", "start", "finish", "duration"],
  );
  assert.equal(columns[2].width, 140);
  assert.equal(columns[0].width, 236);
  assert.equal(fullWidth(92, noWish), fullWidth(92));
  assert.equal(edgeAt(columns, 238)?.key, "name");
  assert.equal(edgeAt(columns, 280), null);
  assert.equal(edgeAt(columns, fullWidth(92, wish)), null, "the last edge is the splitter's");
});

test("paper says how many sheets it takes", () => {
  const rows = rowsPerSheet();
  assert.deepEqual(layOut({ first: 0, last: rows * 2 + 1, from: 0, to: 100 * DAY, perDay: 0 }), { down: 3, across: 1 });
  assert.deepEqual(layOut({ first: 0, last: 1, from: 0, to: 1000 * DAY, perDay: 14 }), { down: 1, across: 11 });
  assert.deepEqual(layOut({ first: 0, last: 0, from: 0, to: DAY, perDay: 40 }), { down: 1, across: 1 });
});
