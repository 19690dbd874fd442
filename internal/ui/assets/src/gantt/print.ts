// Paper: the rows and the days that were asked for on landscape sheets, each with
// the plan's name, the data date, what the drawing's signs mean and its number, in
// greys and hatches that need no colour. The rest of the page stays off it.

import { DAY, dateText, dayOf } from "./civil";
import { el } from "./dom";
import { drawChart } from "./draw";
import { Frame, HEAD, ROW } from "./frame";
import { noTrace } from "./links";
import { Fitter, hatched } from "./pen";
import { isFiltering } from "./rows";
import { fitZoom } from "./scale";
import { SvgPen, escapeXml } from "./svg";
import { codeWidth, columnsFor, drawTable } from "./table";
import { Theme, printTheme } from "./theme";
import { NONE } from "./types";
import type { Gantt } from "./view";

/** One sheet in drawing units; the SVG scales to the paper. */
const SHEET = { width: 2000, height: 1340, table: 620, title: 34, foot: 26 };

/** Paper is what goes on the sheets. */
export interface Paper {
  first: number; // positions [first, last) of the rows
  last: number;
  from: number; // minutes
  to: number;
  perDay: number; // drawing units a day; 0 fits the days into the width of one sheet
}

/** usualPaper is every row that is shown, over all days, on sheets of full width. */
export function usualPaper(g: Gantt): Paper {
  const { from, to } = isFiltering(g.filter) ? shownRange(g) : g.scale;
  return { first: 0, last: g.outline.shown.length, from, to, perDay: 0 };
}

/** rowsPerSheet is how many rows one page holds. */
export function rowsPerSheet(): number {
  return Math.floor((SHEET.height - SHEET.title - SHEET.foot - HEAD) / ROW);
}

/** layOut is how many sheets a paper takes, down and across. */
export function layOut(p: Paper): { down: number; across: number } {
  const wide = SHEET.width - SHEET.table;
  const across = p.perDay > 0 ? Math.ceil((((p.to - p.from) / DAY) * p.perDay) / wide) : 1;
  return { down: Math.max(1, Math.ceil((p.last - p.first) / rowsPerSheet())), across: Math.max(1, across) };
}

/** listenPrint builds the pages just before printing and removes them after. */
export function listenPrint(g: Gantt): void {
  let paper: HTMLElement | null = null;
  const signal = g.ended.signal;
  const clear = (): void => {
    paper?.remove();
    paper = null;
  };
  const fill = (): void => {
    clear();
    paper = el("div", "gantt-paper", { "aria-hidden": "true" });
    paper.innerHTML = sheets(g, g.paper ?? usualPaper(g)).join("");
    document.body.append(paper);
  };
  const done = (): void => {
    clear();
    g.paper = null;
  };
  window.addEventListener("beforeprint", fill, { signal });
  window.addEventListener("afterprint", done, { signal });
}

/** sheets are the SVG pages of a paper, all rows of the first days before the next days. */
export function sheets(g: Gantt, p = usualPaper(g)): string[] {
  const { down, across } = layOut(p);
  const ruler = document.createElement("canvas").getContext("2d");
  const measure = (text: string, font: string): number => {
    if (!ruler) return text.length * 7;
    ruler.font = font;
    return ruler.measureText(text).width;
  };
  const fitter = new Fitter();
  const out: string[] = [];
  for (let col = 0; col < across; col++) {
    for (let row = 0; row < down; row++) out.push(sheet(g, p, { row, col, number: out.length + 1, of: down * across }, measure, fitter));
  }
  return out;
}

interface Place {
  row: number;
  col: number;
  number: number;
  of: number;
}

function sheet(g: Gantt, p: Paper, at: Place, measure: (text: string, font: string) => number, fitter: Fitter): string {
  const first = p.first + at.row * rowsPerSheet();
  const f = paperFrame(g, p, first, Math.min(p.last, first + rowsPerSheet()), at.col, fitter);
  const table = new SvgPen(measure);
  drawTable(table, { ...f, width: SHEET.table }, columnsFor(SHEET.table, codeWidth(g.chart.rows.code), g.wish));
  const chart = new SvgPen(measure);
  drawChart(chart, f);
  const part = (x: number, width: number, body: string[]): string =>
    `<svg x="${x}" y="${SHEET.title}" width="${width}" height="${f.height}" overflow="hidden">${body.join("")}</svg>`;
  return (
    `<div class="gantt-sheet"><svg viewBox="0 0 ${SHEET.width} ${SHEET.height}" xmlns="http://www.w3.org/2000/svg">` +
    part(0, SHEET.table, table.out) +
    part(SHEET.table, f.width, chart.out) +
    margins(g, f, at) +
    legend(g, f.theme, measure) +
    `</svg></div>`
  );
}

