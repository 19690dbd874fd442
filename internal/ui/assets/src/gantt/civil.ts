// Civil dates without a time zone. A time is whole minutes since
// 1970-01-01T00:00, a day is whole days since 1970-01-01.

export const DAY = 1440;
export const WEEK = 7 * DAY;

export interface YMD {
  y: number;
  m: number; // 1–12
  d: number; // 1–31
}

export type Lang = "zh" | "en";

/** dayOf is the day that a time falls on. */
export function dayOf(t: number): number {
  return Math.floor(t / DAY);
}

/** ymd turns a day into year, month and day (Hinnant's civil_from_days). */
export function ymd(day: number): YMD {
  const z = day + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const d = doy - Math.floor((153 * mp + 2) / 5) + 1;
  const m = mp < 10 ? mp + 3 : mp - 9;
  return { y: yoe + era * 400 + (m <= 2 ? 1 : 0), m, d };
}

/** dayFrom is the inverse of ymd; a month outside 1–12 rolls over. */
export function dayFrom(y: number, m: number, d: number): number {
  y += Math.floor((m - 1) / 12);
  m = ((((m - 1) % 12) + 12) % 12) + 1;
  if (m <= 2) y--;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  return era * 146097 + doe - 719468;
}

/** weekday is 0 for Monday … 6 for Sunday. */
export function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** monday is the Monday on or before a day. */
export function monday(day: number): number {
  return day - weekday(day);
}

/** isoWeek is the ISO 8601 week number of a day. */
export function isoWeek(day: number): number {
  const thursday = monday(day) + 3;
  return Math.floor((thursday - dayFrom(ymd(thursday).y, 1, 1)) / 7) + 1;
}

/** weekOfMonth counts the Mondays of the month up to this week's Monday. */
export function weekOfMonth(day: number): number {
  return Math.floor((ymd(monday(day)).d - 1) / 7) + 1;
}

const pad = (n: number): string => (n < 10 ? "0" + n : String(n));

/** iso is 2020-02-18. */
export function iso(day: number): string {
  const c = ymd(day);
  return `${c.y}-${pad(c.m)}-${pad(c.d)}`;
}

/** parseISO reads 2020-02-18; null when it is not a date. */
export function parseISO(s: string): number | null {
  const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(s);
  if (!m) return null;
  const day = dayFrom(+m[1], +m[2], +m[3]);
  return iso(day) === s ? day : null;
}

/** clock is 08:00. */
export function clock(t: number): string {
  const min = t - dayOf(t) * DAY;
  return `${pad(Math.floor(min / 60))}:${pad(min % 60)}`;
}

export const monthsEn = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const weekdaysEn = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
export const weekdaysZh = ["一", "二", "三", "四", "五", "六", "日"];

/** dateText is a date as people of the language write it in a table. */
export function dateText(day: number, lang: Lang): string {
  if (lang === "zh") return iso(day);
  const c = ymd(day);
  return `${pad(c.d)} ${monthsEn[c.m - 1]} ${c.y}`;
}

/** shortDate leaves the year out: 3月18日, 18 Mar. */
export function shortDate(day: number, lang: Lang): string {
  const c = ymd(day);
  return lang === "zh" ? `${c.m}月${c.d}日` : `${c.d} ${monthsEn[c.m - 1]}`;
}

/** finishDay is the day a span ends on: a finish at midnight belongs to the day before. */
export function finishDay(t: number): number {
  return dayOf(t - 1);
}
