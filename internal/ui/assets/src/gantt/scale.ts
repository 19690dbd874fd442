// The time scale: minutes to pixels of the whole chart and back.

import { DAY } from "./civil";

/** Scale maps time to x. from and to bound the chart; perDay is pixels per day. */
export interface Scale {
  from: number;
  to: number;
  perDay: number;
}

/** Named zooms, in pixels per day. */
export const ZOOM = { day: 36, week: 12, month: 2.6 } as const;
export const MAX_PER_DAY = 1200;
export const MIN_PER_DAY = 0.05;

/** xOf is where a time lies, in pixels from the chart's left edge. */
export function xOf(s: Scale, t: number): number {
  return ((t - s.from) * s.perDay) / DAY;
}

/** timeAt is the time under x, not rounded. */
export function timeAt(s: Scale, x: number): number {
  return s.from + (x * DAY) / s.perDay;
}

/** widthOf is the width of the whole chart in pixels. */
export function widthOf(s: Scale): number {
  return xOf(s, s.to);
}

/** clampZoom keeps a zoom drawable and at least as wide as the view. */
export function clampZoom(s: Scale, perDay: number, view: number): number {
  return Math.min(MAX_PER_DAY, Math.max(fitZoom(s.from, s.to, view), MIN_PER_DAY, perDay));
}

/** fitZoom shows from–to in view pixels. */
export function fitZoom(from: number, to: number, view: number): number {
  return (view * DAY) / Math.max(DAY, to - from);
}

/** zoomAbout changes the zoom and returns the scroll that keeps the time under
 *  `at` (pixels from the view's left edge) where it is. */
export function zoomAbout(s: Scale, perDay: number, scroll: number, at: number, view: number): number {
  const t = timeAt(s, scroll + at);
  s.perDay = clampZoom(s, perDay, view);
  return Math.max(0, Math.min(widthOf(s) - view, xOf(s, t) - at));
}
