// A page that follows something (body[data-live="kind/id"]) hears of changes
// and lets its parts fetch themselves again: hx-trigger="live from:body".
// A hidden tab lets go of its connection and catches up when it is seen again.

export function live(): void {
  const topic = document.body.dataset.live;
  if (!topic) return;
  let source: EventSource | undefined;
  const changed = () => {
    document.body.dispatchEvent(new CustomEvent("live"));
    document.querySelectorAll("[data-gantt]").forEach((g) => g.dispatchEvent(new CustomEvent("fugong:update")));
  };
  const open = () => {
    source = new EventSource(`/live/${topic}`);
    source.addEventListener("changed", changed);
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
