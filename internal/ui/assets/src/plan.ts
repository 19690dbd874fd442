// The page of a plan: what the chart tells of the selected activity stands in a
// drawer beside it, on a phone in a sheet below.

interface Selected {
  id: string;
  code: string;
}

/** How long, in milliseconds, a change is taken for the one that was reported
 *  here: the answer shows it already. */
const OWN = 2000;

/** How high, in pixels, the row at the top of every page is. */
const BAR = 48;

// It stands before the chart's script, so that the selection that an address
// names is heard too.
document.querySelectorAll<HTMLElement>(".plan-stage").forEach(join);

/** join lets the drawer in el follow the chart in el. */
function join(el: HTMLElement): void {
  const side = el.querySelector<HTMLElement>(".plan-side");
  const panel = side?.querySelector<HTMLElement>("[hx-get]");
  if (!side || !panel) return;
  let selected = "";
  let answered = -Infinity; // when a report sent from the panel was answered

  const show = (open: boolean) => {
    side.hidden = !open;
    el.classList.toggle("has-side", open);
    cover(el, side);
  };
  const close = () => {
    show(false);
    el.querySelector<HTMLElement>("[data-gantt] [tabindex]")?.focus();
  };
  el.addEventListener("fugong:select", (e) => {
    selected = (e as CustomEvent<Selected>).detail.id;
    show(selected !== "");
  });
  panel.addEventListener("htmx:configRequest", (e) => {
    const { detail } = e as CustomEvent;
    if (e.target !== panel) return;
    const live = detail.triggeringEvent?.type === "live";
    if (selected === "" || (live && (side.hidden || busy(panel) || performance.now() - answered < OWN))) e.preventDefault();
    detail.parameters.append("activity", selected);
  });
  panel.addEventListener("htmx:afterRequest", (e) => {
    if (e.target !== panel) answered = performance.now();
  });
  side.querySelector("[data-close-side]")?.addEventListener("click", close);
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && !side.hidden && !(e.target as Element).matches("input, textarea, select, summary")) close();
  });
}

/** cover tells the chart how much of it the drawer hides: on a desk a strip on the
 *  right, on a phone one at the bottom. */
function cover(el: HTMLElement, side: HTMLElement): void {
  const chart = el.querySelector<HTMLElement>("[data-gantt]");
  const view = el.querySelector(".gantt-body");
  if (!chart || !view) return;
  const below = !side.hidden && getComputedStyle(side).position === "fixed";
  if (below) scrollBy({ top: Math.max(0, el.getBoundingClientRect().top - BAR), behavior: "instant" });
  else side.style.top = `${view.getBoundingClientRect().top - el.getBoundingClientRect().top}px`;
  const body = view.getBoundingClientRect();
  const box = side.hidden ? null : side.getBoundingClientRect();
  const detail = {
    right: box && !below ? Math.max(0, Math.round(body.right - box.left)) : 0,
    bottom: box && below ? Math.max(0, Math.round(body.bottom - box.top)) : 0,
  };
  chart.dispatchEvent(new CustomEvent("fugong:cover", { detail }));
}

/** busy tells whether somebody is typing into the panel: a change by another
 *  person must not take that away. */
function busy(panel: HTMLElement): boolean {
  return panel.querySelector("form")?.contains(document.activeElement) ?? false;
}

export {};
