// Frame is everything that one drawing of the view depends on.

import type { Lang } from "./civil";
import type { Adjacent, Trace } from "./links";
import type { Fitter } from "./pen";
import type { Outline, Window } from "./rows";
import { Scale, xOf } from "./scale";
import type { Theme } from "./theme";
import { Chart, Flag, NONE, Text } from "./types";

/** What the person can switch on and off. */
export interface Show {
  baseline: boolean;
  links: boolean;
  front: boolean;
  names: boolean;
}

export interface Frame {
  chart: Chart;
  theme: Theme;
  scale: Scale;
  outline: Outline;
  adjacent: Adjacent;
  window: Window;
  scrollX: number;
  scrollY: number;
  width: number; // of the chart, without the table
  height: number; // with the head
  lang: Lang;
  text: Text;
  fitter: Fitter;
  words: string[]; // of the search, to be marked
  selected: number; // row, -1 for none
  hover: number;
  trace: Trace;
  flash: Map<number, number>; // row → strength 0–1
  show: Show;
}

export const ROW = 24;
export const TIER = 22;
export const HEAD = 2 * TIER;

/** x is where a time lies in the view. */
export function viewX(f: Frame, t: number): number {
  return xOf(f.scale, t) - f.scrollX;
}

/** y is the top of a position in the view. */
export function viewY(f: Frame, place: number): number {
  return HEAD + place * ROW - f.scrollY;
}

/** doneTo is the time up to which a row's work is done; its start when nothing is. */
export function doneTo(c: Chart, row: number): number {
  const r = c.rows;
  if (r.flags[row] & Flag.Finished) return r.finish[row];
  if (r.done[row] !== NONE) return Math.min(r.finish[row], Math.max(r.start[row], r.done[row]));
  return r.start[row] + Math.round(((r.finish[row] - r.start[row]) * r.percent[row]) / 100);
}

/** days writes working minutes as days with a real minus and a decimal below a hundred. */
export function days(f: Pick<Frame, "chart" | "text">, minutes: number): string {
  const exact = minutes / f.chart.minutesPerDay;
  const n = Math.abs(exact) < 100 ? Math.round(exact * 10) / 10 : Math.round(exact);
  return f.text("days", { n: n < 0 ? `−${-n}` : n });
}
