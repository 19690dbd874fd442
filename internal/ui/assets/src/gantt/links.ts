// Links: who follows whom, how an arrow runs, and the chains through a row.

import { Chart, LinkKind, Links } from "./types";

/** Adjacent lists, per row, the links that leave it and the links that reach it. */
export class Adjacent {
  private outStart: Int32Array;
  private outList: Int32Array;
  private inStart: Int32Array;
  private inList: Int32Array;

  constructor(links: Links, rows: number) {
    [this.outStart, this.outList] = group(links.pred, rows);
    [this.inStart, this.inList] = group(links.succ, rows);
  }

  /** outgoing are the links whose predecessor is row. */
  outgoing(row: number): Int32Array {
    return this.outList.subarray(this.outStart[row], this.outStart[row + 1]);
  }

  /** incoming are the links whose successor is row. */
  incoming(row: number): Int32Array {
    return this.inList.subarray(this.inStart[row], this.inStart[row + 1]);
  }
}

/** group sorts indices by key into one list with the start of each key. */
function group(keys: Int32Array, n: number): [Int32Array, Int32Array] {
  const start = new Int32Array(n + 1);
  for (const k of keys) start[k + 1]++;
  for (let i = 0; i < n; i++) start[i + 1] += start[i];
  const at = start.slice();
  const list = new Int32Array(keys.length);
  keys.forEach((k, i) => (list[at[k]++] = i));
  return [start, list];
}

/** Trace is the chain through a selected row: rows and links before and after it. */
export interface Trace {
  rows: Map<number, "before" | "after">;
  links: Map<number, "before" | "after">;
}

export const noTrace: Trace = { rows: new Map(), links: new Map() };

/** traceOf follows driving links from row both ways to the ends, and shows its
 *  other links one step far. Without any driving link in the data it follows all. */
export function traceOf(c: Chart, adjacent: Adjacent, row: number): Trace {
  const trace: Trace = { rows: new Map(), links: new Map() };
  const every = c.links.driving.indexOf(1) < 0;
  walk(trace, "before", row, (r) => adjacent.incoming(r), c.links.pred, c.links.driving, every);
  walk(trace, "after", row, (r) => adjacent.outgoing(r), c.links.succ, c.links.driving, every);
  return trace;
}

function walk(
  trace: Trace,
  side: "before" | "after",
  from: number,
  linksOf: (row: number) => Int32Array,
  other: Int32Array,
  driving: Uint8Array,
  every: boolean,
): void {
  const queue = [from];
  for (let row = queue.pop(); row !== undefined; row = queue.pop()) {
    for (const l of linksOf(row)) {
      const follow = every || driving[l] === 1;
      if (!follow && row !== from) continue;
      trace.links.set(l, side);
      const end = other[l];
      if (end === from || trace.rows.has(end)) continue;
      trace.rows.set(end, side);
      if (follow) queue.push(end);
    }
  }
}

/** leaves is +1 when a link of this kind leaves the predecessor at its finish, −1 at its start. */
export function leaves(kind: number): 1 | -1 {
  return kind === LinkKind.FS || kind === LinkKind.FF ? 1 : -1;
}

/** reaches is −1 when a link of this kind comes to the successor's start, +1 to its finish. */
export function reaches(kind: number): 1 | -1 {
  return kind === LinkKind.FS || kind === LinkKind.SS ? -1 : 1;
}

/** A link runs this far straight out of a bar, in pixels. */
export const STUB = 7;

/** route is the right-angled way from (x1, y1) to (x2, y2) as x, y pairs. out
 *  is the side it leaves by and side the one it arrives at; both −1 left, +1 right. */
export function route(x1: number, y1: number, out: 1 | -1, x2: number, y2: number, side: 1 | -1, rowHeight: number, stub = STUB): number[] {
  const a = x1 + out * stub;
  const b = x2 + side * stub;
  if (out === side) {
    const x = out > 0 ? Math.max(a, b) : Math.min(a, b);
    return [x1, y1, x, y1, x, y2, x2, y2];
  }
  if ((b - a) * out >= 0) return [x1, y1, a, y1, a, y2, x2, y2];
  const lane = y1 + (y2 > y1 ? rowHeight / 2 : -rowHeight / 2);
  return [x1, y1, a, y1, a, lane, b, lane, b, y2, x2, y2];
}
