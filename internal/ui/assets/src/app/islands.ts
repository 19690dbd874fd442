// Parts with a script of their own load it when they come near the screen.

interface Island {
  mount(el: HTMLElement): void | (() => void);
}

const ends = new WeakMap<Element, () => void>();

export function islands(): void {
  scan(document);
  document.addEventListener("htmx:afterSettle", (e) => scan(e.target as Element));
  document.addEventListener("htmx:beforeCleanupElement", (e) => {
    const el = e.target as Element;
    ends.get(el)?.();
    ends.delete(el);
  });
}

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      near.unobserve(entry.target);
      void load(entry.target as HTMLElement);
    }
  },
  { rootMargin: "300px" },
);

function scan(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-island]:not([data-seen])").forEach((el) => {
    el.dataset.seen = "";
    near.observe(el);
  });
}

async function load(el: HTMLElement): Promise<void> {
  const island = (await import(el.dataset.island ?? "")) as Island;
  const end = island.mount(el);
  if (end) ends.set(el, end);
}