function paperFrame(g: Gantt, p: Paper, first: number, last: number, col: number, fitter: Fitter): Frame {
  const width = SHEET.width - SHEET.table;
  const scale = { from: p.from, to: p.to, perDay: p.perDay || fitZoom(p.from, p.to, width) };
  return {
    ...g.frame(),
    theme: printTheme(g.theme.family.replace(/"/g, "'")),
    scale,
    fitter,
    window: { first, last },
    scrollX: col * width,
    scrollY: first * ROW,
    width,
    height: HEAD + (last - first) * ROW + 1,
    words: [],
    selected: -1,
    hover: -1,
    trace: noTrace,
    flash: new Map(),
  };
}

/** shownRange is the time of the activities that the filter shows, with some air. */
function shownRange(g: Gantt): { from: number; to: number } {
  const r = g.chart.rows;
  const leaves = [...g.outline.shown].filter((row) => !r.hasChildren[row]);
  if (leaves.length === 0) return g.scale;
  const from = leaves.reduce((t, row) => Math.min(t, r.start[row]), Infinity);
  const to = leaves.reduce((t, row) => Math.max(t, r.finish[row]), -Infinity);
  const air = Math.max(2 * DAY, (to - from) * 0.06);
  return { from: Math.floor((from - air) / DAY) * DAY, to: Math.ceil((to + air) / DAY) * DAY };
}

/** margins are name and dates above, and counts and page number below. */
function margins(g: Gantt, f: Frame, at: Place): string {
  const t = g.options.text;
  const lang = g.options.lang;
  const family = escapeXml(f.theme.family);
  const text = (x: number, y: number, s: string, more: string): string =>
    `<text x="${x}" y="${y}" font-family="${family}" fill="#18211f" ${more}>${escapeXml(s)}</text>`;
  const known = g.chart.dataDate === NONE ? "" : `${t("data_date")} ${dateText(dayOf(g.chart.dataDate), lang)}`;
  const target = g.chart.target === NONE ? "" : `${t("target")} ${dateText(dayOf(g.chart.target), lang)}`;
  const printed = g.chart.today === NONE ? "" : t("printed", { date: dateText(dayOf(g.chart.today), lang) });
  const foot = SHEET.height - 8;
  return (
    text(0, 22, g.options.title, 'font-size="18" font-weight="600"') +
    text(SHEET.width, 22, [known, target].filter(Boolean).join("   ·   "), 'font-size="14" font-weight="600" text-anchor="end"') +
    text(0, foot, g.parts.foot.querySelector(".gantt-counts")?.textContent ?? "", 'font-size="12"') +
    text(
      SHEET.width,
      foot,
      [printed, t("page", { n: at.number, of: at.of })].filter(Boolean).join("   ·   "),
      'font-size="12" text-anchor="end"',
    )
  );
}

/** legend says below the chart what its signs mean. */
function legend(g: Gantt, theme: Theme, measure: (text: string, font: string) => number): string {
  const pen = new SvgPen(measure);
  const y = SHEET.height - 20;
  pen.font = `400 12px ${theme.family}`;
  let x = SHEET.table;
  for (const key of ["done", "remaining", "critical", "baseline", "float", "milestone", "data_date", "target"] as const) {
    sign(pen, theme, key, x, y);
    const word = g.options.text(key === "data_date" || key === "target" ? key : `legend_${key}`);
    pen.fillStyle = "#18211f";
    pen.fillText(word, x + 28, y + 6);
    x += 28 + pen.measureText(word).width + 22;
  }
  return pen.out.join("");
}

type Sign = "done" | "remaining" | "critical" | "baseline" | "float" | "milestone" | "data_date" | "target";

function sign(pen: SvgPen, t: Theme, key: Sign, x: number, y: number): void {
  const box = (colour: string, dx: number, dy: number, w: number, h: number): void => {
    pen.fillStyle = colour;
    pen.fillRect(x + dx, y + dy, w, h);
  };
  switch (key) {
    case "done":
      return box(t.done, 0, 0, 22, 11);
    case "remaining":
      return box(t.bar, 0, 0, 22, 11);
    case "critical":
      box(t.critical, 0, 0, 22, 11);
      return hatched(pen, x, y, 22, 11, 0, SHEET.width, t.criticalDone);
    case "baseline":
      return box(t.baseline, 0, 4, 22, 3);
    case "float":
      box(t.float, 0, 5, 22, 1);
      return box(t.float, 21, 2, 1, 7);
    case "milestone":
      pen.fillStyle = t.milestone;
      pen.beginPath();
      pen.moveTo(x + 11, y - 1);
      pen.lineTo(x + 18, y + 6);
      pen.lineTo(x + 11, y + 13);
      pen.lineTo(x + 4, y + 6);
      pen.closePath();
      return pen.fill();
    case "data_date":
      return box(t.dataDate, 10, -1, 2, 14);
    case "target":
      return box(t.target, 10, -1, 2, 14);
  }
}
