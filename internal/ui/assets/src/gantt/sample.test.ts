// A small plan in the wire form, for the tests: site › hall › dig, pour; roof; gate.

import { DAY } from "./civil";
import type { Wire } from "./decode";
import { Flag } from "./types";

/** sample is a fresh copy. */
export function sample(): Wire {
  return {
    v: 1,
    epoch: 1000 * DAY,
    today: 1003 * DAY,
    data_date: null,
    target: null,
    day: 480,
    prefix: "p-",
    trades: ["rebar", "concrete"],
    rows: {
      id: ["1", "2", "3", "4", "5", "6"],
      code: ["S", "S.1", "A3", "A4", "A5", "A6"],
      name: ["site", "hall", "dig", "pour", "roof", "gate"],
      up: [0, 1, 1, 2, 4, 0],
      kind: [5, 5, 0, 0, 0, 2],
      flags: [0, 0, Flag.Critical | Flag.Finished, Flag.Started, Flag.Late, 0],
      start: [0, 0, 0, 3 * DAY, 7 * DAY, 20 * DAY],
      span: [12 * DAY, 7 * DAY, 3 * DAY, 4 * DAY, 5 * DAY, 0],
      base_start: [null, null, -DAY, null, null, null],
      base_finish: [null, null, -DAY, null, null, null],
      percent: [40, 50, 100, 25, 0, 0],
      duration: [5760, 3360, 1440, 1920, 2400, 0],
      float: [null, null, null, 960, -480, 0],
      tail: [null, null, null, 2 * DAY, -DAY, 0],
      trade: [-1, -1, 0, 1, -1, -1],
      marks: [4, 10, 10 * DAY],
    },
    links: { succ: [3, 1, 1], back: [1, 1, 3], kind: [0, 1, 0], driving: [1, 0, 0], lag: [1, 480] },
    off: [1001, 2, 0, 7, 3, 1],
  };
}
