// The toolbar and the line under the chart: search, filters, zoom, jumps, layers, legend.

import { el } from "./dom";
import type { Gantt } from "./view";
import { Filter } from "./rows";
import { ZOOM } from "./scale";
import type { Show } from "./frame";
import { NARROWEST, WIDEST, columnKeys, noWish } from "./table";
import { Chart, Flag, Kind, NONE } from "./types";

/** buildToolbar fills the toolbar; the function it returns brings it up to date. */
export function buildToolbar(g: Gantt, print: () => void): () => void {
  const refresh: (() => void)[] = [];
  g.parts.bar.append(
    search(g, refresh),
    filters(g, refresh),
    lookAhead(g, refresh),
    ...trades(g, refresh),
    el("span", "gantt-gap"),
    levels(g),
    zooms(g, refresh),
    jumps(g, refresh),
    layers(g, refresh),
    fullScreen(g, refresh),
    button(g.options.text("print"), g.options.text("print_title"), print),
  );
  const foot = buildFoot(g);
  return () => {
    refresh.forEach((r) => r());
    foot();
  };
}

function button(label: string, title: string, act: () => void): HTMLButtonElement {
  const b = el("button", "", { type: "button", title }, label);
  if (label !== title && label.length < 2) b.setAttribute("aria-label", title);
  b.addEventListener("click", act);
  return b;
}

function group(label: string, ...children: HTMLElement[]): HTMLElement {
  return el("div", "gantt-group", { role: "group", "aria-label": label }, ...children);
}

function pressed(b: HTMLElement, on: boolean): void {
  b.setAttribute("aria-pressed", String(on));
}

function search(g: Gantt, refresh: (() => void)[]): HTMLElement {
  const t = g.options.text;
  const input = el("input", "gantt-search", {
    type: "search",
    placeholder: t("search"),
    "aria-label": t("search"),
    title: t("search_title"),
    autocomplete: "off",
  });
  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => g.setFilter({ text: input.value.trim() }), 120);
  });
  refresh.push(() => {
    if (document.activeElement !== input) input.value = g.filter.text;
  });
  return input;
}

function filters(g: Gantt, refresh: (() => void)[]): HTMLElement {
  const t = g.options.text;
  const all: Filter["only"][] = ["", "critical", "late"];
  const buttons = all.map((only) => {
    const key = only || "all";
    const b = button(t(key), t(`${key}_title`), () => g.setFilter({ only }));
    refresh.push(() => pressed(b, g.filter.only === only));
    return b;
  });
  return group(t("filter"), ...buttons);
}

function lookAhead(g: Gantt, refresh: (() => void)[]): HTMLElement {
  const t = g.options.text;
  const buttons = [3, 6].map((weeks) => {
    const b = button(t("weeks", { n: weeks }), t("weeks_title", { n: weeks }), () =>
      g.setFilter({ weeks: g.filter.weeks === weeks ? 0 : weeks }),
    );
    refresh.push(() => pressed(b, g.filter.weeks === weeks));
    return b;
  });
  return group(t("look_ahead"), ...buttons);
}

function trades(g: Gantt, refresh: (() => void)[]): HTMLElement[] {
  if (g.chart.trades.length === 0) return [];
  const t = g.options.text;
  const select = el("select", "", { "aria-label": t("trade") }, el("option", "", { value: "-1" }, t("trade_all")));
  g.chart.trades.forEach((name, i) => select.append(el("option", "", { value: String(i) }, name)));
  select.addEventListener("change", () => g.setFilter({ trade: Number(select.value) }));
  refresh.push(() => (select.value = String(g.filter.trade)));
  return [select];
}

function levels(g: Gantt): HTMLElement {
  const t = g.options.text;
  const deepest = g.chart.rows.level.reduce((a, b) => Math.max(a, b), 0);
  const select = el("select", "", { "aria-label": t("level"), title: t("level") }, el("option", "", { value: "" }, t("level")));
  for (let n = 1; n <= Math.min(deepest, 8); n++) select.append(el("option", "", { value: String(n) }, t("level_n", { n })));
  select.append(el("option", "", { value: "99" }, t("level_all")));
  select.addEventListener("change", () => {
    g.outline.openTo(Number(select.value) - 1);
    g.reshape();
    g.onChange();
    select.value = "";
  });
  return select;
}

function zooms(g: Gantt, refresh: (() => void)[]): HTMLElement {
  const t = g.options.text;
  const named = (Object.keys(ZOOM) as (keyof typeof ZOOM)[]).map((k) => {
    const b = button(t(`zoom_${k}`), t(`zoom_${k}_title`), () => g.zoomTo(ZOOM[k]));
    refresh.push(() => pressed(b, !g.fit && Math.abs(g.scale.perDay / ZOOM[k] - 1) < 0.02));
    return b;
  });
  const fit = button(t("zoom_fit"), t("zoom_fit_title"), () => g.zoomFit());
  refresh.push(() => pressed(fit, g.fit));
  const out = button("−", t("zoom_out"), () => g.zoomTo(g.scale.perDay / 1.4));
  const into = button("+", t("zoom_in"), () => g.zoomTo(g.scale.perDay * 1.4));
  return group(t("zoom"), out, ...named, fit, into);
}

