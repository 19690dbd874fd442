// A page that follows something (body[data-live="kind/id"]) hears of changes
// and lets its parts fetch themselves again: hx-trigger="live from:body".
// A hidden tab lets go of its connection and catches up when it is seen again, and
// so does one whose connection broke. On its way to the first connection a page
// may miss a change: it says how old it is.

export function live(): void {
  const topic = document.body.dataset.live;
  if (!topic) return;
  let source: EventSource | undefined;
  let fresh = 0; // when what is shown was asked for
  const changed = () => {
    fresh = performance.now();
    document.body.dispatchEvent(new CustomEvent("live"));
    document.querySelectorAll("[data-gantt]").forEach((g) => g.dispatchEvent(new CustomEvent("fugong:update")));
  };
  const open = () => {
    let again = false;
    source = new EventSource(`/live/${topic}?age=${Math.ceil(performance.now() - fresh)}`);
    source.addEventListener("changed", changed);
    source.addEventListener("open", () => {
      if (again) changed();
      again = true;
    });
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source?.close();
      source = undefined;
    } else if (!source) {
      changed();
      open();
    }
  });
  window.addEventListener("pagehide", () => source?.close());
  if (!document.hidden) open();
}
