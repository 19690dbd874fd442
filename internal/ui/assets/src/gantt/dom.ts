// The elements of the chart.

import type { Options } from "./view";

export interface Parts {
  bar: HTMLElement; // toolbar
  scroll: HTMLElement; // the one scroller
  space: HTMLElement; // as large as the whole chart
  stage: HTMLElement; // stays in view; holds the canvases
  table: HTMLCanvasElement;
  chart: HTMLCanvasElement;
  split: HTMLElement;
  mirror: HTMLElement; // tree grid for screen readers; has the focus
  card: HTMLElement;
  foot: HTMLElement;
  empty: HTMLElement;
}

/** el makes an element with a class and attributes. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  cls = "",
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  if (cls) e.className = cls;
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.append(...children);
  return e;
}

/** buildParts puts the chart's elements into an emptied host. */
export function buildParts(host: HTMLElement, o: Options): Parts {
  host.classList.add("gantt");
  host.setAttribute("lang", o.lang === "zh" ? "zh-CN" : "en");
  const table = el("canvas", "gantt-table", { "aria-hidden": "true" });
  const chart = el("canvas", "gantt-chart", { "aria-hidden": "true" });
  const split = el("div", "gantt-split", {
    role: "separator",
    tabindex: "0",
    "aria-orientation": "vertical",
    "aria-label": o.text("splitter"),
    "aria-valuemin": "90",
  });
  const mirror = el("div", "gantt-mirror", {
    role: "treegrid",
    tabindex: "0",
    "aria-label": o.title || o.text("label"),
    "aria-readonly": "true",
  });
  const empty = el("div", "gantt-empty", {}, o.text("empty"));
  const stage = el("div", "gantt-stage", {}, table, chart, mirror, split, empty);
  const space = el("div", "gantt-space", {}, stage);
  const scroll = el("div", "gantt-scroll", { tabindex: "-1" }, space);
  const card = el("div", "gantt-card", { "aria-hidden": "true" });
  card.hidden = true;
  const bar = el("div", "gantt-bar", { role: "toolbar", "aria-label": o.text("toolbar") });
  const foot = el("div", "gantt-foot");
  host.replaceChildren(bar, el("div", "gantt-body", {}, scroll), foot, card);
  return { bar, scroll, space, stage, table, chart, split, mirror, card, foot, empty };
}
