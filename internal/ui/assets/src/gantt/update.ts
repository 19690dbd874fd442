// What changed between two versions of a plan, for the flash after an update.

import type { Chart } from "./types";

/** sameRow tells whether a row says the same in both versions. */
export function sameRow(a: Chart, i: number, b: Chart, j: number): boolean {
  const x = a.rows;
  const y = b.rows;
  return (
    x.start[i] === y.start[j] &&
    x.finish[i] === y.finish[j] &&
    x.percent[i] === y.percent[j] &&
    x.float[i] === y.float[j] &&
    x.flags[i] === y.flags[j] &&
    x.name[i] === y.name[j]
  );
}

/** changedRows are the rows of the new version that are new or differ. */
export function changedRows(old: Chart, now: Chart, same: typeof sameRow): number[] {
  const index = new Map(old.rows.id.map((id, i) => [id, i]));
  const changed: number[] = [];
  now.rows.id.forEach((id, j) => {
    const i = index.get(id);
    if (i === undefined || !same(old, i, now, j)) changed.push(j);
  });
  return changed;
}
