// Colours and fonts from CSS custom properties, so that the page's theme rules.

/** Paint is what a pen fills with. */
export type Paint = string | CanvasPattern | CanvasGradient;

export interface Theme {
  bg: string;
  head: string;
  ink: string;
  soft: string;
  faint: string;
  line: string;
  grid: string;
  off: string;
  holiday: string;
  hover: string;
  select: string;
  accent: string;
  flash: string;
  bar: string;
  done: string;
  critical: string;
  criticalDone: string;
  summary: string;
  milestone: string;
  baseline: string;
  float: string;
  link: string;
  driving: string;
  before: string;
  after: string;
  today: string;
  dataDate: string;
  target: string;
  front: string;
  late: string;
  warn: string;
  family: string;
  hatch: Paint; // over critical work still to do
  inactive: Paint;
}

type Colour = Exclude<keyof Theme, "family" | "hatch" | "inactive">;

/** Names of the custom properties and their light values, which print uses too. */
const colours: Record<Colour, [string, string]> = {
  bg: ["--gantt-bg", "#ffffff"],
  head: ["--gantt-head", "#f6f8fa"],
  ink: ["--gantt-ink", "#1b2733"],
  soft: ["--gantt-soft", "#5c6b7a"],
  faint: ["--gantt-faint", "#93a0ad"],
  line: ["--gantt-line", "#d5dce3"],
  grid: ["--gantt-grid", "#edf1f4"],
  off: ["--gantt-off", "#f5f7f9"],
  holiday: ["--gantt-holiday", "#f9f1ea"],
  hover: ["--gantt-hover", "#f1f6fb"],
  select: ["--gantt-select", "#e1eefb"],
  accent: ["--gantt-accent", "#1769c2"],
  flash: ["--gantt-flash", "#ffe9a8"],
  bar: ["--gantt-bar", "#9cc2e5"],
  done: ["--gantt-done", "#3f7cb8"],
  critical: ["--gantt-critical", "#e9938b"],
  criticalDone: ["--gantt-critical-done", "#b93a30"],
  summary: ["--gantt-summary", "#3b4856"],
  milestone: ["--gantt-milestone", "#2c3a48"],
  baseline: ["--gantt-baseline", "#b4bdc7"],
  float: ["--gantt-float", "#8fa0b0"],
  link: ["--gantt-link", "#b3c0cc"],
  driving: ["--gantt-driving", "#6b7d8f"],
  before: ["--gantt-before", "#8a4fbf"],
  after: ["--gantt-after", "#0d8a6a"],
  today: ["--gantt-today", "#e07a00"],
  dataDate: ["--gantt-data-date", "#1769c2"],
  target: ["--gantt-target", "#b93a30"],
  front: ["--gantt-front", "#0d8a6a"],
  late: ["--gantt-late", "#c22f23"],
  warn: ["--gantt-warn", "#b86e00"],
};

/** themeOf reads the properties that hold on an element. */
export function themeOf(el: Element, dpr: number): Theme {
  const css = getComputedStyle(el);
  const read = (name: string, fallback: string): string => css.getPropertyValue(name).trim() || fallback;
  const theme = build((k) => read(...colours[k]), css.fontFamily || "sans-serif");
  theme.hatch = hatch(theme.criticalDone, dpr) ?? "transparent";
  theme.inactive = hatch(theme.faint, dpr) ?? theme.faint;
  return theme;
}

/** printTheme is the light theme in greys and hatches that survive a black-and-white printer. */
export function printTheme(family: string): Theme {
  const grey: Partial<Record<Colour, string>> = {
    bar: "#c9d6e2", done: "#53677a", critical: "#f3c9c5", criticalDone: "#8e2018",
    link: "#9aa5af", driving: "#4d5a66", hover: "#fff", select: "#fff", off: "#f0f1f3", holiday: "#e6e7ea",
  };
  const theme = build((k) => grey[k] ?? colours[k][1], family);
  theme.hatch = "url(#gantt-hatch)";
  theme.inactive = "url(#gantt-inactive)";
  return theme;
}

function build(colour: (k: Colour) => string, family: string): Theme {
  const theme = { family, hatch: "transparent", inactive: "transparent" } as Theme;
  for (const k of Object.keys(colours) as Colour[]) theme[k] = colour(k);
  return theme;
}

/** hatch is a pattern of thin diagonals in device pixels. */
function hatch(colour: string, dpr: number): CanvasPattern | null {
  const size = Math.max(4, Math.round(5 * dpr));
  const tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const pen = tile.getContext("2d");
  if (!pen) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = Math.max(1, dpr * 1.1);
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
  }
  pen.stroke();
  const pattern = pen.createPattern(tile, "repeat");
  pattern?.setTransform(new DOMMatrix().scale(1 / dpr));
  return pattern;
}
