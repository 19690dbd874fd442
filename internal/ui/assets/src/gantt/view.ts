// Gantt is the live chart: it owns the data, what is selected and shown, and
// decides when to draw. Input, toolbar, mirror and print work on it from outside.

import { DAY, Lang } from "./civil";
import { Wire, decode } from "./decode";
import { drawChart } from "./draw";
import { Parts, buildParts } from "./dom";
import { Frame, HEAD, ROW, Show } from "./frame";
import { Adjacent, Trace, noTrace, traceOf } from "./links";
import { Fitter } from "./pen";
import { Filter, Fit, Outline, fitOf, isFiltering, matcher, noFilter, scrollTo, windowOf, wordsOf } from "./rows";
import type { Paper } from "./print";
import { Scale, ZOOM, clampZoom, fitZoom, timeAt, widthOf, xOf, zoomAbout } from "./scale";
import { Column, ColumnKey, NARROWEST, WIDEST, Wish, codeWidth, columnsFor, drawTable, fullWidth, noWish } from "./table";
import { Theme, themeOf } from "./theme";
import { Chart, NONE, Text } from "./types";
import { changedRows, sameRow } from "./update";

export interface Options {
  lang: Lang;
  text: Text;
  href: string; // page of an activity, with {id}; empty for none
  title: string;
}

/** Room on both sides of the bars, in days at the least. */
const MARGIN = 10;
const PHONE = 640;
const FLASH_MS = 1600;

export class Gantt {
  chart: Chart;
  outline: Outline;
  adjacent: Adjacent;
  scale: Scale = { from: 0, to: DAY, perDay: ZOOM.week };
  filter: Filter = { ...noFilter };
  show: Show = { baseline: true, links: true, front: false, names: false };
  selected = -1;
  hover = -1;
  trace: Trace = noTrace;
  fit = false; // follow the width of the view
  tableWidth = 0;
  columns: Column[] = [];
  wish: Wish = noWish;
  paper: Paper | null = null; // what was asked to be printed; null for the usual
  full = false; // over the whole screen
  /** How many pixels of the view the page covers on the right and at the bottom. */
  cover = { right: 0, bottom: 0 };
  theme: Theme;
  readonly parts: Parts;
  readonly fitter = new Fitter();
  /** Aborted when the chart leaves the page; listeners outside the host hang on it. */
  readonly ended = new AbortController();
  /** Called after every change that a link to this view should keep. */
  onChange: () => void = () => {};
  /** Called after every scroll. */
  onScroll: () => void = () => {};
  /** Called after every drawing. */
  onDraw: () => void = () => {};

  private width = 0;
  private height = 0;
  private dpr = 1;
  private asked = 0;
  private tableDirty = true;
  private flashes = new Map<number, number>(); // row → end of its flash
  private sized = false;

  constructor(
    readonly host: HTMLElement,
    wire: Wire,
    readonly options: Options,
  ) {
    this.parts = buildParts(host, options);
    this.chart = decode(wire);
    this.outline = new Outline(this.chart.rows);
    this.adjacent = new Adjacent(this.chart.links, this.chart.rows.count);
    this.theme = themeOf(host);
    this.show.baseline = this.chart.rows.baseStart.some((t) => t !== NONE);
    this.reshape();
    this.parts.scroll.addEventListener("scroll", () => this.scrolled(), { passive: true });
    const size = new ResizeObserver(() => this.resize());
    size.observe(this.parts.scroll);
    this.ended.signal.addEventListener("abort", () => size.disconnect());
    this.watchTheme();
    this.resize();
  }

  /** update takes new data; scroll, selection, open rows and filter stay, changed rows flash. */
  update(wire: Wire): void {
    const old = this.chart;
    const closed = [...this.outline.closed].map((i) => old.rows.id[i]);
    const selected = this.selected >= 0 ? old.rows.id[this.selected] : "";
    const scroll = this.parts.scroll;
    const at = timeAt(this.scale, scroll.scrollLeft);
    const top = scroll.scrollTop;
    this.chart = decode(wire);
    this.outline = new Outline(this.chart.rows);
    this.adjacent = new Adjacent(this.chart.links, this.chart.rows.count);
    const index = new Map(this.chart.rows.id.map((id, i) => [id, i]));
    for (const id of closed) if (index.has(id)) this.outline.closed.add(index.get(id) as number);
    this.hover = -1;
    this.selected = index.get(selected) ?? -1;
    this.trace = this.selected >= 0 ? traceOf(this.chart, this.adjacent, this.selected) : noTrace;
    this.flashes.clear();
    const until = performance.now() + FLASH_MS;
    for (const row of changedRows(old, this.chart, sameRow)) this.flashes.set(row, until);
    this.reshape();
    scroll.scrollLeft = xOf(this.scale, at);
    scroll.scrollTop = top;
    this.redraw();
  }

