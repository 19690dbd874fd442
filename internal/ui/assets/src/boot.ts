// Runs before the page is drawn, so that a dark page never flashes white.

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

function apply(): void {
  if (!root.dataset.theme) root.dataset.bsTheme = dark.matches ? "dark" : "light";
}

apply();
dark.addEventListener("change", () => {
  apply();
  document.dispatchEvent(new CustomEvent("fugong:theme"));
});
root.classList.add("js");
