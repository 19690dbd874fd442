// Tables: an address without what says nothing, rows that open, columns.

export function tables(): void {
  document.addEventListener("htmx:configRequest", (e) => {
    const { elt, parameters } = (e as CustomEvent).detail as { elt: Element; parameters: FormData & Record<string, unknown> };
    if (!elt.matches(".dt-bar")) return;
    if (!parameters["q"]) delete parameters["q"];
    if (usual(elt)) delete parameters["col"];
  });
  document.addEventListener("click", (e) => {
    const target = e.target as Element;
    if (target.closest("a, button, input, label, summary, select")) return;
    const row = target.closest<HTMLElement>("tr[data-href]");
    if (row?.dataset.href && !getSelection()?.toString()) location.assign(row.dataset.href);
  });
  document.addEventListener("htmx:beforeRequest", (e) => busy(e, true));
  document.addEventListener("htmx:afterRequest", (e) => busy(e, false));
}

/** usual tells whether the columns are those shown before anyone chooses. */
function usual(bar: Element): boolean {
  return Array.from(bar.querySelectorAll<HTMLInputElement>("input[name=col]")).every((c) => c.checked === c.hasAttribute("data-usual"));
}

function busy(e: Event, on: boolean): void {
  (e.target as Element).closest("[data-table]")?.toggleAttribute("data-busy", on);
}
