// The question before printing: which rows, which days, how large; and how many
// sheets that takes.

import { DAY, dayOf, iso, parseISO } from "./civil";
import { el } from "./dom";
import { Paper, layOut, usualPaper } from "./print";
import type { Gantt } from "./view";

/** More sheets than this are warned of. */
export const MANY = 12;

/** Drawing units a day of the sizes that can be asked for; 0 fits the width. */
const SIZES: Record<string, number> = { fit: 0, months: 4, weeks: 14, days: 40 };

/** askPrint asks what to print, and prints it. */
export function askPrint(g: Gantt): void {
  const t = g.options.text;
  const usual = usualPaper(g);
  const rows = choice(
    "rows",
    [
      ["all", t("paper_rows_all", { n: usual.last })],
      ["view", t("paper_rows_view")],
    ],
    "all",
  );
  const size = choice(
    "size",
    Object.keys(SIZES).map((k): [string, string] => [k, t(`paper_size_${k}`)]),
    "fit",
  );
  const from = el("input", "form-control", { type: "date", value: iso(dayOf(usual.from)) });
  const to = el("input", "form-control", { type: "date", value: iso(dayOf(usual.to)) });
  const count = el("p", "gantt-sheets", { role: "status" });
  const print = el("button", "btn btn-primary", { type: "submit" }, t("print"));
  const stop = el("button", "btn", { type: "button" }, t("cancel"));
  const form = el(
    "form",
    "form",
    { method: "dialog" },
    field(t("paper_rows"), rows),
    el("div", "pair", {}, field(t("paper_from"), from), field(t("paper_to"), to)),
    field(t("paper_size"), size),
    count,
    el("div", "form-end", {}, print, stop),
  );
  const dialog = el(
    "dialog",
    "dialog gantt-print",
    { "aria-label": t("print") },
    el("div", "dialog-head", {}, el("h2", "", {}, t("print_title"))),
    form,
  );
  const wanted = (): Paper | null => {
    const a = parseISO(from.value);
    const b = parseISO(to.value);
    if (a === null || b === null || b < a) return null;
    const seen = g.frame().window;
    const part = rows.value === "view" ? { first: seen.first, last: seen.last } : { first: 0, last: usual.last };
    return { ...part, from: a * DAY, to: (b + 1) * DAY, perDay: SIZES[size.value] };
  };
  const tell = (): void => {
    const p = wanted();
    const { down, across } = p ? layOut(p) : { down: 0, across: 0 };
    print.disabled = !p;
    count.textContent = !p ? t("paper_dates") : t(down * across > MANY ? "paper_many" : "paper_count", { n: down * across, down, across });
    count.classList.toggle("is-many", down * across > MANY);
  };
  form.addEventListener("input", tell);
  stop.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", () => {
    g.paper = wanted();
    setTimeout(() => window.print()); // once the dialog is gone
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  tell();
  dialog.showModal();
}

/** listenPrintKeys asks first when the browser's own key would print many sheets. */
export function listenPrintKeys(g: Gantt): void {
  const ask = (e: KeyboardEvent): void => {
    if (!(e.ctrlKey || e.metaKey) || e.key.toLowerCase() !== "p") return;
    const { down, across } = layOut(usualPaper(g));
    if (down * across <= MANY) return;
    e.preventDefault();
    askPrint(g);
  };
  document.addEventListener("keydown", ask, { signal: g.ended.signal });
}

function choice(name: string, options: [string, string][], value: string): HTMLSelectElement {
  const select = el("select", "form-select", { name });
  for (const [key, word] of options) select.append(el("option", "", { value: key }, word));
  select.value = value;
  return select;
}

function field(label: string, input: HTMLElement): HTMLElement {
  return el("div", "field", {}, el("label", "", {}, label, input));
}
