// One row of the chart: its bar, baseline, float, marks and figures.

import { Frame, ROW, days, doneTo, viewX } from "./frame";
import { STUB } from "./links";
import { Pen, hatched, polygon, rounded } from "./pen";
import { isMilestone } from "./decode";
import { DEADLINE, Flag, Kind, Mark, NONE } from "./types";
import { finishDay, shortDate } from "./civil";

const BAR_TOP = 5;
const BAR = 12;
const BASE_TOP = 19;
const BASE = 3;

/** middle is the height in a row at which links join its bar. */
export const MIDDLE = BAR_TOP + BAR / 2;

/** drawRow draws what belongs to one activity; y is the top of its row. */
export function drawRow(pen: Pen, f: Frame, row: number, y: number): void {
  const r = f.chart.rows;
  const x1 = viewX(f, r.start[row]);
  const x2 = viewX(f, r.finish[row]);
  if (f.show.baseline) drawBaseline(pen, f, row, y);
  const right = drawFloat(pen, f, row, y, x2);
  if (x2 < 0 || x1 > f.width) drawElsewhere(pen, f, x2 < 0, y);
  if (Math.max(x2, right) > -40 && x1 < f.width + 40) {
    drawShape(pen, f, row, x1, x2, y);
    drawFigures(pen, f, row, isMilestone(r.kind[row]) ? x2 + 4 : right, y);
  }
  for (const m of r.marks.get(row) ?? []) drawMark(pen, f, row, m, y);
}

/** drawElsewhere points to a bar that lies outside the view. */
function drawElsewhere(pen: Pen, f: Frame, left: boolean, y: number): void {
  const x = left ? 6 : f.width - 6;
  const d = left ? 4 : -4;
  polygon(pen, [x, y + 12.5, x + d, y + 9, x + d, y + 16], f.theme.faint);
}

function drawShape(pen: Pen, f: Frame, row: number, x1: number, x2: number, y: number): void {
  const kind = f.chart.rows.kind[row];
  if (isMilestone(kind)) drawMilestone(pen, f, row, kind === Kind.StartMilestone ? x1 : x2, y);
  else if (kind === Kind.Summary) drawSummary(pen, f, row, x1, x2, y);
  else if (kind === Kind.Task) drawBar(pen, f, row, x1, x2, y);
  else drawSpan(pen, f, x1, x2, y);
}

/** drawBar: what is done is dark, what is left light, critical work left is hatched too. */
function drawBar(pen: Pen, f: Frame, row: number, x1: number, x2: number, y: number): void {
  const t = f.theme;
  const flags = f.chart.rows.flags[row];
  const critical = (flags & Flag.Critical) !== 0 && (flags & Flag.Finished) === 0;
  const left = Math.round(x1);
  const width = Math.max(3, Math.round(x2) - left);
  const top = y + BAR_TOP;
  const radius = width > 6 ? 2.5 : 1;
  const all = [radius, radius, radius, radius];
  if (flags & Flag.Inactive) {
    hatched(pen, left, top, width, BAR, 0, f.width, t.faint);
    return;
  }
  rounded(pen, left, top, width, BAR, all, critical ? t.critical : t.bar);
  if (critical) hatched(pen, left, top, width, BAR, 0, f.width, t.criticalDone);
  const done = Math.min(width, Math.round(viewX(f, doneTo(f.chart, row))) - left);
  if (done > 0) {
    const end = done >= width ? radius : 0;
    rounded(pen, left, top, done, BAR, [radius, end, end, radius], critical ? t.criticalDone : t.done);
  }
}

function drawSummary(pen: Pen, f: Frame, row: number, x1: number, x2: number, y: number): void {
  const colour = f.theme.summary;
  const left = Math.round(x1);
  const right = Math.max(left + 4, Math.round(x2));
  const top = y + 7;
  const tip = Math.min(6, (right - left) / 2);
  const done = Math.round(viewX(f, doneTo(f.chart, row)));
  polygon(pen, [left, top, right, top, right, top + 11, right - tip, top + 5, left + tip, top + 5, left, top + 11], colour);
  if (done < right - 1) {
    pen.fillStyle = f.theme.bg;
    pen.globalAlpha = 0.45;
    pen.fillRect(Math.max(left + 1, done), top + 1.5, right - 1 - Math.max(left + 1, done), 2);
    pen.globalAlpha = 1;
  }
}

function drawMilestone(pen: Pen, f: Frame, row: number, x: number, y: number): void {
  const flags = f.chart.rows.flags[row];
  const t = f.theme;
  const cx = Math.round(x) + 0.5;
  const cy = y + MIDDLE;
  const open = flags & Flag.Critical && !(flags & Flag.Finished);
  polygon(pen, [cx, cy - 8, cx + 8, cy, cx, cy + 8, cx - 8, cy], t.bg);
  polygon(pen, [cx, cy - 7, cx + 7, cy, cx, cy + 7, cx - 7, cy], open ? t.criticalDone : t.milestone);
  if (!(flags & Flag.Finished)) polygon(pen, [cx, cy - 3.5, cx + 3.5, cy, cx, cy + 3.5, cx - 3.5, cy], t.bg);
}

/** drawSpan: level of effort and hammocks are a thin band between two posts. */
function drawSpan(pen: Pen, f: Frame, x1: number, x2: number, y: number): void {
  const left = Math.round(x1);
  const width = Math.max(3, Math.round(x2) - left);
  pen.fillStyle = f.theme.float;
  pen.fillRect(left, y + MIDDLE - 2, width, 4);
  pen.fillRect(left, y + MIDDLE - 5, 2, 10);
  pen.fillRect(left + width - 2, y + MIDDLE - 5, 2, 10);
}

