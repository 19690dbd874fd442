// What the chart knows: the decoded data and the small shared enums. The JSON
// contract is described in the Go package internal/ui/gantt.

/** NONE is an absent time in the decoded columns. */
export const NONE = -0x80000000;

export const enum Kind {
  Task = 0,
  StartMilestone = 1,
  FinishMilestone = 2,
  LevelOfEffort = 3,
  Hammock = 4,
  Summary = 5,
}

export const enum Flag {
  Critical = 1,
  Longest = 2,
  Late = 4,
  Started = 8,
  Finished = 16,
  Inactive = 32,
  Issue = 64,
  Delivery = 128,
}

export const enum LinkKind {
  FS = 0,
  SS = 1,
  FF = 2,
  SF = 3,
}

/** Rows are the activities in outline order, one column per property. */
export interface Rows {
  count: number;
  id: string[];
  code: string[];
  name: string[];
  trade: Int16Array; // index into Chart.trades, -1 for none
  parent: Int32Array; // -1 at the top
  level: Uint8Array;
  kind: Uint8Array;
  flags: Uint8Array;
  start: Int32Array;
  finish: Int32Array;
  baseStart: Int32Array; // NONE without a baseline
  baseFinish: Int32Array;
  done: Int32Array; // the time up to which work is done; NONE when none is
  percent: Uint8Array;
  duration: Int32Array; // working minutes
  float: Int32Array; // working minutes; NONE when not known
  floatTo: Int32Array; // late finish, where the float's tail ends; NONE when not known
  hasChildren: Uint8Array;
  /** Constraint and deadline marks of a row, few rows have any. */
  marks: Map<number, Mark[]>;
}

/** Mark is a date imposed on an activity: type 1–9 as plan.ConstraintType, 10 a deadline. */
export interface Mark {
  type: number;
  date: number;
}

export const DEADLINE = 10;

/** Links are columns too, and sorted by nothing. */
export interface Links {
  count: number;
  pred: Int32Array;
  succ: Int32Array;
  kind: Uint8Array;
  lag: Int32Array; // minutes
  driving: Uint8Array;
}

/** Off is a run of days without work; a holiday is a day off that the week does not explain. */
export interface Off {
  day: number;
  days: number;
  holiday: boolean;
}

export interface Chart {
  rows: Rows;
  links: Links;
  off: Off[];
  trades: string[];
  today: number;
  dataDate: number;
  target: number;
  minutesPerDay: number;
  from: number; // earliest and latest time of any bar
  to: number;
}

/** Text is the translated message of a key without its "ui.gantt." prefix. */
export type Text = (key: string, args?: Record<string, string | number>) => string;
