// The outline: which rows are open, which pass the filter, and so which rows
// stand on the screen and where.

import { Flag, Kind, Chart, NONE, Rows } from "./types";
import { WEEK } from "./civil";

/** Filter is what the person asked to see; the zero filter shows everything. */
export interface Filter {
  text: string;
  only: "" | "critical" | "late";
  weeks: number; // look-ahead from the data date, 0 for none
  trade: number; // index into Chart.trades, -1 for all
}

export const noFilter: Filter = { text: "", only: "", weeks: 0, trade: -1 };

/** isFiltering says whether anything is asked for. */
export function isFiltering(f: Filter): boolean {
  return f.text !== "" || f.only !== "" || f.weeks > 0 || f.trade >= 0;
}

/** Fit says how a text answers a search: every word begins a word of it, or some
 *  word lies only inside one ("mb" in "assembly"), or one is not there. */
export const enum Fit {
  None = 0,
  Inside = 1,
  Whole = 2,
}

/** wordsOf are the words of a search, in small letters. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

const letter = /[\p{L}\p{N}]/u;
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** begins tells whether a word of text begins at an index: a letter after none, a
 *  figure after a letter or the other way round, or where Chinese, which writes no
 *  blanks, stands on either side. */
function begins(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text[at - 1];
  const here = text[at];
  if (!letter.test(before) || ideograph.test(before) || ideograph.test(here)) return true;
  return /\d/.test(before) !== /\d/.test(here);
}

/** placeOf is where a word stands in a text in small letters, at the beginning of
 *  a word if anywhere; -1 when nowhere. */
export function placeOf(text: string, word: string): { at: number; fit: Fit } {
  let inside = -1;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (begins(text, at)) return { at, fit: Fit.Whole };
    if (inside < 0) inside = at;
  }
  return { at: inside, fit: inside < 0 ? Fit.None : Fit.Inside };
}

/** fitOf is how a code and name answer the words of a search. */
export function fitOf(code: string, name: string, words: string[]): Fit {
  const text = (code + " " + name).toLowerCase();
  let fit = Fit.Whole;
  for (const w of words) fit = Math.min(fit, placeOf(text, w).fit);
  return fit;
}

/** matcher is the test that a row has to pass. Summaries pass only by their
 *  text; otherwise they show because a row below them does. */
export function matcher(c: Chart, f: Filter): (row: number) => boolean {
  const words = wordsOf(f.text);
  const now = c.dataDate !== NONE ? c.dataDate : c.today;
  const until = now + f.weeks * WEEK;
  const r = c.rows;
  const byState = f.only !== "" || f.weeks > 0 || f.trade >= 0;
  return (row) => {
    if (byState && r.kind[row] === Kind.Summary) return false;
    if (f.only === "critical" && !(r.flags[row] & Flag.Critical)) return false;
    if (f.only === "late" && !(r.flags[row] & Flag.Late)) return false;
    if (f.weeks > 0 && (r.flags[row] & Flag.Finished || r.start[row] >= until || r.finish[row] < now)) return false;
    if (f.trade >= 0 && r.trade[row] !== f.trade) return false;
    return words.length === 0 || fitOf(r.code[row], r.name[row], words) !== Fit.None;
  };
}

/** Outline knows the rows on screen, in order. */
export class Outline {
  /** Rows on screen, top to bottom. */
  shown: Int32Array = new Int32Array(0);
  /** Position on screen of every row, -1 when hidden. */
  place: Int32Array = new Int32Array(0);
  /** How many rows pass the filter themselves. */
  matches = 0;
  readonly closed = new Set<number>();

  constructor(private rows: Rows) {}

  /** rebuild applies the closed summaries and the filter. */
  rebuild(match: ((row: number) => boolean) | null): void {
    const n = this.rows.count;
    const keep = match ? this.keep(match) : null;
    this.matches = match ? this.matches : n;
    const shown = new Int32Array(n);
    this.place = new Int32Array(n).fill(-1);
    const hidden = new Uint8Array(n); // by a closed summary above
    let count = 0;
    for (let i = 0; i < n; i++) {
      const p = this.rows.parent[i];
      hidden[i] = p >= 0 && (hidden[p] || this.closed.has(p)) ? 1 : 0;
      if (hidden[i] || (keep && !keep[i])) continue;
      this.place[i] = count;
      shown[count++] = i;
    }
    this.shown = shown.subarray(0, count);
  }

  /** keep marks the rows that match and the summaries above them. */
  private keep(match: (row: number) => boolean): Uint8Array {
    const keep = new Uint8Array(this.rows.count);
    this.matches = 0;
    for (let i = 0; i < this.rows.count; i++) {
      if (!match(i)) continue;
      this.matches++;
      for (let r = i; r >= 0 && !keep[r]; r = this.rows.parent[r]) keep[r] = 1;
    }
    return keep;
  }

  /** toggle opens or closes a summary and says whether it has anything to close. */
  toggle(row: number, open = this.closed.has(row)): boolean {
    if (!this.rows.hasChildren[row] || open !== this.closed.has(row)) return false;
    if (open) this.closed.delete(row);
    else this.closed.add(row);
    return true;
  }

  /** openTo shows the outline down to a level; 0 shows only the top rows. */
  openTo(level: number): void {
    this.closed.clear();
    for (let i = 0; i < this.rows.count; i++) {
      if (this.rows.hasChildren[i] && this.rows.level[i] >= level) this.closed.add(i);
    }
  }

  /** reveal opens every summary above a row. */
  reveal(row: number): boolean {
    let changed = false;
    for (let p = this.rows.parent[row]; p >= 0; p = this.rows.parent[p]) changed = this.closed.delete(p) || changed;
    return changed;
  }

  /** nearest is the row itself or the closest summary above it that is on screen, -1 for none. */
  nearest(row: number): number {
    for (let r = row; r >= 0; r = this.rows.parent[r]) if (this.place[r] >= 0) return r;
    return -1;
  }
}

/** Window is the range of positions [first, last) that the view can show. */
export interface Window {
  first: number;
  last: number;
}

/** windowOf is the rows that lie, wholly or partly, between scroll and scroll + height. */
export function windowOf(count: number, rowHeight: number, scroll: number, height: number): Window {
  const first = Math.max(0, Math.min(count, Math.floor(scroll / rowHeight)));
  return { first, last: Math.max(first, Math.min(count, Math.ceil((scroll + height) / rowHeight))) };
}

/** scrollTo is the scroll that brings a position into view with the least movement. */
export function scrollTo(place: number, rowHeight: number, scroll: number, height: number): number {
  const top = place * rowHeight;
  if (top < scroll) return top;
  if (top + rowHeight > scroll + height) return top + rowHeight - height;
  return scroll;
}