function drawBaseline(pen: Pen, f: Frame, row: number, y: number): void {
  const r = f.chart.rows;
  if (r.baseStart[row] === NONE || r.baseFinish[row] === NONE) return;
  const x1 = Math.round(viewX(f, r.baseStart[row]));
  const x2 = Math.round(viewX(f, r.baseFinish[row]));
  if (x2 < -10 || x1 > f.width + 10) return;
  const top = y + BASE_TOP;
  if (isMilestone(r.kind[row])) polygon(pen, [x2, top - 2, x2 + 4, top + 2, x2, top + 6, x2 - 4, top + 2], f.theme.baseline);
  else {
    pen.fillStyle = f.theme.baseline;
    pen.fillRect(x1, top, Math.max(2, x2 - x1), BASE);
  }
}

/** drawFloat draws the tail of positive float and returns where it ends. */
function drawFloat(pen: Pen, f: Frame, row: number, y: number, x2: number): number {
  const r = f.chart.rows;
  const end = r.floatTo[row];
  if (end === NONE || end <= r.finish[row] || r.flags[row] & Flag.Finished || r.kind[row] === Kind.Summary) return x2;
  const from = Math.round(x2);
  const to = Math.round(viewX(f, end));
  if (to < 0 || from > f.width || to - from < 3) return x2;
  const cy = y + MIDDLE;
  pen.fillStyle = f.theme.float;
  pen.fillRect(from, cy - 0.5, to - from, 1);
  pen.fillRect(to - 1, cy - 3, 1, 6);
  return to;
}

/** drawFigures writes negative float, signs of trouble and (if asked) the name after a bar. */
function drawFigures(pen: Pen, f: Frame, row: number, x: number, y: number): void {
  const r = f.chart.rows;
  const t = f.theme;
  const cy = y + MIDDLE;
  let at = Math.round(x) + STUB + 4;
  const flags = r.flags[row];
  if (flags & Flag.Issue) at = drawIssue(pen, f, at, cy);
  if (flags & Flag.Delivery) at = drawDelivery(pen, f, at, cy);
  pen.textBaseline = "middle";
  pen.textAlign = "left";
  const write = (s: string, colour: string, weight: string): void => {
    pen.font = `${weight} 11px ${t.family}`;
    const width = pen.measureText(s).width;
    pen.globalAlpha = 0.8;
    pen.fillStyle = row === f.selected ? t.select : t.bg;
    pen.fillRect(at - 2, cy - 7, width + 4, 14);
    pen.globalAlpha = 1;
    pen.fillStyle = colour;
    pen.fillText(s, at, cy + 0.5);
    at += width + 6;
  };
  if (r.float[row] !== NONE && r.float[row] < 0 && !(flags & Flag.Finished) && r.kind[row] !== Kind.Summary)
    write(days(f, r.float[row]), t.late, "600");
  if (isMilestone(r.kind[row]))
    write(shortDate(finishDay(r.finish[row] + (r.kind[row] === Kind.StartMilestone ? 1 : 0)), f.lang), t.soft, "400");
  if (f.show.names && r.kind[row] !== Kind.Summary) write(r.name[row], t.soft, "400");
}

/** drawIssue is a filled disc with an exclamation mark. */
function drawIssue(pen: Pen, f: Frame, x: number, cy: number): number {
  rounded(pen, x, cy - 6, 12, 12, [6, 6, 6, 6], f.theme.late);
  pen.fillStyle = f.theme.bg;
  pen.fillRect(x + 5.25, cy - 3.5, 1.5, 4.5);
  pen.fillRect(x + 5.25, cy + 2, 1.5, 1.5);
  return x + 16;
}

/** drawDelivery is a small crate. */
function drawDelivery(pen: Pen, f: Frame, x: number, cy: number): number {
  rounded(pen, x, cy - 5, 12, 10, [1.5, 1.5, 1.5, 1.5], f.theme.warn);
  pen.fillStyle = f.theme.bg;
  pen.fillRect(x + 5.25, cy - 5, 1.5, 4);
  return x + 16;
}

/** drawMark: a deadline is an arrow from above; a constraint is a wedge that
 *  points where the date may still move, two-sided when it may not move at all. */
function drawMark(pen: Pen, f: Frame, row: number, m: Mark, y: number): void {
  const x = Math.round(viewX(f, m.date)) + 0.5;
  if (x < -10 || x > f.width + 10) return;
  const t = f.theme;
  if (m.type === DEADLINE) {
    const missed = f.chart.rows.finish[row] > m.date;
    const colour = missed ? t.late : t.after;
    polygon(pen, [x - 1, y + 3, x + 1, y + 3, x + 1, y + 9, x + 4.5, y + 9, x, y + 15, x - 4.5, y + 9, x - 1, y + 9], colour);
    return;
  }
  pen.fillStyle = t.accent;
  pen.fillRect(x - 0.5, y + 3, 1, ROW - 6);
  const later = m.type === 3 || m.type === 6;
  const earlier = m.type === 4 || m.type === 7;
  if (!earlier) polygon(pen, [x, y + 2, x + 5, y + 5, x, y + 8], t.accent);
  if (!later) polygon(pen, [x, y + 2, x - 5, y + 5, x, y + 8], t.accent);
}
