// The table left of the chart: which columns fit, and their cells.

import { Frame, HEAD, ROW, days, viewY } from "./frame";
import { drawBands, drawRowLines } from "./draw";
import { dateText, dayOf, finishDay } from "./civil";
import { isMilestone } from "./decode";
import { Pen, polygon } from "./pen";
import { Fit, placeOf } from "./rows";
import { Flag, Kind, NONE } from "./types";

export type ColumnKey = "code" | "name" | "start" | "finish" | "duration" | "float";

export interface Column {
  key: ColumnKey;
  x: number;
  width: number;
  right: boolean; // figures stand right
}

const widths: [ColumnKey, number][] = [
  ["code", 0],
  ["name", 0],
  ["start", 92],
  ["finish", 100],
  ["duration", 72],
  ["float", 62],
];

const NAME_MIN = 150;
export const INDENT = 14;

/** Columns leave in this order when the table grows narrow. */
const leaving: ColumnKey[] = ["duration", "start", "code", "float", "finish"];

/** codeWidth is a width for the code column that nearly all codes fit in. */
export function codeWidth(codes: string[]): number {
  const lengths = Uint16Array.from(codes, (c) => c.length).sort();
  const usual = lengths[Math.floor(lengths.length * 0.95)] ?? 0;
  return Math.round(Math.max(64, Math.min(150, usual * 7.6 + 18)));
}

/** The columns in their order; the name always stays. */
export const columnKeys: ColumnKey[] = widths.map(([k]) => k);

/** Wish is what a person made of the columns; none of it is as usual. */
export interface Wish {
  hidden: ReadonlySet<ColumnKey>;
  width: Partial<Record<ColumnKey, number>>; // pixels; that of the name is what is left
}

export const noWish: Wish = { hidden: new Set(), width: {} };

/** The narrowest and widest that a column can be made, in pixels. */
export const NARROWEST = 40;
export const WIDEST = 600;

/** columnsFor chooses the columns that fit and gives the name what is left. */
export function columnsFor(width: number, code: number, wish = noWish): Column[] {
  const sized = widths
    .filter(([k]) => !wish.hidden.has(k))
    .map(([k, w]): [ColumnKey, number] => [k, k === "name" ? 0 : (wish.width[k] ?? (k === "code" ? code : w))]);
  const keep = new Set(sized.map(([k]) => k));
  const fixed = (): number => sized.reduce((sum, [k, w]) => sum + (keep.has(k) ? w : 0), 0);
  for (const k of leaving) if (fixed() + NAME_MIN > width) keep.delete(k);
  const name = Math.max(40, width - fixed());
  let x = 0;
  return sized
    .filter(([k]) => keep.has(k))
    .map(([key, w]) => {
      const column = { key, x, width: key === "name" ? name : w, right: key === "duration" || key === "float" };
      x += column.width;
      return column;
    });
}

/** fullWidth shows every column that is wished for, with a comfortable name. */
export function fullWidth(code: number, wish = noWish): number {
  const usual = (k: ColumnKey, w: number): number => (k === "code" ? code : k === "name" ? 236 : w);
  return widths.reduce((sum, [k, w]) => sum + (wish.hidden.has(k) ? 0 : (wish.width[k] ?? usual(k, w))), 0);
}

/** edgeAt is the column whose right edge lies within reach of x; null for none. */
export function edgeAt(columns: Column[], x: number, reach = 5): Column | null {
  return columns.slice(0, -1).find((c) => Math.abs(c.x + c.width - x) <= reach) ?? null;
}

/** cell is the text of a cell, as people and screen readers get it. */
export function cell(f: Pick<Frame, "chart" | "lang" | "text">, row: number, key: ColumnKey): string {
  const r = f.chart.rows;
  switch (key) {
    case "code":
      return r.code[row];
    case "name":
      return r.name[row];
    case "start":
      return r.kind[row] === Kind.FinishMilestone ? "" : dateText(dayOf(r.start[row]), f.lang);
    case "finish":
      return r.kind[row] === Kind.StartMilestone ? "" : dateText(finishDay(r.finish[row]), f.lang);
    case "duration":
      return isMilestone(r.kind[row]) || (r.kind[row] === Kind.Summary && r.duration[row] === 0) ? "" : days(f, r.duration[row]);
    case "float":
      return r.float[row] === NONE || r.flags[row] & Flag.Finished ? "" : days(f, r.float[row]);
  }
}

/** drawTable draws the table; the frame's width is the table's. */
export function drawTable(pen: Pen, f: Frame, columns: Column[]): void {
  pen.fillStyle = f.theme.bg;
  pen.fillRect(0, 0, f.width, f.height);
  drawBands(pen, f);
  drawRowLines(pen, f);
  pen.textBaseline = "middle";
  for (let p = f.window.first; p < f.window.last; p++) drawCells(pen, f, columns, f.outline.shown[p], viewY(f, p));
  drawHead(pen, f, columns);
}

