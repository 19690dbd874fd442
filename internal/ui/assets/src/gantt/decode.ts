// From the compact JSON of internal/ui/gantt to typed columns.

import { Chart, Kind, Links, Mark, NONE, Off, Rows } from "./types";
import { DAY } from "./civil";

type Sparse = (number | null)[];

/** Wire is the JSON as the server writes it. */
export interface Wire {
  v: number;
  epoch: number;
  today: number | null;
  data_date: number | null;
  target: number | null;
  day: number;
  prefix: string;
  trades: string[];
  rows: {
    id: string[];
    code: string[];
    name: string[];
    up: number[];
    kind: number[];
    flags: number[];
    start: number[];
    span: number[];
    base_start?: Sparse;
    base_finish?: Sparse;
    done?: Sparse;
    percent: number[];
    duration: number[];
    float?: Sparse;
    tail?: Sparse;
    trade?: number[];
    marks: number[];
  };
  links: { succ: number[]; back: number[]; kind: number[]; lag: number[]; driving: number[] };
  off: number[];
}

/** decode reads the wire form; it throws on a version it does not know. */
export function decode(w: Wire): Chart {
  if (w.v !== 1) throw new Error(`gantt: unknown data version ${w.v}`);
  const rows = decodeRows(w);
  const at = (t: number | null): number => t ?? NONE;
  const chart: Chart = {
    rows,
    links: decodeLinks(w),
    off: decodeOff(w.off),
    trades: w.trades,
    today: at(w.today),
    dataDate: at(w.data_date),
    target: at(w.target),
    minutesPerDay: w.day || 480,
    from: 0,
    to: 0,
  };
  bounds(chart);
  return chart;
}

function decodeRows(w: Wire): Rows {
  const r = w.rows;
  const n = r.name.length;
  const start = column(n, r.start, (v) => w.epoch + v);
  const finish = column(n, r.span, (v, i) => start[i] + v);
  const rows: Rows = {
    count: n,
    id: w.prefix ? r.id.map((s) => w.prefix + s) : r.id,
    code: r.code,
    name: r.name,
    trade: r.trade ? Int16Array.from(r.trade) : new Int16Array(n).fill(-1),
    parent: column(n, r.up, (v, i) => (v === 0 ? -1 : i - v)),
    level: new Uint8Array(n),
    kind: Uint8Array.from(r.kind),
    flags: Uint8Array.from(r.flags),
    start,
    finish,
    baseStart: column(n, r.base_start, (v, i) => start[i] + v),
    baseFinish: column(n, r.base_finish, (v, i) => finish[i] + v),
    done: column(n, r.done, (v, i) => start[i] + v),
    percent: Uint8Array.from(r.percent),
    duration: Int32Array.from(r.duration),
    float: column(n, r.float, (v) => v),
    floatTo: column(n, r.tail, (v, i) => finish[i] + v),
    hasChildren: new Uint8Array(n),
    marks: decodeMarks(r.marks, w.epoch),
  };
  outline(rows);
  return rows;
}

/** column applies f to every value; null, or a column left out, becomes NONE. */
function column(n: number, values: Sparse | undefined, f: (v: number, i: number) => number): Int32Array {
  const out = new Int32Array(n).fill(NONE);
  if (!values) return out;
  for (let i = 0; i < n; i++) {
    const v = values[i];
    if (v !== null) out[i] = f(v, i);
  }
  return out;
}

function outline(rows: Rows): void {
  for (let i = 0; i < rows.count; i++) {
    const p = rows.parent[i];
    if (p < 0) continue;
    rows.level[i] = rows.level[p] + 1;
    rows.hasChildren[p] = 1;
  }
}

function decodeMarks(flat: number[], epoch: number): Map<number, Mark[]> {
  const marks = new Map<number, Mark[]>();
  for (let i = 0; i + 2 < flat.length; i += 3) {
    const list = marks.get(flat[i]) ?? [];
    list.push({ type: flat[i + 1], date: epoch + flat[i + 2] });
    marks.set(flat[i], list);
  }
  return marks;
}

function decodeLinks(w: Wire): Links {
  const l = w.links;
  const succ = Int32Array.from(l.succ);
  for (let i = 1; i < succ.length; i++) succ[i] += succ[i - 1];
  const n = succ.length;
  const lag = new Int32Array(n);
  for (let i = 0; i + 1 < l.lag.length; i += 2) lag[l.lag[i]] = l.lag[i + 1];
  return {
    count: n,
    succ,
    pred: succ.map((s, i) => s - l.back[i]),
    kind: Uint8Array.from(l.kind),
    lag,
    driving: Uint8Array.from(l.driving),
  };
}

function decodeOff(flat: number[]): Off[] {
  const off: Off[] = [];
  let day = 0;
  for (let i = 0; i + 2 < flat.length; i += 3) {
    day += flat[i];
    off.push({ day, days: flat[i + 1], holiday: flat[i + 2] === 1 });
  }
  return off;
}

/** bounds finds the span that the chart has to show. */
function bounds(c: Chart): void {
  let from = Infinity;
  let to = -Infinity;
  const see = (t: number): void => {
    if (t === NONE) return;
    if (t < from) from = t;
    if (t > to) to = t;
  };
  const r = c.rows;
  for (let i = 0; i < r.count; i++) {
    see(r.start[i]);
    see(r.finish[i]);
    see(r.baseStart[i]);
    see(r.baseFinish[i]);
  }
  [c.target, c.dataDate].forEach(see);
  if (from > to) from = to = c.today === NONE ? 0 : c.today;
  const near = (to - from) * 0.5 + 60 * DAY;
  if (c.today !== NONE && c.today > from - near && c.today < to + near) see(c.today);
  c.from = from;
  c.to = to;
}

/** isMilestone says whether a row is drawn as a diamond. */
export function isMilestone(kind: number): boolean {
  return kind === Kind.StartMilestone || kind === Kind.FinishMilestone;
}
