// After signing out, the Back button must not show what was on the screen: a
// page from the browser's memory stays hidden until the server allows it.

export function away(): void {
  window.addEventListener("pageshow", (e) => {
    if (e.persisted && document.querySelector(".account")) void check();
  });
}

async function check(): Promise<void> {
  const root = document.documentElement;
  root.style.visibility = "hidden";
  const answer = await fetch("/signed-in", { redirect: "manual" }).catch(() => undefined);
  if (answer && !answer.ok) location.reload();
  else root.style.visibility = "";
}