function drawCells(pen: Pen, f: Frame, columns: Column[], row: number, y: number): void {
  const heading = f.chart.rows.kind[row] === Kind.Summary;
  const side = f.trace.rows.get(row);
  if (side) {
    pen.fillStyle = side === "before" ? f.theme.before : f.theme.after;
    pen.fillRect(0, y, 3, ROW - 1);
  }
  if (row === f.selected) {
    pen.fillStyle = f.theme.accent;
    pen.fillRect(0, y, 3, ROW - 1);
  }
  for (const c of columns) {
    pen.font = font(f, heading && c.key === "name" ? "600" : "400", c.key);
    pen.fillStyle = colourOf(f, row, c.key);
    if (c.key === "name") drawName(pen, f, c, row, y);
    else put(pen, f, c, cell(f, row, c.key), y);
    if (c.key === "finish" && isLate(f, row)) drawLate(pen, f, c.x + c.width - 9, y + ROW / 2);
  }
}

function font(f: Frame, weight: string, key: ColumnKey): string {
  return `${weight} ${key === "name" ? 13 : 12}px ${f.theme.family}`;
}

function colourOf(f: Frame, row: number, key: ColumnKey): string {
  const r = f.chart.rows;
  if (r.flags[row] & Flag.Inactive) return f.theme.faint;
  if (key === "float" && r.float[row] !== NONE && r.float[row] < 0) return f.theme.late;
  if (key === "finish" && isLate(f, row)) return f.theme.late;
  return key === "code" ? f.theme.soft : f.theme.ink;
}

function isLate(f: Frame, row: number): boolean {
  return (f.chart.rows.flags[row] & (Flag.Late | Flag.Finished)) === Flag.Late;
}

/** drawLate is a small wedge beside a late finish, for those who see no red. */
function drawLate(pen: Pen, f: Frame, x: number, cy: number): void {
  polygon(pen, [x - 3.5, cy + 3, x, cy - 3.5, x + 3.5, cy + 3], f.theme.late);
}

function put(pen: Pen, f: Frame, c: Column, text: string, y: number): void {
  pen.textAlign = c.right ? "right" : "left";
  const s = f.fitter.fit(pen, text, c.width - 12);
  if (c.key === "code") drawMarks(pen, f, s, c.x + 8, y);
  pen.fillText(s, c.right ? c.x + c.width - 8 : c.x + 8, y + ROW / 2 + 0.5);
}

/** drawMarks shows what of a text the search found: filled where a word begins
 *  with it, underlined where it lies inside a word. */
function drawMarks(pen: Pen, f: Frame, text: string, x: number, y: number): void {
  const small = text.toLowerCase();
  const ink = pen.fillStyle;
  for (const word of f.words) {
    const { at, fit } = placeOf(small, word);
    if (fit === Fit.None) continue;
    const from = x + pen.measureText(text.slice(0, at)).width;
    const width = pen.measureText(text.slice(at, at + word.length)).width;
    pen.fillStyle = fit === Fit.Whole ? f.theme.flash : f.theme.soft;
    if (fit === Fit.Whole) pen.fillRect(from - 1, y + 4, width + 2, ROW - 8);
    else pen.fillRect(from, y + ROW - 5, width, 1.5);
  }
  pen.fillStyle = ink;
}

function drawName(pen: Pen, f: Frame, c: Column, row: number, y: number): void {
  const r = f.chart.rows;
  const x = nameX(c, r.level[row]);
  if (r.hasChildren[row]) drawTwist(pen, f, x - 12, y + ROW / 2, f.outline.closed.has(row));
  pen.textAlign = "left";
  pen.fillStyle = colourOf(f, row, "name");
  const s = f.fitter.fit(pen, r.name[row], c.x + c.width - x - 6);
  drawMarks(pen, f, s, x, y);
  pen.fillText(s, x, y + ROW / 2 + 0.5);
}

/** nameX is where a name begins; its triangle stands in the 14 pixels before. */
export function nameX(c: Column, level: number): number {
  const indent = c.width < 200 ? 8 : INDENT;
  return c.x + 18 + Math.min(level * indent, c.width * 0.45);
}

function drawTwist(pen: Pen, f: Frame, x: number, cy: number, closed: boolean): void {
  const s = closed ? [x, cy - 4, x + 5, cy, x, cy + 4] : [x - 1.5, cy - 2.5, x + 6.5, cy - 2.5, x + 2.5, cy + 3];
  polygon(pen, s, f.theme.soft);
}

function drawHead(pen: Pen, f: Frame, columns: Column[]): void {
  const t = f.theme;
  pen.fillStyle = t.head;
  pen.fillRect(0, 0, f.width, HEAD);
  pen.font = `600 12px ${t.family}`;
  for (const c of columns) {
    pen.textAlign = c.right ? "right" : "left";
    pen.fillStyle = t.soft;
    const text = f.fitter.fit(pen, f.text(c.key), c.width - 12);
    pen.fillText(text, c.right ? c.x + c.width - 8 : c.key === "name" ? c.x + 18 : c.x + 8, HEAD / 2 + 0.5);
    pen.fillStyle = t.grid;
    if (c.x > 0) pen.fillRect(c.x, 0, 1, f.height);
  }
  pen.fillStyle = t.line;
  pen.fillRect(0, HEAD - 1, f.width, 1);
}
