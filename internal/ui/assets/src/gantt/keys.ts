// The keyboard: the tree grid's own keys and the chart's.

import { HEAD, ROW } from "./frame";
import { Fit, fitOf, wordsOf } from "./rows";
import type { Gantt } from "./view";

type Act = (g: Gantt) => void;

const move =
  (by: number): Act =>
  (g) => {
    const count = g.outline.shown.length;
    if (count === 0) return;
    const now = g.selected >= 0 ? g.outline.place[g.selected] : -1;
    const first = Math.ceil(g.parts.scroll.scrollTop / ROW);
    const to = now < 0 ? first : now + by;
    g.select(g.outline.shown[Math.max(0, Math.min(count - 1, to))]);
  };

const page =
  (sign: number): Act =>
  (g) =>
    move(sign * Math.max(1, Math.floor((g.bodyHeight() - 4) / ROW) - 1))(g);

const pan =
  (sign: number): Act =>
  (g) => {
    g.parts.scroll.scrollLeft += (sign * g.chartWidth()) / 4;
  };

/** closeOrUp closes an open summary, else goes to the summary above. */
function closeOrUp(g: Gantt): void {
  if (g.selected < 0 || g.toggle(g.selected, false)) return;
  const up = g.chart.rows.parent[g.selected];
  if (up >= 0) g.select(up);
}

/** openOrDown opens a closed summary, else goes to its first row. */
function openOrDown(g: Gantt): void {
  if (g.selected < 0 || g.toggle(g.selected, true)) return;
  if (g.chart.rows.hasChildren[g.selected]) move(1)(g);
}

const keys: Record<string, Act> = {
  ArrowDown: move(1),
  ArrowUp: move(-1),
  PageDown: page(1),
  PageUp: page(-1),
  Home: move(-Infinity),
  End: move(Infinity),
  ArrowLeft: closeOrUp,
  ArrowRight: openOrDown,
  "Shift+ArrowLeft": pan(-1),
  "Shift+ArrowRight": pan(1),
  Enter: (g) => g.open(g.selected),
  " ": (g) => g.toggle(g.selected),
  Escape: (g) => (g.full && g.selected < 0 ? g.setFull(false) : g.select(-1)),
  "+": (g) => g.zoomTo(g.scale.perDay * 1.4),
  "=": (g) => g.zoomTo(g.scale.perDay * 1.4),
  "-": (g) => g.zoomTo(g.scale.perDay / 1.4),
  "0": (g) => g.zoomFit(),
  t: (g) => g.showDate(g.chart.today),
  d: (g) => g.showDate(g.chart.dataDate),
  s: (g) => g.showBar(g.selected),
  f: (g) => g.setFull(!g.full),
};

/** listenKeys binds the keys to the grid, "/" to the whole chart, arrows to the splitter. */
export function listenKeys(g: Gantt): void {
  g.parts.mirror.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const name = e.shiftKey && e.key.startsWith("Arrow") ? `Shift+${e.key}` : e.key;
    const act = keys[name];
    if (!act) return;
    e.preventDefault();
    act(g);
  });
  g.host.addEventListener("keydown", (e) => {
    const field = g.parts.bar.querySelector<HTMLInputElement>(".gantt-search");
    if (!field) return;
    if (e.key === "/" && !(e.target instanceof HTMLInputElement)) {
      e.preventDefault();
      field.focus();
      field.select();
    }
    if (e.target === field && (e.key === "Enter" || e.key === "ArrowDown" || e.key === "Escape")) leaveSearch(g, field, e);
  });
  g.parts.split.addEventListener("keydown", (e) => {
    const by = e.key === "ArrowLeft" ? -20 : e.key === "ArrowRight" ? 20 : 0;
    if (by) g.setTable(g.tableWidth + by);
  });
}

/** leaveSearch goes from the search field to the first match; Escape clears it. */
function leaveSearch(g: Gantt, field: HTMLInputElement, e: KeyboardEvent): void {
  e.preventDefault();
  if (e.key === "Escape") field.value = "";
  g.setFilter({ text: field.value.trim() });
  g.parts.mirror.focus();
  if (e.key === "Escape" || !g.filter.text) return;
  const words = wordsOf(g.filter.text);
  const r = g.chart.rows;
  const fits = (least: Fit): number | undefined => g.outline.shown.find((i) => fitOf(r.code[i], r.name[i], words) >= least);
  const hit = fits(Fit.Whole) ?? fits(Fit.Inside);
  if (hit === undefined) return;
  g.select(hit);
  g.showBar(hit);
}

/** placeAt is the position under y of the stage, -1 over the head or past the end. */
export function placeAt(g: Gantt, y: number): number {
  if (y < HEAD) return -1;
  const p = Math.floor((y - HEAD + g.parts.scroll.scrollTop) / ROW);
  return p < g.outline.shown.length ? p : -1;
}
