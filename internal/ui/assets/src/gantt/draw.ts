// The chart: bands and shading, links, bars, lines of dates, and the axis on top.

import { DAY, dayOf } from "./civil";
import { Tick, ticks, tiersFor } from "./axis";
import { MIDDLE, drawRow } from "./bars";
import { Frame, HEAD, ROW, TIER, doneTo, viewX, viewY } from "./frame";
import { STUB, leaves, reaches, route } from "./links";
import { Pen, polygon, rounded, vertical } from "./pen";
import { timeAt } from "./scale";
import { Flag, Kind, NONE } from "./types";
import { isMilestone } from "./decode";

/** drawChart draws the whole view of the chart. */
export function drawChart(pen: Pen, f: Frame): void {
  pen.fillStyle = f.theme.bg;
  pen.fillRect(0, 0, f.width, f.height);
  const tiers = tiersFor(f.scale.perDay);
  const from = timeAt(f.scale, f.scrollX);
  const to = timeAt(f.scale, f.scrollX + f.width);
  const low = ticks(tiers.bottom, from, to, f.lang, f.scale.perDay, false);
  const high = ticks(tiers.top, from, to, f.lang, f.scale.perDay, true);
  drawOff(pen, f, from, to);
  drawBands(pen, f);
  drawGrid(pen, f, low, f.theme.grid);
  drawGrid(pen, f, high, f.theme.line);
  drawRowLines(pen, f);
  if (f.show.links) drawLinks(pen, f);
  drawDates(pen, f);
  for (let p = f.window.first; p < f.window.last; p++) drawRow(pen, f, f.outline.shown[p], viewY(f, p));
  if (f.show.front) drawFront(pen, f);
  const tags = tagsOf(pen, f);
  drawAxis(pen, f, low, high, tags);
  drawTags(pen, f, tags);
}

/** drawOff shades days without work, as far as they are wide enough to tell apart. */
function drawOff(pen: Pen, f: Frame, from: number, to: number): void {
  const off = f.chart.off;
  let i = lowerBound(off.length, (k) => (off[k].day + off[k].days) * DAY > from);
  for (; i < off.length && off[i].day * DAY < to; i++) {
    const o = off[i];
    if (o.days * f.scale.perDay < (o.holiday ? 2 : 5)) continue;
    const x = Math.round(viewX(f, o.day * DAY));
    pen.fillStyle = o.holiday ? f.theme.holiday : f.theme.off;
    pen.fillRect(x, HEAD, Math.round(viewX(f, (o.day + o.days) * DAY)) - x, f.height - HEAD);
  }
}

function lowerBound(n: number, reached: (i: number) => boolean): number {
  let low = 0;
  while (low < n) {
    const mid = (low + n) >> 1;
    if (reached(mid)) n = mid;
    else low = mid + 1;
  }
  return low;
}

/** drawBands colours the rows that are under the pointer, selected or just changed. */
export function drawBands(pen: Pen, f: Frame): void {
  const band = (row: number, colour: string, alpha: number): void => {
    const p = row < 0 ? -1 : f.outline.place[row];
    if (p < f.window.first || p >= f.window.last) return;
    pen.globalAlpha = alpha;
    pen.fillStyle = colour;
    pen.fillRect(0, viewY(f, p), f.width, ROW);
    pen.globalAlpha = 1;
  };
  if (f.hover !== f.selected) band(f.hover, f.theme.hover, 0.75);
  band(f.selected, f.theme.select, 0.75);
  for (const [row, strength] of f.flash) band(row, f.theme.flash, strength);
}

/** drawRowLines is the thin line under every row; the table draws the same. */
export function drawRowLines(pen: Pen, f: Frame): void {
  pen.fillStyle = f.theme.grid;
  for (let p = f.window.first; p < f.window.last; p++) pen.fillRect(0, viewY(f, p) + ROW - 1, f.width, 1);
}

function drawGrid(pen: Pen, f: Frame, cells: Tick[], colour: string): void {
  pen.fillStyle = colour;
  for (const c of cells) pen.fillRect(Math.round(viewX(f, c.t)), HEAD, 1, f.height - HEAD);
}

