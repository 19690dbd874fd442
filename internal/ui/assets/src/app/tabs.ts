// Rows of tabs that are wider than the screen: the one that is open is in sight,
// and an edge that hides more says so.

export function tabs(): void {
  document.querySelectorAll<HTMLElement>(".tabs, .rooms, .views").forEach((row) => {
    reveal(row);
    edges(row);
    row.addEventListener("scroll", () => edges(row), { passive: true });
  });
  addEventListener("resize", () => document.querySelectorAll<HTMLElement>(".tabs, .rooms, .views").forEach(edges));
}

/** reveal brings the open tab into the middle of its row; the page stays where it is. */
function reveal(row: HTMLElement): void {
  const open = row.querySelector<HTMLElement>("[aria-current=page]");
  if (!open || row.scrollWidth <= row.clientWidth) return;
  row.scrollLeft += open.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - open.offsetWidth) / 2;
}

function edges(row: HTMLElement): void {
  row.classList.toggle("has-before", row.scrollLeft > 2);
  row.classList.toggle("has-after", row.scrollLeft + row.clientWidth < row.scrollWidth - 2);
}
