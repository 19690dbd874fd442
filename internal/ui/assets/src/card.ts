// What a foreman's phone does: it opens a card whose secret stands behind the #
// of the address, keeps what is typed until it was sent, and sends it when the
// network is back. Without this script the forms work as any other.

const again = 15_000; // ms between tries while the network is away

/** mount takes over the form inside el. */
export function mount(el: HTMLElement): void {
  el.querySelector("[data-print]")?.addEventListener("click", () => print());
  const form = el.querySelector("form");
  if (!form) return;
  if (form.elements.namedItem("key")) openCard(form);
  else keepReport(el, form);
}

/** openCard sends the secret of the address, which then leaves the address. */
function openCard(form: HTMLFormElement): void {
  const secret = location.hash.slice(1);
  if (!secret) return;
  history.replaceState(null, "", location.pathname);
  (form.elements.namedItem("key") as HTMLInputElement).value = secret;
  form.requestSubmit();
}

function keepReport(el: HTMLElement, form: HTMLFormElement): void {
  const place = `card:${location.pathname}`;
  if (!el.querySelector(".note.is-bad")) restore(form, place);
  form.addEventListener("input", () => save(form, place));
  tenths(el, form, place);
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    if (el.dataset.busy) return;
    el.dataset.busy = "true";
    void send(el, form, place).finally(() => delete el.dataset.busy);
  });
}

/** tenths fills the number in by a press. */
function tenths(el: HTMLElement, form: HTMLFormElement, place: string): void {
  const row = el.querySelector<HTMLElement>("[data-tenths]");
  if (!row) return;
  row.hidden = false;
  row.addEventListener("click", (e) => {
    const n = (e.target as HTMLElement).closest<HTMLElement>("[data-percent]")?.dataset.percent;
    if (n === undefined) return;
    (form.elements.namedItem("percent") as HTMLInputElement).value = n;
    save(form, place);
  });
}

const kept = ["percent", "done", "note"];

function save(form: HTMLFormElement, place: string): void {
  const typed: Record<string, string> = {};
  for (const name of kept) {
    const input = form.elements.namedItem(name) as HTMLInputElement | null;
    if (input) typed[name] = input.value;
  }
  localStorage.setItem(place, JSON.stringify(typed));
}

function restore(form: HTMLFormElement, place: string): void {
  const typed = JSON.parse(localStorage.getItem(place) ?? "{}") as Record<string, string>;
  for (const name of kept) {
    const input = form.elements.namedItem(name) as HTMLInputElement | null;
    if (input && typed[name] !== undefined) input.value = typed[name];
  }
}

/** send sends the report under its one key, so that however often it is sent it
 * is recorded once, and waits for the network when there is none. */
async function send(el: HTMLElement, form: HTMLFormElement, place: string): Promise<void> {
  const wait = el.querySelector<HTMLElement>("[data-wait]");
  const say = (text: string): void => {
    if (!wait) return;
    wait.textContent = text;
    wait.hidden = text === "";
  };
  for (;;) {
    say(el.dataset.sending ?? "");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      if (answer.status < 500) return void take(answer, form, place);
    } catch {
      // no network: the next turn tries again
    }
    say(el.dataset.offline ?? "");
    await new Promise<void>((done) => {
      const timer = setTimeout(done, again);
      addEventListener("online", () => (clearTimeout(timer), done()), { once: true });
    });
  }
}

/** take goes on when the report was recorded, and shows a refusal in place. */
async function take(answer: Response, form: HTMLFormElement, place: string): Promise<void> {
  if (answer.redirected) {
    localStorage.removeItem(place);
    location.assign(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("main form, form");
  if (!fresh) return location.reload();
  form.replaceWith(document.adoptNode(fresh));
  const el = document.querySelector<HTMLElement>("[data-island]");
  if (el) {
    el.querySelector("[data-wait]")?.setAttribute("hidden", "");
    keepReport(el, el.querySelector("form") as HTMLFormElement);
    el.querySelector<HTMLElement>("[role=alert]")?.focus();
  }
}
