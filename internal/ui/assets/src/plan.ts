// The page of a plan: what the chart tells of the selected activity stands in a
// drawer beside it, on a phone in a sheet below.

interface Selected {
  id: string;
  code: string;
}

/** How long, in milliseconds, a change is taken for the one that was reported
 *  here: the answer shows it already. */
const OWN = 2000;

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

/** busy tells whether somebody is typing into the panel: a change by another
 *  person must not take that away. */
function busy(panel: HTMLElement): boolean {
  return panel.querySelector("form")?.contains(document.activeElement) ?? false;
}

export {};
