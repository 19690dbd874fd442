// Sends a form with a file and shows how far it is: first what is sent, then
// that it is being read. A refusal comes back into the page with nothing lost.
// Without this script the form is sent as any other.

/** mount takes over the form inside el. */
export function mount(el: HTMLElement): void {
  const form = el.querySelector("form");
  form?.addEventListener("submit", (e) => {
    e.preventDefault();
    if (form.dataset.sending === "true") {
      e.stopPropagation();
      return;
    }
    const large = tooLarge(el, form);
    if (large) {
      e.stopPropagation();
      complain(el, large);
      return;
    }
    send(el, form);
  });
}

/** tooLarge is the complaint about a file that nobody needs to send. */
function tooLarge(el: HTMLElement, form: HTMLFormElement): string {
  const file = form.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0];
  if (!file || file.size <= Number(el.dataset.limit)) return "";
  return (el.dataset.large ?? "").replace("{name}", file.name);
}

function complain(el: HTMLElement, text: string): void {
  const place = el.querySelector("#import-trouble");
  if (!place) return;
  const note = document.createElement("div");
  note.className = "note is-bad";
  note.setAttribute("role", "alert");
  note.textContent = text;
  place.replaceChildren(note);
}

function send(el: HTMLElement, form: HTMLFormElement): void {
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader("HX-Target", "import-trouble");
  request.upload.addEventListener("progress", (e) => show(el, e.loaded / Math.max(e.total, 1)));
  request.addEventListener("load", () => answer(el, form, request));
  request.addEventListener("error", () => {
    complain(el, el.dataset.broken ?? "");
    over(el, form);
  });
  el.querySelector("#import-trouble")?.replaceChildren();
  show(el, 0);
  request.send(new FormData(form));
}

/** show moves the bar; what is sent wholly is being read. */
function show(el: HTMLElement, share: number): void {
  const bar = el.querySelector<HTMLElement>("[data-upload]");
  const progress = bar?.querySelector("progress");
  if (!bar || !progress) return;
  bar.hidden = false;
  const reading = share >= 1;
  progress.toggleAttribute("data-unknown", reading);
  if (reading) progress.removeAttribute("value");
  else progress.value = 100 * share;
  bar.querySelector("[data-upload-word]")!.textContent = (reading ? el.dataset.reading : el.dataset.sending) ?? "";
  bar.querySelector("[data-upload-share]")!.textContent = reading ? "" : `${Math.floor(100 * share)}%`;
}

function answer(el: HTMLElement, form: HTMLFormElement, request: XMLHttpRequest): void {
  const next = request.getResponseHeader("HX-Redirect");
  if (next) {
    location.assign(next);
    return;
  }
  const text = new DOMParser().parseFromString(request.responseText, "text/html").body;
  const target = document.querySelector(request.getResponseHeader("HX-Retarget") ?? "#import-trouble");
  if (target?.id === "import-trouble") target.replaceWith(...text.childNodes);
  else target?.append(...text.childNodes);
  over(el, form);
}

/** over makes the form ready to be sent again. */
function over(el: HTMLElement, form: HTMLFormElement): void {
  const bar = el.querySelector<HTMLElement>("[data-upload]");
  if (bar) bar.hidden = true;
  form.dispatchEvent(new CustomEvent("htmx:afterRequest", { bubbles: true }));
}
