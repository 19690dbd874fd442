// Colours and fonts from CSS custom properties, so that the page's theme rules.

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
}

type Colour = Exclude<keyof Theme, "family">;

/** Names of the custom properties and their light values, which print uses too. */
const colours: Record<Colour, [string, string]> = {
  bg: ["--gantt-bg", "#ffffff"],
  head: ["--gantt-head", "#f5f8f7"],
  ink: ["--gantt-ink", "#18211f"],
  soft: ["--gantt-soft", "#55635f"],
  faint: ["--gantt-faint", "#8a9793"],
  line: ["--gantt-line", "#d3dcd8"],
  grid: ["--gantt-grid", "#eaf0ed"],
  off: ["--gantt-off", "#f4f7f5"],
  holiday: ["--gantt-holiday", "#fbf2e6"],
  hover: ["--gantt-hover", "#f1f6f5"],
  select: ["--gantt-select", "#e3f0ef"],
  accent: ["--gantt-accent", "#0d6a6e"],
  flash: ["--gantt-flash", "#ffe9a8"],
  bar: ["--gantt-bar", "#a3cdca"],
  done: ["--gantt-done", "#2b7f80"],
  critical: ["--gantt-critical", "#f5bfb9"],
  criticalDone: ["--gantt-critical-done", "#b3261e"],
  summary: ["--gantt-summary", "#33443f"],
  milestone: ["--gantt-milestone", "#22302c"],
  baseline: ["--gantt-baseline", "#b1bdb8"],
  float: ["--gantt-float", "#8b9b95"],
  link: ["--gantt-link", "#b4c2bd"],
  driving: ["--gantt-driving", "#64776f"],
  before: ["--gantt-before", "#8a4fbf"],
  after: ["--gantt-after", "#2f6fb0"],
  today: ["--gantt-today", "#b86200"],
  dataDate: ["--gantt-data-date", "#0d6a6e"],
  target: ["--gantt-target", "#b3261e"],
  front: ["--gantt-front", "#2f6fb0"],
  late: ["--gantt-late", "#b3261e"],
  warn: ["--gantt-warn", "#9a5b00"],
};

/** themeOf reads the properties that hold on an element. */
export function themeOf(el: Element): Theme {
  const css = getComputedStyle(el);
  return build((k) => css.getPropertyValue(colours[k][0]).trim() || colours[k][1], css.fontFamily || "sans-serif");
}

/** printTheme is the light theme in greys that survive a black-and-white printer. */
export function printTheme(family: string): Theme {
  const grey: Partial<Record<Colour, string>> = {
    bar: "#cbd8d5",
    done: "#56706b",
    critical: "#fae3e0",
    criticalDone: "#8e2018",
    link: "#9aa5af",
    driving: "#4d5a66",
    hover: "#fff",
    select: "#fff",
    off: "#f0f1f3",
    holiday: "#e6e7ea",
  };
  return build((k) => grey[k] ?? colours[k][1], family);
}

function build(colour: (k: Colour) => string, family: string): Theme {
  const theme = { family } as Theme;
  for (const k of Object.keys(colours) as Colour[]) theme[k] = colour(k);
  return theme;
}
