// Forms: sent once, asked before, the first wrong input found, files dropped.

/** How long a form waits for an answer, or a download, before its button works again. */
const PATIENCE = 10_000;

export function forms(): void {
  document.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", (e) => {
    if (e.persisted) document.querySelectorAll<HTMLFormElement>("form[data-guard]").forEach(renew);
  });
  document.addEventListener("htmx:afterRequest", (e) => {
    const form = (e.target as Element).closest<HTMLFormElement>("form");
    if (form) renew(form);
  });
  document.querySelector<HTMLElement>("[data-focus]:not([data-example] *)")?.focus();
  drops();
}

function onSubmit(e: SubmitEvent): void {
  const form = e.target as HTMLFormElement;
  if (!form.matches("[data-guard]")) return;
  if (form.dataset.sending === "true" || (form.dataset.ask && !confirm(form.dataset.ask))) {
    e.preventDefault();
    return;
  }
  form.dataset.sending = "true";
  setTimeout(() => free(form), PATIENCE);
  form.querySelectorAll<HTMLButtonElement>("[data-submit]").forEach((b) => {
    b.classList.add("is-busy");
    b.setAttribute("aria-busy", "true");
  });
}

/** renew makes a form that comes back by the Back button a new one. */
function renew(form: HTMLFormElement): void {
  free(form);
  form.querySelectorAll<HTMLInputElement>("[data-key]").forEach((key) => (key.value = crypto.randomUUID?.() ?? random()));
}

/** free lets a form be sent again; under the same key that changes nothing twice. */
function free(form: HTMLFormElement): void {
  delete form.dataset.sending;
  form.querySelectorAll(".is-busy").forEach((b) => {
    b.classList.remove("is-busy");
    b.removeAttribute("aria-busy");
  });
}

/** random stands in where randomUUID is refused: on plain http. */
function random(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("-");
}

function drops(): void {
  const zone = (e: Event) => (e.target as Element).closest?.<HTMLElement>("[data-drop]");
  for (const type of ["dragover", "dragenter"]) {
    document.addEventListener(type, (e) => {
      const drop = zone(e);
      if (!drop) return;
      e.preventDefault();
      drop.classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", (e) => zone(e)?.classList.remove("is-over"));
  document.addEventListener("drop", (e) => {
    const drop = zone(e);
    const input = drop?.querySelector<HTMLInputElement>("input[type=file]");
    if (!drop || !input || !e.dataTransfer) return;
    e.preventDefault();
    drop.classList.remove("is-over");
    input.files = e.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", (e) => {
    const input = e.target as HTMLInputElement;
    const name = zone(e)?.querySelector("[data-drop-name]");
    const file = input.files?.[0];
    if (name && file) name.textContent = `${file.name} · ${size(file.size)}`;
  });
}

function size(bytes: number): string {
  return bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}