/** drawLinks draws each link with an end in view, once. */
function drawLinks(pen: Pen, f: Frame): void {
  const plain: number[] = [];
  const driving: number[] = [];
  const before: number[] = [];
  const after: number[] = [];
  const l = f.chart.links;
  const sort = (i: number): void => {
    const side = f.trace.links.get(i);
    (side === "before" ? before : side === "after" ? after : l.driving[i] ? driving : plain).push(i);
  };
  for (let p = f.window.first; p < f.window.last; p++) {
    const row = f.outline.shown[p];
    f.adjacent.outgoing(row).forEach(sort);
    for (const i of f.adjacent.incoming(row)) {
      const q = f.outline.place[l.pred[i]];
      if (q < f.window.first || q >= f.window.last) sort(i);
    }
  }
  strokeLinks(pen, f, plain, f.theme.link, 1);
  strokeLinks(pen, f, driving, f.theme.driving, 1);
  strokeLinks(pen, f, before, f.theme.before, 2);
  strokeLinks(pen, f, after, f.theme.after, 2);
}

function strokeLinks(pen: Pen, f: Frame, links: number[], colour: string, width: number): void {
  if (links.length === 0) return;
  const heads: number[][] = [];
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  for (const i of links) {
    const way = wayOf(f, i);
    if (!way) continue;
    pen.moveTo(way[0], way[1]);
    for (let k = 2; k < way.length; k += 2) pen.lineTo(way[k], way[k + 1]);
    heads.push(way.slice(-4));
  }
  pen.stroke();
  const s = width > 1 ? 5 : 4;
  for (const [xa, , x, y] of heads) {
    const d = x > xa ? -s : s;
    polygon(pen, [x, y, x + d * 1.25, y - s * 0.8, x + d * 1.25, y + s * 0.8], colour);
  }
}

/** wayOf is the route of a link, null when it is hidden or neither end is in
 *  view: lines that come from nowhere and lead nowhere tell nothing. */
function wayOf(f: Frame, i: number): number[] | null {
  const l = f.chart.links;
  const p = f.outline.place[l.pred[i]];
  const s = f.outline.place[l.succ[i]];
  if (p < 0 || s < 0) return null;
  const seen = (place: number, x: number): boolean => place >= f.window.first && place < f.window.last && x > -STUB && x < f.width + STUB;
  const x1 = anchor(f, l.pred[i], leaves(l.kind[i]));
  const x2 = anchor(f, l.succ[i], reaches(l.kind[i]));
  if (!seen(p, x1) && !seen(s, x2) && !f.trace.links.has(i)) return null;
  return route(
    x1,
    viewY(f, p) + MIDDLE + 0.5,
    leaves(l.kind[i]),
    x2,
    viewY(f, s) + MIDDLE + 0.5,
    reaches(l.kind[i]),
    ROW,
    f.scale.perDay < 5 ? 4 : STUB,
  );
}

/** anchor is where a link joins a bar: its end, or the side of a diamond. */
function anchor(f: Frame, row: number, side: 1 | -1): number {
  const r = f.chart.rows;
  const kind = r.kind[row];
  const t = side > 0 || kind === Kind.FinishMilestone ? r.finish[row] : r.start[row];
  return Math.round(viewX(f, t)) + 0.5 + (isMilestone(kind) ? side * 7 : 0);
}

/** lines are the dates that run from top to bottom. */
function lines(f: Frame): { t: number; colour: string; key: string; dash: number[] }[] {
  const c = f.chart;
  return [
    { t: c.target, colour: f.theme.target, key: "target", dash: [6, 3] },
    { t: c.dataDate, colour: f.theme.dataDate, key: "data_date", dash: [] },
    { t: c.today, colour: f.theme.today, key: "today", dash: [2, 2] },
  ].filter((l) => l.t !== NONE);
}

function drawDates(pen: Pen, f: Frame): void {
  for (const l of lines(f)) {
    const x = viewX(f, l.t);
    if (x >= -2 && x <= f.width + 2) vertical(pen, x, HEAD, f.height, l.colour, 1.5, l.dash);
  }
}

/** Tag is the name of a date line at the foot of the axis. */
interface Tag {
  x: number;
  left: number;
  width: number;
  text: string;
  colour: string;
}