  /** reshape recomputes rows, range and sizes after data, filter or outline changed. */
  reshape(): void {
    this.outline.rebuild(isFiltering(this.filter) ? matcher(this.chart, this.filter) : null);
    this.setRange();
    this.layout();
    this.redraw();
  }

  private setRange(): void {
    const view = Math.max(200, this.chartWidth());
    const span = this.chart.to - this.chart.from;
    const margin = Math.max(MARGIN * DAY, span * 0.03);
    this.scale.from = Math.floor((this.chart.from - margin) / DAY) * DAY;
    this.scale.to = Math.ceil((this.chart.to + margin * 1.5) / DAY) * DAY;
    this.scale.perDay = this.fit ? fitZoom(this.scale.from, this.scale.to, view) : clampZoom(this.scale, this.scale.perDay, view);
  }

  private layout(): void {
    const { space, stage, split } = this.parts;
    space.style.width = `${this.tableWidth + Math.max(this.chartWidth(), Math.floor(widthOf(this.scale))) + this.cover.right}px`;
    space.style.height = `${Math.max(this.height, HEAD + this.outline.shown.length * ROW + 4 + this.cover.bottom)}px`;
    stage.style.width = `${this.width}px`;
    stage.style.height = `${this.height}px`;
    split.style.left = `${this.tableWidth - 4}px`;
    split.setAttribute("aria-valuenow", String(Math.round(this.tableWidth)));
    this.parts.empty.hidden = this.outline.shown.length > 0;
  }

  /** chartWidth is what the table leaves of the view. */
  chartWidth(): number {
    return Math.max(0, this.width - this.tableWidth);
  }

  /** bodyHeight is the view without the head. */
  bodyHeight(): number {
    return Math.max(0, this.height - HEAD);
  }

  /** phone says whether the view is narrow. */
  phone(): boolean {
    return this.width < PHONE;
  }

  private resize(): void {
    const { scroll, table, chart } = this.parts;
    const width = scroll.clientWidth;
    const height = scroll.clientHeight;
    if (width === 0 || height === 0) return;
    const first = !this.sized;
    const at = timeAt(this.scale, scroll.scrollLeft);
    const wasPhone = this.phone();
    this.width = width;
    this.height = height;
    this.dpr = devicePixelRatio || 1;
    if (first || wasPhone !== this.phone()) this.tableWidth = this.usualTable();
    this.tableWidth = Math.min(this.tableWidth, Math.max(100, width - 120));
    this.columns = columnsFor(this.tableWidth, codeWidth(this.chart.rows.code), this.wish);
    for (const [canvas, w] of [
      [table, this.tableWidth],
      [chart, this.chartWidth()],
    ] as const) {
      canvas.width = Math.round(w * this.dpr);
      canvas.height = Math.round(height * this.dpr);
      canvas.style.width = `${w}px`;
      canvas.style.height = `${height}px`;
    }
    this.sized = this.tableDirty = true;
    this.setRange();
    this.layout();
    if (!first) scroll.scrollLeft = xOf(this.scale, at);
    this.draw();
  }

  private usualTable(): number {
    if (this.width < PHONE) return Math.max(116, Math.round(this.width * 0.36));
    return Math.round(Math.min(fullWidth(codeWidth(this.chart.rows.code), this.wish), this.width * 0.47));
  }

  /** setTable moves the splitter. */
  setTable(width: number): void {
    this.tableWidth = Math.round(Math.max(90, Math.min(this.width - 120, width || this.usualTable())));
    this.resize();
  }

  /** setWish shows and hides columns; the table becomes as wide as they are. */
  setWish(wish: Wish): void {
    this.wish = wish;
    this.setTable(0);
    this.onChange();
  }

