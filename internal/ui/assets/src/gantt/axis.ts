// The two tiers of the time axis: which units suit a zoom, where they begin,
// and what they are called in Chinese and English.

import { DAY, Lang, clock, dayFrom, dayOf, isoWeek, monday, monthsEn, weekOfMonth, weekday, weekdaysEn, weekdaysZh, ymd } from "./civil";

export type Unit = "hour" | "hours3" | "hours6" | "day" | "week" | "month" | "quarter" | "year" | "decade";

export interface Tiers {
  top: Unit;
  bottom: Unit;
}

/** Tick is one cell of a tier. */
export interface Tick {
  t: number;
  end: number;
  label: string;
  rest: boolean; // Saturday or Sunday
}

/** tiersFor chooses the units for a zoom, so that the cells of the lower tier can hold a label. */
export function tiersFor(perDay: number): Tiers {
  if (perDay >= 860) return { top: "day", bottom: "hour" };
  if (perDay >= 300) return { top: "day", bottom: "hours3" };
  if (perDay >= 150) return { top: "day", bottom: "hours6" };
  if (perDay >= 20) return { top: "month", bottom: "day" };
  if (perDay >= 5) return { top: "month", bottom: "week" };
  if (perDay >= 1) return { top: "year", bottom: "month" };
  if (perDay >= 0.3) return { top: "year", bottom: "quarter" };
  return { top: "decade", bottom: "year" };
}

const hourSteps: Partial<Record<Unit, number>> = { hour: 60, hours3: 180, hours6: 360 };
const monthSteps: Partial<Record<Unit, number>> = { month: 1, quarter: 3, year: 12, decade: 120 };

/** floorTo is the beginning of the unit that holds t. */
export function floorTo(unit: Unit, t: number): number {
  const step = hourSteps[unit];
  if (step) return Math.floor(t / step) * step;
  const day = dayOf(t);
  if (unit === "day") return day * DAY;
  if (unit === "week") return monday(day) * DAY;
  const c = ymd(day);
  const months = monthSteps[unit] as number;
  const index = Math.floor((c.y * 12 + c.m - 1) / months) * months;
  return dayFrom(Math.floor(index / 12), (index % 12) + 1, 1) * DAY;
}

/** next is the beginning of the unit after the one that begins at t. */
export function next(unit: Unit, t: number): number {
  const step = hourSteps[unit];
  if (step) return t + step;
  if (unit === "day") return t + DAY;
  if (unit === "week") return t + 7 * DAY;
  const c = ymd(dayOf(t));
  return dayFrom(c.y, c.m + (monthSteps[unit] as number), 1) * DAY;
}

/** ticks are the cells that cover from–to. */
export function ticks(unit: Unit, from: number, to: number, lang: Lang, perDay: number, top: boolean): Tick[] {
  const out: Tick[] = [];
  for (let t = floorTo(unit, from); t < to;) {
    const end = next(unit, t);
    out.push({ t, end, label: label(unit, t, lang, perDay, top), rest: unit === "day" && weekday(dayOf(t)) > 4 });
    t = end;
  }
  return out;
}

/** label names a cell. The upper tier is complete, the lower leaves out what the upper says. */
export function label(unit: Unit, t: number, lang: Lang, perDay: number, top: boolean): string {
  const day = dayOf(t);
  const c = ymd(day);
  const zh = lang === "zh";
  switch (unit) {
    case "hour":
    case "hours3":
    case "hours6":
      return clock(t);
    case "day":
      if (top)
        return zh
          ? `${c.y}年${c.m}月${c.d}日 周${weekdaysZh[weekday(day)]}`
          : `${weekdaysEn[weekday(day)]} ${c.d} ${monthsEn[c.m - 1]} ${c.y}`;
      if (perDay < 40) return String(c.d);
      return zh ? `${c.d} ${weekdaysZh[weekday(day)]}` : `${weekdaysEn[weekday(day)]} ${c.d}`;
    case "week":
      return weekLabel(day, zh, perDay);
    case "month":
      if (top) return zh ? `${c.y}年${c.m}月` : `${monthsEn[c.m - 1]} ${c.y}`;
      return zh ? `${c.m}月` : monthsEn[c.m - 1];
    case "quarter":
      return zh ? `${"一二三四"[Math.floor(c.m / 3)]}季度` : `Q${Math.floor(c.m / 3) + 1}`;
    case "year":
      return zh ? `${c.y}年` : String(c.y);
    case "decade":
      return zh ? `${c.y}年代` : `${c.y}s`;
  }
}

function weekLabel(day: number, zh: boolean, perDay: number): string {
  const c = ymd(day);
  const wide = perDay * 7 >= 76;
  if (zh) return wide ? `${c.m}月第${weekOfMonth(day)}周` : `第${weekOfMonth(day)}周`;
  return wide ? `Week ${isoWeek(day)}` : perDay * 7 >= 40 ? `W${isoWeek(day)}` : String(isoWeek(day));
}
