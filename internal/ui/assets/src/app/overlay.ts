// Menus (details.menu), dialogs, and messages at the corner.

export function menus(): void {
  document.addEventListener("click", (e) => {
    const at = e.target as Element;
    closeMenus((menu) => menu.contains(at));
  });
  document.addEventListener("focusin", (e) => {
    const at = e.target as Element;
    // Focus on what is around a menu, where a press on its label goes, does not leave it.
    closeMenus((menu) => menu.contains(at) || at.contains(menu));
  });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    const open = (e.target as Element).closest<HTMLDetailsElement>("details.menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
}

/** closeMenus closes the open menus but those to keep. */
function closeMenus(keep: (menu: Element) => boolean): void {
  document.querySelectorAll<HTMLDetailsElement>("details.menu[open]").forEach((menu) => {
    if (!keep(menu)) menu.open = false;
  });
}

export function dialogs(): void {
  document.addEventListener("click", (e) => {
    const target = e.target as Element;
    const opener = target.closest<HTMLElement>("[data-open]");
    if (opener) document.querySelector<HTMLDialogElement>(`dialog#${CSS.escape(opener.dataset.open ?? "")}`)?.showModal();
    if (target.closest("[data-close-dialog]") || target.matches("dialog")) target.closest("dialog")?.close();
    if (target.closest("[data-back]")) history.back();
  });
}

const STAY = 7000;

export function toasts(): void {
  const corner = document.getElementById("toasts");
  if (!corner) return;
  corner.querySelectorAll<HTMLElement>("[data-toast]").forEach(fade);
  new MutationObserver((changes) => {
    for (const c of changes) c.addedNodes.forEach((n) => n instanceof HTMLElement && n.matches("[data-toast]") && fade(n));
  }).observe(corner, { childList: true });
  document.addEventListener("click", (e) => {
    (e.target as Element).closest("[data-close]")?.closest("[data-toast]")?.remove();
  });
}

/** fade takes a message away after a while; a bad one stays until it is closed. */
function fade(toast: HTMLElement): void {
  if (toast.classList.contains("is-bad")) return;
  let timer = window.setTimeout(() => toast.remove(), STAY);
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("mouseleave", () => (timer = window.setTimeout(() => toast.remove(), STAY)));
}
