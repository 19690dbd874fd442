// Paper: every shown row on landscape pages, the whole plan across the width,
// in greys and hatches that need no colour. The rest of the page stays off it.

import { DAY, dateText, dayOf } from "./civil";
import { el } from "./dom";
import { drawChart } from "./draw";
import { Frame, HEAD, ROW } from "./frame";
import { noTrace } from "./links";
import { Fitter } from "./pen";
import { isFiltering } from "./rows";
import { fitZoom } from "./scale";
import { SvgPen, escapeXml } from "./svg";
import { codeWidth, columnsFor, drawTable } from "./table";
import { printTheme } from "./theme";
import { NONE } from "./types";
import type { Gantt } from "./view";

/** One sheet in drawing units; the SVG scales to the paper. */
const SHEET = { width: 2000, height: 1340, table: 620, title: 34, foot: 26 };

/** rowsPerSheet is how many rows one page holds. */
export function rowsPerSheet(): number {
  return Math.floor((SHEET.height - SHEET.title - SHEET.foot - HEAD) / ROW);
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
    paper.innerHTML = sheets(g).join("");
    document.body.append(paper);
  };
  window.addEventListener("beforeprint", fill, { signal });
  window.addEventListener("afterprint", clear, { signal });
}

/** sheets are the SVG pages of everything that the filter and outline show. */
export function sheets(g: Gantt): string[] {
  const per = rowsPerSheet();
  const count = Math.max(1, Math.ceil(g.outline.shown.length / per));
  const ruler = document.createElement("canvas").getContext("2d");
  const measure = (text: string, font: string): number => {
    if (!ruler) return text.length * 7;
    ruler.font = font;
    return ruler.measureText(text).width;
  };
  const fitter = new Fitter();
  return Array.from({ length: count }, (_, i) => sheet(g, i, count, per, measure, fitter));
}

function sheet(g: Gantt, index: number, count: number, per: number, measure: (text: string, font: string) => number, fitter: Fitter): string {
  const first = index * per;
  const last = Math.min(g.outline.shown.length, first + per);
  const f = paperFrame(g, first, last, fitter);
  const table = new SvgPen(measure);
  drawTable(table, { ...f, width: SHEET.table }, columnsFor(SHEET.table, codeWidth(g.chart.rows.code)));
  const chart = new SvgPen(measure);
  drawChart(chart, f);
  const part = (x: number, width: number, body: string[]): string =>
    `<svg x="${x}" y="${SHEET.title}" width="${width}" height="${f.height}" overflow="hidden">${body.join("")}</svg>`;
  return (
    `<div class="gantt-sheet"><svg viewBox="0 0 ${SHEET.width} ${SHEET.height}" xmlns="http://www.w3.org/2000/svg">` +
    part(0, SHEET.table, table.out) + part(SHEET.table, f.width, chart.out) + margins(g, f, index, count) + `</svg></div>`
  );
}

function paperFrame(g: Gantt, first: number, last: number, fitter: Fitter): Frame {
  const width = SHEET.width - SHEET.table;
  const { from, to } = isFiltering(g.filter) ? shownRange(g) : g.scale;
  const scale = { from, to, perDay: fitZoom(from, to, width) };
  return {
    ...g.frame(), theme: printTheme(g.theme.family.replace(/"/g, "'")), scale, fitter,
    window: { first, last }, scrollX: 0, scrollY: first * ROW, width, height: HEAD + (last - first) * ROW + 1,
    selected: -1, hover: -1, trace: noTrace, flash: new Map(),
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

/** margins are the title above, and data date and page number below. */
function margins(g: Gantt, f: Frame, index: number, count: number): string {
  const t = g.options.text;
  const family = escapeXml(f.theme.family);
  const text = (x: number, y: number, s: string, more: string): string => `<text x="${x}" y="${y}" font-family="${family}" fill="#18211f" ${more}>${escapeXml(s)}</text>`;
  const known = g.chart.dataDate === NONE ? "" : `${t("data_date")} ${dateText(dayOf(g.chart.dataDate), g.options.lang)}`;
  const foot = SHEET.height - 8;
  return (
    text(0, 22, g.options.title, 'font-size="18" font-weight="600"') +
    text(SHEET.width, 22, known, 'font-size="13" text-anchor="end"') +
    text(0, foot, g.parts.foot.querySelector(".gantt-counts")?.textContent ?? "", 'font-size="12"') +
    text(SHEET.width, foot, t("page", { n: index + 1, of: count }), 'font-size="12" text-anchor="end"')
  );
}
