// Mounts the chart on elements with data-gantt: those in the page when the
// script arrives, and any other through mount(), as the page's islands do.
//
//   data-src    address of the chart's JSON
//   data-lang   "zh" or "en"
//   data-href   page of an activity, with {id}
//   data-title  name of the plan, for print and screen readers
//   <script type="application/json">  translated strings, keys without "ui.gantt."
//
// The element sends fugong:ready, fugong:select {id, code, row} and fugong:open
// (may be prevented). It listens to fugong:update: with detail it takes that as
// the new data, without it fetches data-src again; and to fugong:cover {right,
// bottom}: so many pixels of its view the page covers.

import { mirror } from "./a11y";
import { Wire } from "./decode";
import { el } from "./dom";
import { listenKeys } from "./keys";
import { listenPointer } from "./pointer";
import { askPrint, listenPrintKeys } from "./paper";
import { listenPrint } from "./print";
import { ZOOM } from "./scale";
import { keepState, readState, restore } from "./state";
import { buildToolbar } from "./toolbar";
import { NONE, Text } from "./types";
import { Gantt } from "./view";

export { Gantt } from "./view";

const mounted = new WeakMap<Element, Gantt>();
const started = new WeakSet<Element>();

/** mount draws the chart of an element, once; the function it returns ends it. */
export function mount(host: HTMLElement): () => void {
  if (!started.has(host)) {
    started.add(host);
    void load(host, textOf(host));
  }
  return () => {
    mounted.get(host)?.ended.abort();
    mounted.delete(host);
    started.delete(host);
  };
}

/** chartOf is the chart mounted on an element. */
export function chartOf(host: Element): Gantt | undefined {
  return mounted.get(host);
}

async function load(host: HTMLElement, text: Text): Promise<void> {
  try {
    const wire = await fetchWire(host);
    if (!started.has(host)) return; // gone while it loaded
    mounted.set(host, build(host, wire, text));
    host.dispatchEvent(new CustomEvent("fugong:ready", { bubbles: true }));
  } catch (cause) {
    console.error(cause);
    host.replaceChildren(failure(host, text));
  }
}

async function fetchWire(host: HTMLElement): Promise<Wire> {
  const answer = await fetch(host.dataset.src ?? "", { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`gantt: ${answer.status}`);
  return (await answer.json()) as Wire;
}

function failure(host: HTMLElement, text: Text): HTMLElement {
  const again = el("button", "", { type: "button" }, text("retry"));
  again.addEventListener("click", () => void load(host, text));
  return el("div", "gantt-failed", { role: "alert" }, el("p", "", {}, text("failed")), again);
}

/** build puts a chart into an element and restores the view that the address names. */
export function build(host: HTMLElement, wire: Wire, text: Text): Gantt {
  const lang = host.dataset.lang === "zh" ? "zh" : "en";
  const g = new Gantt(host, wire, { lang, text, href: host.dataset.href ?? "", title: host.dataset.title ?? "" });
  const usual = { ...g.show };
  const tools = buildToolbar(g, () => askPrint(g));
  listenKeys(g);
  listenPointer(g);
  listenPrint(g);
  listenPrintKeys(g);
  startView(g);
  restore(g, readState(location.search));
  const keep = keepState(g, usual);
  g.onChange = () => {
    tools();
    keep();
  };
  g.onScroll = keep;
  g.onDraw = mirror(g);
  tools();
  g.redraw();
  const update = (e: Event): void => {
    const detail = (e as CustomEvent).detail as Wire | null;
    if (detail) take(g, detail, tools);
    else void fetchWire(host).then((w) => take(g, w, tools), console.error);
  };
  host.addEventListener("fugong:update", update, { signal: g.ended.signal });
  host.addEventListener(
    "fugong:cover",
    (e) => {
      const { right, bottom } = (e as CustomEvent<{ right: number; bottom: number }>).detail;
      g.setCover(right, bottom);
    },
    { signal: g.ended.signal },
  );
  performance.mark("gantt-painted");
  host.dataset.ready = "true";
  return g;
}

function take(g: Gantt, wire: Wire, tools: () => void): void {
  g.update(wire);
  tools();
}

/** The least zoom that a first look uses, in pixels per day. */
const FIRST_LOOK = 1.5;
const PHONE_LOOK = 7;

/** startView shows the whole plan, or where the work is now when that would be too small. */
function startView(g: Gantt): void {
  const { chart } = g;
  const now = chart.dataDate !== NONE ? chart.dataDate : chart.today;
  const days = (chart.to - chart.from) / 1440;
  if (days * FIRST_LOOK < g.chartWidth()) return g.zoomFit();
  g.zoomTo(g.phone() ? PHONE_LOOK : ZOOM.month);
  g.showDate(now >= chart.from && now <= chart.to ? now : chart.from);
}

/** textOf reads the strings in the host; a missing one shows its key. */
function textOf(host: HTMLElement): Text {
  const script = host.querySelector('script[type="application/json"]');
  const messages = JSON.parse(script?.textContent || "{}") as Record<string, string>;
  return (key, args = {}) => (messages[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));
}

if (typeof document !== "undefined") document.querySelectorAll<HTMLElement>("[data-gantt]").forEach((host) => mount(host));
