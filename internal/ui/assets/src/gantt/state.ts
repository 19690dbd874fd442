// What a link to the view keeps: zoom, place, selection, closed rows, filter and
// layers live in the address, without adding to the browser's history.

import { iso, parseISO, DAY, dayOf } from "./civil";
import { timeAt, xOf } from "./scale";
import { ROW, Show } from "./frame";
import type { Filter } from "./rows";
import { ColumnKey, NARROWEST, WIDEST, columnKeys, noWish } from "./table";
import type { Gantt } from "./view";

/** State is the part of a view that fits in an address. */
export interface State {
  zoom: number | "fit" | null;
  at: number | null; // day at the chart's left edge
  top: string; // code of the first row in view
  selected: string; // code
  depth: number | null; // outline open down to this level
  closed: string[]; // codes of closed summaries, when depth does not say it
  filter: Filter;
  trade: string; // name of Filter.trade
  show: Partial<Show>;
  columns: [ColumnKey, number][]; // shown ones with their widths; empty as usual
  full: boolean;
}

const names = ["zoom", "at", "top", "sel", "depth", "closed", "q", "only", "weeks", "trade", "show", "hide", "cols", "full"];
const MOST_CLOSED = 40;

/** readState takes the view out of a query. */
export function readState(query: string): State {
  const q = new URLSearchParams(query);
  const zoom = q.get("zoom");
  const depth = Number(q.get("depth") || NaN);
  const only = q.get("only");
  const weeks = Number(q.get("weeks"));
  const show: Partial<Show> = {};
  for (const k of split(q.get("show"))) show[k as keyof Show] = true;
  for (const k of split(q.get("hide"))) show[k as keyof Show] = false;
  return {
    zoom: zoom === "fit" ? "fit" : Number(zoom) > 0 ? Number(zoom) : null,
    at: parseISO(q.get("at") ?? ""),
    top: q.get("top") ?? "",
    selected: q.get("sel") ?? "",
    depth: depth >= 0 ? depth : null,
    closed: q.getAll("closed"),
    filter: {
      text: q.get("q") ?? "",
      only: only === "critical" || only === "late" ? only : "",
      weeks: weeks === 3 || weeks === 6 ? weeks : 0,
      trade: -1,
    },
    trade: q.get("trade") ?? "",
    show,
    columns: readColumns(q.get("cols")),
    full: q.get("full") === "1",
  };
}

/** readColumns reads "code:80,name:236,finish:100"; what makes no sense is left out. */
function readColumns(text: string | null): [ColumnKey, number][] {
  return (text ?? "").split(",").flatMap((part): [ColumnKey, number][] => {
    const [key, width] = part.split(":");
    const w = Number(width);
    return columnKeys.includes(key as ColumnKey) && w >= NARROWEST && w <= WIDEST ? [[key as ColumnKey, Math.round(w)]] : [];
  });
}

const split = (s: string | null): string[] => (s ? s.split(",") : []).filter((k) => ["baseline", "links", "front", "names"].includes(k));

/** writeState puts the view into a query and leaves the page's own keys alone. */
export function writeState(query: string, s: State): string {
  const q = new URLSearchParams(query);
  names.forEach((n) => q.delete(n));
  const put = (key: string, value: string): void => {
    if (value) q.set(key, value);
  };
  put("zoom", s.zoom === null ? "" : s.zoom === "fit" ? "fit" : String(Number(s.zoom.toPrecision(3))));
  put("at", s.at === null ? "" : iso(s.at));
  put("top", s.top);
  put("sel", s.selected);
  put("depth", s.depth === null ? "" : String(s.depth));
  if (s.depth === null) s.closed.slice(0, MOST_CLOSED).forEach((c) => q.append("closed", c));
  put("q", s.filter.text);
  put("only", s.filter.only);
  put("weeks", s.filter.weeks ? String(s.filter.weeks) : "");
  put("trade", s.trade);
  const keys = Object.keys(s.show) as (keyof Show)[];
  put("show", keys.filter((k) => s.show[k]).join(","));
  put("hide", keys.filter((k) => s.show[k] === false).join(","));
  put("cols", s.columns.map(([k, w]) => `${k}:${w}`).join(","));
  put("full", s.full ? "1" : "");
  return q.toString();
}