  /** setColumn makes a column wider or narrower, and the table with it. */
  setColumn(key: ColumnKey, width: number): void {
    const now = this.columns.find((c) => c.key === key);
    if (!now) return;
    const to = Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));
    if (key !== "name") this.wish = { ...this.wish, width: { ...this.wish.width, [key]: to } };
    this.setTable(this.tableWidth + to - now.width);
    this.onChange();
  }

  /** setCover says what the page covers, and brings the selected row and its bar
   *  out from under it; nothing else moves. */
  setCover(right: number, bottom: number): void {
    if (right === this.cover.right && bottom === this.cover.bottom) return;
    this.cover = { right, bottom };
    this.layout();
    this.showBar(this.selected);
  }

  /** setFull lays the chart over the whole screen, or gives the page back. */
  setFull(full: boolean): void {
    this.full = full;
    (this.host.closest("[data-full]") ?? this.host).classList.toggle("gantt-full", full);
    document.documentElement.classList.toggle("has-full", full);
    this.onChange();
  }

  /** inside counts the rows that a search finds only inside of words. */
  inside(): number {
    const words = wordsOf(this.filter.text);
    const r = this.chart.rows;
    if (words.length === 0) return 0;
    return this.outline.shown.reduce((n, row) => n + (fitOf(r.code[row], r.name[row], words) === Fit.Inside ? 1 : 0), 0);
  }

  private watchTheme(): void {
    const again = (): void => {
      this.theme = themeOf(this.host);
      this.redraw();
    };
    const { signal } = this.ended;
    const page = new MutationObserver(again);
    for (const el of [document.documentElement, document.body])
      page.observe(el, { attributes: true, attributeFilter: ["data-bs-theme", "class", "style"] });
    signal.addEventListener("abort", () => page.disconnect());
    document.addEventListener("fugong:theme", again, { signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again, { signal });
    void document.fonts?.ready.then(again);
    document.querySelectorAll("link[rel=stylesheet]").forEach((l) => l.addEventListener("load", again, { signal, once: true }));
  }

  /** redraw asks for one drawing in the next frame; only the chart when the table stays. */
  redraw(table = true): void {
    this.tableDirty ||= table;
    if (this.asked || !this.sized) return;
    this.asked = requestAnimationFrame(() => this.draw());
  }

  private lastTop = 0;

  private scrolled(): void {
    this.redraw(this.parts.scroll.scrollTop !== this.lastTop);
    this.onScroll();
  }

  private draw(): void {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
    // The scroll event of a script's scrolling comes after the drawing that already
    // shows it: the table must follow here, or it stays behind the bars.
    this.tableDirty ||= this.parts.scroll.scrollTop !== this.lastTop;
    this.lastTop = this.parts.scroll.scrollTop;
    const f = this.frame(performance.now());
    const chart = this.parts.chart.getContext("2d", { alpha: false });
    const table = this.parts.table.getContext("2d", { alpha: false });
    if (!chart || !table) return;
    chart.setTransform(this.dpr, 0, 0, this.dpr, 0, 0);
    drawChart(chart, f);
    if (this.tableDirty) {
      table.setTransform(this.dpr, 0, 0, this.dpr, 0, 0);
      drawTable(table, { ...f, width: this.tableWidth }, this.columns);
      this.tableDirty = false;
    }
    this.onDraw();
    if (f.flash.size) this.redraw();
  }

  /** frame is what is in view now. */
  frame(now = 0): Frame {
    const s = this.parts.scroll;
    const snap = (v: number): number => Math.round(v * this.dpr) / this.dpr;
    const scrollY = snap(s.scrollTop);
    const count = this.outline.shown.length;
    return {
      chart: this.chart,
      theme: this.theme,
      scale: this.scale,
      outline: this.outline,
      adjacent: this.adjacent,
      window: windowOf(count, ROW, scrollY, this.bodyHeight()),
      scrollX: snap(s.scrollLeft),
      scrollY,
      width: this.chartWidth(),
      height: this.height,
      lang: this.options.lang,
      text: this.options.text,
      fitter: this.fitter,
      words: wordsOf(this.filter.text),
      selected: this.selected,
      hover: this.hover,
      trace: this.trace,
      flash: this.flash(now),
      show: this.show,
    };
  }

  private flash(now: number): Map<number, number> {
    const strength = new Map<number, number>();
    for (const [row, end] of this.flashes) {
      if (end <= now) this.flashes.delete(row);
      else strength.set(row, Math.min(1, (end - now) / (FLASH_MS * 0.6)));
    }
    return strength;
  }

  /** zoomTo changes the zoom about a point of the chart's view, its middle by default. */
  zoomTo(perDay: number, at = this.chartWidth() / 2): void {
    const s = this.parts.scroll;
    this.fit = false;
    const left = zoomAbout(this.scale, perDay, s.scrollLeft, at, this.chartWidth());
    this.layout();
    s.scrollLeft = left;
    this.redraw(false);
    this.onChange();
  }

  /** zoomFit shows the whole plan. */
  zoomFit(): void {
    this.fit = true;
    this.setRange();
    this.layout();
    this.parts.scroll.scrollLeft = 0;
    this.redraw(false);
    this.onChange();
  }

  /** goTo scrolls a time to a third of the view, or as given. */
  goTo(t: number, share = 0.33): void {
    if (t === NONE) return;
    this.parts.scroll.scrollLeft = Math.max(0, xOf(this.scale, t) - this.chartWidth() * share);
    this.redraw(false);
  }

  /** showDate goes to a date, and down to the first open work of that day when
   *  none of the rows in view has a bar there. */
  showDate(t: number): void {
    this.goTo(t);
    const r = this.chart.rows;
    const s = this.scale;
    const from = timeAt(s, this.parts.scroll.scrollLeft);
    const to = timeAt(s, this.parts.scroll.scrollLeft + this.chartWidth());
    const leaf = (row: number): boolean => !r.hasChildren[row];
    const { first, last } = this.frame().window;
    const seen = this.outline.shown.subarray(first, last).some((row) => leaf(row) && r.finish[row] >= from && r.start[row] <= to);
    const open = this.outline.shown.findIndex((row) => leaf(row) && r.finish[row] >= t && r.start[row] <= to);
    if (!seen && open >= 0) this.parts.scroll.scrollTop = Math.max(0, open - 2) * ROW;
  }

  /** select makes a row the current one, brings it into view and tells the page. */
  select(row: number, quiet = false): void {
    if (row === this.selected && !quiet) return this.scrollToRow(row);
    this.selected = row;
    this.trace = row >= 0 ? traceOf(this.chart, this.adjacent, row) : noTrace;
    if (row >= 0) this.scrollToRow(row);
    this.redraw();
    this.onChange();
    if (quiet) return;
    const r = this.chart.rows;
    const detail = row < 0 ? { id: "", code: "", row } : { id: r.id[row], code: r.code[row], row };
    this.host.dispatchEvent(new CustomEvent("fugong:select", { bubbles: true, detail }));
  }

  private scrollToRow(row: number): void {
    const place = this.outline.place[row];
    const s = this.parts.scroll;
    if (place >= 0) s.scrollTop = scrollTo(place, ROW, s.scrollTop, this.bodyHeight() - 4 - this.cover.bottom);
  }

  /** showBar scrolls sideways until the bar of a row is in view. */
  showBar(row: number): void {
    if (row < 0) return;
    const r = this.chart.rows;
    const s = this.parts.scroll;
    const x1 = xOf(this.scale, r.start[row]) - s.scrollLeft;
    const x2 = xOf(this.scale, r.finish[row]) - s.scrollLeft;
    const open = this.chartWidth() - this.cover.right;
    if (x2 < 20 || x1 > open - 20) this.goTo(r.start[row], Math.min(0.2, open / 2 / this.chartWidth()));
    this.scrollToRow(row);
  }

  /** open goes to the page of a row, unless the page prevents it. */
  open(row: number): void {
    if (row < 0) return;
    const detail = { id: this.chart.rows.id[row], code: this.chart.rows.code[row], row };
    const go = this.host.dispatchEvent(new CustomEvent("fugong:open", { bubbles: true, cancelable: true, detail }));
    if (go && this.options.href) location.assign(this.options.href.replace("{id}", encodeURIComponent(detail.id)));
  }

  /** toggle opens or closes a summary. */
  toggle(row: number, open?: boolean): boolean {
    if (!this.outline.toggle(row, open)) return false;
    this.reshape();
    this.onChange();
    return true;
  }

  /** setFilter narrows the rows; the selected row stays selected while it is shown. */
  setFilter(change: Partial<Filter>): void {
    Object.assign(this.filter, change);
    this.reshape();
    if (this.selected >= 0) this.scrollToRow(this.selected);
    this.onChange();
  }

  /** setShow switches a layer. */
  setShow(change: Partial<Show>): void {
    Object.assign(this.show, change);
    this.redraw();
    this.onChange();
  }
}
