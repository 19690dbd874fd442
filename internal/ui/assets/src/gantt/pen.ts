// What drawing needs of a canvas. The canvas context satisfies Pen as it is;
// print.ts has another that writes SVG, so that paper gets the same drawing.

export interface Pen {
  fillStyle: string | CanvasPattern | CanvasGradient;
  strokeStyle: string | CanvasPattern | CanvasGradient;
  lineWidth: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  globalAlpha: number;
  fillRect(x: number, y: number, w: number, h: number): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  closePath(): void;
  roundRect(x: number, y: number, w: number, h: number, radii: number[]): void;
  fill(): void;
  stroke(): void;
  setLineDash(dash: number[]): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { width: number };
}

/** polygon fills a closed shape of x, y pairs. */
export function polygon(pen: Pen, points: number[], colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(points[0], points[1]);
  for (let i = 2; i < points.length; i += 2) pen.lineTo(points[i], points[i + 1]);
  pen.closePath();
  pen.fill();
}

/** rounded fills a bar; radii are top left, top right, bottom right, bottom left. */
export function rounded(pen: Pen, x: number, y: number, w: number, h: number, radii: number[], colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.roundRect(x, y, w, h, radii);
  pen.fill();
}

/** hatched covers a rectangle with thin diagonals, only between from and to. */
export function hatched(pen: Pen, x: number, y: number, w: number, h: number, from: number, to: number, colour: string): void {
  const step = 5;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.2;
  pen.beginPath();
  const first = -Math.floor(h / step) * step;
  const skip = Math.max(0, Math.floor((from - x - h - first) / step) * step);
  for (let d = first + skip; d < w && x + d < to; d += step) {
    const left = Math.max(0, d);
    const right = Math.min(w, d + h);
    if (right - left < 0.5) continue;
    pen.moveTo(x + left, y + h - (left - d));
    pen.lineTo(x + right, y + h - (right - d));
  }
  pen.stroke();
}

/** vertical draws a line one or more pixels wide, crisp at any whole x. */
export function vertical(pen: Pen, x: number, y1: number, y2: number, colour: string, width = 1, dash: number[] = []): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.beginPath();
  pen.moveTo(Math.round(x) + 0.5, y1);
  pen.lineTo(Math.round(x) + 0.5, y2);
  pen.stroke();
  if (dash.length) pen.setLineDash([]);
}

/** Fitter cuts text to a width with an ellipsis and remembers the result. */
export class Fitter {
  private known = new Map<string, string>();

  /** fit is text, shortened to width in the pen's font. */
  fit(pen: Pen, text: string, width: number): string {
    if (width < 8) return "";
    const key = `${pen.font}|${Math.floor(width)}|${text}`;
    let cut = this.known.get(key);
    if (cut === undefined) {
      if (this.known.size > 20000) this.known.clear();
      this.known.set(key, (cut = shorten(pen, text, width)));
    }
    return cut;
  }
}

function shorten(pen: Pen, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text;
  const letters = [...text];
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if (pen.measureText(letters.slice(0, mid).join("") + "…").width <= width) low = mid;
    else high = mid - 1;
  }
  return letters.slice(0, low).join("").trimEnd() + "…";
}