function jumps(g: Gantt, refresh: (() => void)[]): HTMLElement {
  const t = g.options.text;
  const today = button(t("today"), t("today_title"), () => g.showDate(g.chart.today));
  const data = button(t("data_date"), t("data_date_title"), () => g.showDate(g.chart.dataDate));
  const selected = button(t("selected"), t("selected_title"), () => g.showBar(g.selected));
  refresh.push(() => {
    today.disabled = g.chart.today === NONE;
    data.disabled = g.chart.dataDate === NONE;
    selected.disabled = g.selected < 0;
  });
  return group(t("jump"), today, data, selected);
}

function fullScreen(g: Gantt, refresh: (() => void)[]): HTMLElement {
  const t = g.options.text;
  const b = button("", t("full_title"), () => g.setFull(!g.full));
  b.append(el("i", "gantt-screen"));
  refresh.push(() => pressed(b, g.full));
  return b;
}

/** columns lets a person choose the table's columns and say how wide they are. */
function columns(g: Gantt, refresh: (() => void)[]): HTMLElement {
  const t = g.options.text;
  const list = el("fieldset", "gantt-columns", {}, el("legend", "", {}, t("columns")));
  for (const key of columnKeys) {
    const box = el("input", "", { type: "checkbox" });
    const width = el("input", "", {
      type: "number",
      min: String(NARROWEST),
      max: String(WIDEST),
      step: "4",
      "aria-label": t("column_width", { name: t(key) }),
    });
    box.disabled = key === "name";
    box.addEventListener("change", () => {
      const hidden = new Set(g.wish.hidden);
      if (box.checked) hidden.delete(key);
      else hidden.add(key);
      g.setWish({ ...g.wish, hidden });
    });
    width.addEventListener("change", () => g.setColumn(key, Number(width.value)));
    refresh.push(() => {
      const shown = g.columns.find((c) => c.key === key);
      box.checked = !g.wish.hidden.has(key);
      width.disabled = !shown;
      width.value = shown ? String(Math.round(shown.width)) : "";
    });
    list.append(el("div", "", {}, el("label", "", {}, box, t(key)), width));
  }
  const usual = button(t("columns_usual"), t("columns_usual"), () => g.setWish(noWish));
  list.append(usual);
  return list;
}

function layers(g: Gantt, refresh: (() => void)[]): HTMLElement {
  const t = g.options.text;
  const panel = el("div", "gantt-menu");
  for (const key of ["baseline", "links", "front", "names"] as (keyof Show)[]) {
    const box = el("input", "", { type: "checkbox" });
    box.addEventListener("change", () => g.setShow({ [key]: box.checked }));
    refresh.push(() => (box.checked = g.show[key]));
    panel.append(el("label", "", {}, box, t(`show_${key}`)));
  }
  panel.append(el("hr"), columns(g, refresh), el("hr"), el("p", "", {}, t("keys")));
  const menu = el("details", "gantt-layers", {}, el("summary", "", {}, t("show")), panel);
  const outside = (e: Event): void => {
    if (!menu.contains(e.target as Node)) menu.open = false;
  };
  document.addEventListener("pointerdown", outside, { signal: g.ended.signal });
  menu.addEventListener("keydown", (e) => {
    if (e.key === "Escape") menu.open = false;
  });
  return menu;
}

function buildFoot(g: Gantt): () => void {
  const t = g.options.text;
  const counts = el("span", "gantt-counts", { role: "status" });
  const legend = el("span", "gantt-legend");
  for (const key of ["done", "remaining", "critical", "baseline", "float"]) {
    legend.append(el("span", "", {}, el("i", `gantt-key gantt-key-${key}`), t(`legend_${key}`)));
  }
  g.parts.foot.append(counts, legend);
  const number = (n: number): string => n.toLocaleString(g.options.lang === "zh" ? "zh-CN" : "en");
  let counted = totals(g.chart);
  return () => {
    if (counted.chart !== g.chart) counted = totals(g.chart);
    const shown = g.outline.matches === g.chart.rows.count ? "" : t("matches", { n: number(g.outline.matches) }) + " · ";
    const inside = g.inside();
    const text =
      shown +
      (inside ? t("matches_inside", { n: number(inside) }) + " · " : "") +
      t("counts", { total: number(counted.total), critical: number(counted.critical), late: number(counted.late) });
    if (counts.textContent !== text) counts.textContent = text;
  };
}

/** totals counts the activities of a chart, without summaries. */
function totals(chart: Chart): { chart: Chart; total: number; critical: number; late: number } {
  const sum = { chart, total: 0, critical: 0, late: 0 };
  const { kind, flags, count } = chart.rows;
  for (let i = 0; i < count; i++) {
    if (kind[i] === Kind.Summary) continue;
    sum.total++;
    if (flags[i] & Flag.Critical) sum.critical++;
    if (flags[i] & Flag.Late) sum.late++;
  }
  return sum;
}
