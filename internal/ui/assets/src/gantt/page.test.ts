import assert from "node:assert/strict";
import { test } from "node:test";
import { noFilter } from "./rows";
import { State, depthOf, readState, writeState } from "./state";
import { SvgPen, escapeXml } from "./svg";

const plain: State = {
  zoom: null,
  at: null,
  top: "",
  selected: "",
  depth: null,
  closed: [],
  filter: { ...noFilter },
  trade: "",
  show: {},
  columns: [],
  full: false,
};

test("a view survives its address and leaves the page's own keys alone", () => {
  const states: State[] = [
    plain,
    { ...plain, zoom: 12.5, at: 18313, top: "B1-010", selected: "A&1 #2" },
    { ...plain, zoom: "fit", depth: 1 },
    { ...plain, closed: ["B1", "B,2"], filter: { ...noFilter, text: "钢筋 3层", only: "late", weeks: 6 }, trade: "电工" },
    { ...plain, show: { front: true, links: false } },
    {
      ...plain,
      columns: [
        ["name", 300],
        ["finish", 120],
      ],
      full: true,
    },
  ];
  for (const s of states) {
    const query = writeState("view=gantt&zoom=3&q=old", s);
    assert.equal(new URLSearchParams(query).get("view"), "gantt");
    assert.deepEqual(readState(query), s);
  }
});

test("a damaged address gives the usual view", () => {
  assert.deepEqual(readState("zoom=x&at=2020-13-01&depth=&only=all&weeks=5&show=everything&cols=price:80,name:9,finish&full=yes"), plain);
  assert.equal(readState("depth=-1").depth, null);
  assert.equal(readState("depth=0").depth, 0);
});

test("depth is told only when the closed rows are exactly one level", () => {
  const level = Uint8Array.from([0, 1, 2, 1, 2, 0]);
  const parents = Uint8Array.from([1, 1, 0, 1, 0, 0]);
  assert.equal(depthOf(level, parents, new Set()), null);
  assert.equal(depthOf(level, parents, new Set([1, 3])), 1);
  assert.equal(depthOf(level, parents, new Set([0, 1, 3])), 0);
  assert.equal(depthOf(level, parents, new Set([1])), null);
});

test("paper gets the same shapes as SVG, with text made safe", () => {
  const pen = new SvgPen((text) => text.length * 6);
  pen.fillStyle = "#123456";
  pen.fillRect(1, 2.345, 3, 4);
  pen.beginPath();
  pen.roundRect(0, 0, 10, 6, [2, 0, 0, 2]);
  pen.fill();
  pen.font = "600 12px Noto Sans";
  pen.textAlign = "right";
  pen.fillText('<1#> "A"&B', 50, 10);
  assert.deepEqual(pen.out, [
    '<rect x="1" y="2.35" width="3" height="4" fill="#123456"/>',
    '<path d="M2 0H10V6H2A2 2 0 0 1 0 4V2A2 2 0 0 1 2 0Z" fill="#123456"/>',
    '<text x="50" y="14.2" font-size="12" font-weight="600" font-family="Noto Sans" fill="#123456" text-anchor="end">&lt;1#&gt; &quot;A&quot;&amp;B</text>',
  ]);
  assert.equal(pen.measureText("abc").width, 18);
  assert.equal(escapeXml("'"), "'");
});
