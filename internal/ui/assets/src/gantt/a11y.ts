// The mirror: a tree grid in the page, unseen, with the rows in view. Screen
// readers read it; it holds the keyboard focus for everyone.

import { remarks } from "./card";
import { el } from "./dom";
import { HEAD, ROW } from "./frame";
import { ColumnKey, cell } from "./table";
import type { Gantt } from "./view";

const keys: ColumnKey[] = ["name", "code", "start", "finish", "duration", "float"];
const SETTLE = 120;

/** mirror keeps the tree grid in step with the view, once it has come to rest. */
export function mirror(g: Gantt): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => fill(g), SETTLE);
  };
}

function fill(g: Gantt): void {
  const m = g.parts.mirror;
  const f = g.frame();
  const places: number[] = [];
  for (let p = f.window.first; p < f.window.last; p++) places.push(p);
  const current = g.selected >= 0 ? g.outline.place[g.selected] : -1;
  if (current >= 0 && (current < f.window.first || current >= f.window.last)) places.push(current);
  m.setAttribute("aria-rowcount", String(g.outline.shown.length + 1));
  m.setAttribute("aria-colcount", String(keys.length + 2));
  m.replaceChildren(header(g), ...places.map((p) => line(g, p, f.scrollY)));
  if (current >= 0) m.setAttribute("aria-activedescendant", rowId(g, current));
  else m.removeAttribute("aria-activedescendant");
}

function rowId(g: Gantt, place: number): string {
  return `${g.host.id || "gantt"}-row-${g.outline.shown[place]}`;
}

function header(g: Gantt): HTMLElement {
  const row = el("div", "", { role: "row", "aria-rowindex": "1" });
  for (const k of [...keys, "percent", "state"]) row.append(el("span", "", { role: "columnheader" }, g.options.text(k)));
  return row;
}

function line(g: Gantt, place: number, scrollY: number): HTMLElement {
  const i = g.outline.shown[place];
  const r = g.chart.rows;
  const row = el("div", "", {
    id: rowId(g, place),
    role: "row",
    "aria-rowindex": String(place + 2),
    "aria-level": String(r.level[i] + 1),
    "aria-selected": String(i === g.selected),
  });
  if (r.hasChildren[i]) row.setAttribute("aria-expanded", String(!g.outline.closed.has(i)));
  row.style.top = `${HEAD + place * ROW - scrollY}px`;
  const f = { chart: g.chart, lang: g.options.lang, text: g.options.text };
  for (const k of keys) row.append(el("span", "", { role: k === "name" ? "rowheader" : "gridcell" }, cell(f, i, k)));
  row.append(el("span", "", { role: "gridcell" }, `${r.percent[i]} %`));
  row.append(el("span", "", { role: "gridcell" }, remarks(g, i).join(", ")));
  return row;
}