/** tagsOf places the names of the date lines side by side. */
function tagsOf(pen: Pen, f: Frame): Tag[] {
  pen.font = `600 10.5px ${f.theme.family}`;
  const tags: Tag[] = [];
  let taken = -Infinity;
  for (const l of lines(f).sort((a, b) => a.t - b.t)) {
    const x = Math.round(viewX(f, l.t));
    if (x < -2 || x > f.width + 2) continue;
    const text = f.text(l.key);
    const width = Math.ceil(pen.measureText(text).width) + 10;
    const left = Math.max(taken + 2, Math.min(f.width - width, Math.max(0, Math.round(x - width / 2))));
    taken = left + width;
    tags.push({ x, left, width, text, colour: l.colour });
  }
  return tags;
}

function drawTags(pen: Pen, f: Frame, tags: Tag[]): void {
  pen.font = `600 10.5px ${f.theme.family}`;
  pen.textAlign = "center";
  for (const { x, left, width, text, colour } of tags) {
    rounded(pen, left, HEAD - 20, width, 17, [3, 3, 3, 3], colour);
    polygon(pen, [x - 3.5, HEAD - 3.5, x + 4.5, HEAD - 3.5, x + 0.5, HEAD + 1], colour);
    pen.fillStyle = f.theme.bg;
    pen.fillText(text, left + width / 2, HEAD - 11);
  }
}

/** drawFront joins the ends of the work that is done: left of the data date is behind, right ahead. */
function drawFront(pen: Pen, f: Frame): void {
  const now = f.chart.dataDate !== NONE ? f.chart.dataDate : f.chart.today;
  if (now === NONE) return;
  const r = f.chart.rows;
  const home = Math.round(viewX(f, now)) + 0.5;
  const points: number[] = [];
  for (let p = f.window.first; p < f.window.last; p++) {
    const row = f.outline.shown[p];
    const y = viewY(f, p) + MIDDLE;
    const open = r.kind[row] === Kind.Task && !(r.flags[row] & (Flag.Finished | Flag.Inactive));
    const counts = open && (r.flags[row] & Flag.Started || r.start[row] < now);
    points.push(counts ? viewX(f, doneTo(f.chart, row)) : home, y);
  }
  if (points.length === 0) return;
  pen.strokeStyle = f.theme.front;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(home, HEAD);
  for (let i = 0; i < points.length; i += 2) pen.lineTo(points[i], points[i + 1]);
  pen.lineTo(home, Math.min(f.height, viewY(f, f.window.last)));
  pen.stroke();
  for (let i = 0; i < points.length; i += 2) {
    if (points[i] !== home) rounded(pen, points[i] - 3, points[i + 1] - 3, 6, 6, [3, 3, 3, 3], f.theme.front);
  }
}

function drawAxis(pen: Pen, f: Frame, low: Tick[], high: Tick[], tags: Tag[]): void {
  const t = f.theme;
  pen.fillStyle = t.head;
  pen.fillRect(0, 0, f.width, HEAD);
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  pen.font = `600 12px ${t.family}`;
  for (const c of high) {
    const x = Math.round(viewX(f, c.t));
    pen.fillStyle = t.line;
    pen.fillRect(x, 0, 1, HEAD);
    const at = Math.max(x, 0) + 8;
    if (viewX(f, c.end) - at < pen.measureText(c.label).width + 6) continue;
    pen.fillStyle = t.ink;
    pen.fillText(c.label, at, TIER / 2 + 0.5);
  }
  pen.textAlign = "center";
  pen.font = `400 11px ${t.family}`;
  const today = f.chart.today === NONE ? NaN : dayOf(f.chart.today);
  for (const c of low) {
    const x = Math.round(viewX(f, c.t));
    const w = viewX(f, c.end) - x;
    pen.fillStyle = t.line;
    pen.fillRect(x, TIER, 1, TIER);
    const half = pen.measureText(c.label).width / 2 + 1;
    if (w < 2 * half + 1 || tags.some((g) => g.left < x + w / 2 + half && g.left + g.width > x + w / 2 - half)) continue;
    pen.fillStyle = c.rest ? t.faint : dayOf(c.t) === today && c.end - c.t <= DAY ? t.today : t.soft;
    pen.fillText(c.label, x + w / 2, TIER * 1.5 + 0.5);
  }
  pen.fillStyle = t.line;
  pen.fillRect(0, TIER - 1, f.width, 1);
  pen.fillRect(0, HEAD - 1, f.width, 1);
}
