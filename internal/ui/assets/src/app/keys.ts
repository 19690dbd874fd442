// The keyboard: "/" searches, j and k walk the rows, Enter opens, "?" helps, Ctrl+Z
// and Ctrl+Y press the buttons that undo and redo.

export function keys(): void {
  document.addEventListener("keydown", turn);
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return;
    const target = e.target as HTMLElement;
    if (target.matches("input, textarea, select, [contenteditable]")) {
      if (e.key === "Escape") target.blur();
      return;
    }
    if (document.querySelector("dialog[open]") || target.closest("[data-gantt]")) return;
    if (act(e.key)) e.preventDefault();
  });
}

/** turn undoes or redoes where the page offers it; the form asks first. */
function turn(e: KeyboardEvent): void {
  if (e.defaultPrevented || e.altKey || !(e.ctrlKey || e.metaKey)) return;
  if ((e.target as HTMLElement).matches("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const key = e.key.toLowerCase();
  const way = key === "y" || (key === "z" && e.shiftKey) ? "redo" : key === "z" ? "undo" : "";
  const button = way && document.querySelector<HTMLButtonElement>(`button[data-turn="${way}"]`);
  if (!button) return;
  e.preventDefault();
  button.click();
}

function act(key: string): boolean {
  switch (key) {
    case "/":
      return focus(document.querySelector<HTMLInputElement>(".dt-search input"));
    case "j":
      return walk(1);
    case "k":
      return walk(-1);
  }
  return false;
}

function focus(input: HTMLInputElement | null): boolean {
  input?.focus();
  input?.select();
  return input !== null;
}

/** walk moves the focus to the link of the next row; Enter then opens it. */
function walk(step: number): boolean {
  const names = Array.from(document.querySelectorAll<HTMLElement>(".dt:not(.is-static) .dt-name"));
  if (names.length === 0) return false;
  const at = names.indexOf(document.activeElement as HTMLElement);
  const next = names[Math.min(Math.max(at + step, 0), names.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}
