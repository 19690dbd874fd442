// The card that appears beside the pointer: one activity in a few lines.

import { clock, dateText, dayOf, finishDay, shortDate } from "./civil";
import { el } from "./dom";
import { days } from "./frame";
import { cell } from "./table";
import { DEADLINE, Flag, Kind, NONE } from "./types";
import type { Gantt } from "./view";

/** showCard fills and places the card. */
export function showCard(g: Gantt, row: number, x: number, y: number): void {
  const card = g.parts.card;
  card.replaceChildren(...content(g, row));
  card.hidden = false;
  const box = card.getBoundingClientRect();
  card.style.left = `${Math.max(8, Math.min(innerWidth - box.width - 8, x + 14))}px`;
  card.style.top = `${y + 18 + box.height > innerHeight ? Math.max(8, y - box.height - 12) : y + 18}px`;
}

/** hideCard takes it away. */
export function hideCard(g: Gantt): void {
  g.parts.card.hidden = true;
}

function content(g: Gantt, row: number): Node[] {
  const r = g.chart.rows;
  const head = el("div", "gantt-card-head", {}, el("b", "", {}, r.name[row]), el("span", "", {}, r.code[row]));
  const list = el("dl");
  for (const [term, value] of facts(g, row)) list.append(el("dt", "", {}, term), el("dd", "", {}, value));
  const signs = remarks(g, row);
  return signs.length ? [head, list, el("p", "", {}, signs.join(" · "))] : [head, list];
}

function facts(g: Gantt, row: number): [string, string][] {
  const r = g.chart.rows;
  const t = g.options.text;
  const lang = g.options.lang;
  const at = (time: number, end: boolean): string =>
    `${dateText(end ? finishDay(time) : dayOf(time), lang)} ${end && time % 1440 === 0 ? "24:00" : clock(time)}`;
  const out: [string, string][] = [];
  if (r.kind[row] !== Kind.FinishMilestone) out.push([t("start"), at(r.start[row], false)]);
  if (r.kind[row] !== Kind.StartMilestone) out.push([t("finish"), at(r.finish[row], true)]);
  const duration = cell({ chart: g.chart, lang, text: t }, row, "duration");
  if (duration) out.push([t("duration"), duration]);
  out.push([t("percent"), `${r.percent[row]} %`]);
  if (r.float[row] !== NONE && !(r.flags[row] & Flag.Finished)) out.push([t("float"), days({ chart: g.chart, text: t }, r.float[row])]);
  if (r.baseFinish[row] !== NONE) {
    const slip = finishDay(r.finish[row]) - finishDay(r.baseFinish[row]);
    const note = slip === 0 ? t("on_baseline") : t(slip > 0 ? "later" : "earlier", { n: Math.abs(slip) });
    out.push([t("baseline"), `${shortDate(dayOf(r.baseStart[row]), lang)} – ${shortDate(finishDay(r.baseFinish[row]), lang)} (${note})`]);
  }
  if (r.trade[row] >= 0) out.push([t("trade"), g.chart.trades[r.trade[row]]]);
  for (const m of r.marks.get(row) ?? [])
    out.push([t(m.type === DEADLINE ? "deadline" : `constraint_${m.type}`), dateText(finishDay(m.date), lang)]);
  out.push([t("links"), t("links_n", { before: g.adjacent.incoming(row).length, after: g.adjacent.outgoing(row).length })]);
  return out;
}

/** remarks are the states of a row in words, for the card and for screen readers. */
export function remarks(g: Gantt, row: number): string[] {
  const flags = g.chart.rows.flags[row];
  const words: [number, string][] = [
    [Flag.Finished, "state_finished"],
    [Flag.Critical, "state_critical"],
    [Flag.Late, "state_late"],
    [Flag.Issue, "state_issue"],
    [Flag.Delivery, "state_delivery"],
    [Flag.Inactive, "state_inactive"],
  ];
  return words.filter(([flag]) => flags & flag).map(([, key]) => g.options.text(key));
}