/** depthOf is the level that the closed rows amount to, null when they are not one level. */
export function depthOf(level: Uint8Array, hasChildren: Uint8Array, closed: ReadonlySet<number>): number | null {
  if (closed.size === 0) return null;
  let depth = Infinity;
  for (const i of closed) depth = Math.min(depth, level[i]);
  for (let i = 0; i < level.length; i++) if (hasChildren[i] && level[i] >= depth !== closed.has(i)) return null;
  return depth;
}

/** restore brings the view to a state. usual is what the layers are without a wish. */
export function restore(g: Gantt, s: State): void {
  const r = g.chart.rows;
  const rowOf = (code: string): number => (code ? r.code.indexOf(code) : -1);
  if (s.depth !== null) g.outline.openTo(s.depth);
  s.closed.map(rowOf).forEach((i) => i >= 0 && g.outline.toggle(i, false));
  Object.assign(g.show, s.show);
  Object.assign(g.filter, s.filter, { trade: s.trade ? g.chart.trades.indexOf(s.trade) : -1 });
  restoreColumns(g, s.columns);
  if (s.full) g.setFull(true);
  g.reshape();
  if (s.zoom === "fit") g.zoomFit();
  else if (s.zoom !== null) g.zoomTo(s.zoom);
  if (s.at !== null) g.parts.scroll.scrollLeft = xOf(g.scale, s.at * DAY);
  const top = rowOf(s.top);
  if (top >= 0 && g.outline.place[top] > 0) g.parts.scroll.scrollTop = g.outline.place[top] * ROW;
  const selected = rowOf(s.selected);
  if (selected >= 0) g.select(selected);
}

function restoreColumns(g: Gantt, columns: [ColumnKey, number][]): void {
  if (!columns.some(([k]) => k === "name") || g.phone()) return;
  const shown = new Map(columns);
  const width = Object.fromEntries(columns.filter(([k]) => k !== "name"));
  g.wish = { hidden: new Set(columnKeys.filter((k) => !shown.has(k))), width };
  g.setTable(columns.reduce((sum, [, w]) => sum + w, 0));
}

/** columnsOf are the columns as a person made them; none when they are as usual. */
function columnsOf(g: Gantt): [ColumnKey, number][] {
  if (g.wish === noWish || g.phone()) return [];
  return g.columns.map((c): [ColumnKey, number] => [c.key, Math.min(WIDEST, c.width)]);
}

/** stateOf is the view as it is now. */
export function stateOf(g: Gantt, usual: Show): State {
  const r = g.chart.rows;
  const f = g.frame();
  const depth = depthOf(r.level, r.hasChildren, g.outline.closed);
  const show: Partial<Show> = {};
  for (const k of Object.keys(usual) as (keyof Show)[]) if (usual[k] !== g.show[k]) show[k] = g.show[k];
  return {
    zoom: g.fit ? "fit" : g.scale.perDay,
    at: g.fit ? null : dayOf(Math.ceil(timeAt(g.scale, f.scrollX) / DAY) * DAY),
    top: f.window.first > 0 ? r.code[g.outline.shown[Math.min(f.outline.shown.length - 1, Math.ceil(f.scrollY / ROW))]] : "",
    selected: g.selected >= 0 ? r.code[g.selected] : "",
    depth,
    closed: depth === null ? [...g.outline.closed].map((i) => r.code[i]) : [],
    filter: g.filter,
    trade: g.filter.trade >= 0 ? g.chart.trades[g.filter.trade] : "",
    show,
    columns: columnsOf(g),
    full: g.full,
  };
}

/** keepState writes the view into the address after it has come to rest, once
 *  the person has touched the chart. */
export function keepState(g: Gantt, usual: Show): () => void {
  let timer = 0;
  let touched = false;
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    g.host.addEventListener(kind, () => (touched = true), { once: true, passive: true, capture: true });
  }
  return () => {
    clearTimeout(timer);
    if (!touched) return;
    timer = window.setTimeout(() => {
      const query = writeState(location.search, stateOf(g, usual));
      history.replaceState(history.state, "", (query ? "?" + query : location.pathname) + location.hash);
    }, 300);
  };
}
