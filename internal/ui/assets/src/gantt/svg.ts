// A pen that writes SVG, so that paper gets the drawing of the screen.

import type { Pen } from "./pen";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** escapeXml makes text safe inside an element or attribute. */
export function escapeXml(s: string): string {
  return s.replace(/[&<>"]/g, (c) => escapes[c]);
}

/** SvgPen collects elements in out. measure is the width of a text in a font. */
export class SvgPen implements Pen {
  fillStyle: Pen["fillStyle"] = "#000";
  strokeStyle: Pen["strokeStyle"] = "#000";
  lineWidth = 1;
  font = "400 12px sans-serif";
  textAlign: CanvasTextAlign = "left";
  textBaseline: CanvasTextBaseline = "middle";
  globalAlpha = 1;
  readonly out: string[] = [];
  private path = "";
  private dash = "";

  constructor(private measure: (text: string, font: string) => number) {}

  fillRect(x: number, y: number, w: number, h: number): void {
    this.out.push(`<rect x="${num(x)}" y="${num(y)}" width="${num(w)}" height="${num(h)}" fill="${this.fillStyle}"${this.alpha()}/>`);
  }

  beginPath(): void {
    this.path = "";
  }

  moveTo(x: number, y: number): void {
    this.path += `M${num(x)} ${num(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.path += `L${num(x)} ${num(y)}`;
  }

  closePath(): void {
    this.path += "Z";
  }

  roundRect(x: number, y: number, w: number, h: number, radii: number[]): void {
    const [a, b, c, d] = radii.map((r) => Math.min(r, w / 2, h / 2));
    const corner = (r: number, ex: number, ey: number): string => (r ? `A${num(r)} ${num(r)} 0 0 1 ${num(ex)} ${num(ey)}` : "");
    this.path +=
      `M${num(x + a)} ${num(y)}H${num(x + w - b)}${corner(b, x + w, y + b)}V${num(y + h - c)}${corner(c, x + w - c, y + h)}` +
      `H${num(x + d)}${corner(d, x, y + h - d)}V${num(y + a)}${corner(a, x + a, y)}Z`;
  }

  fill(): void {
    this.out.push(`<path d="${this.path}" fill="${this.fillStyle}"${this.alpha()}/>`);
  }

  stroke(): void {
    this.out.push(
      `<path d="${this.path}" fill="none" stroke="${this.strokeStyle}" stroke-width="${num(this.lineWidth)}"${this.dash}${this.alpha()}/>`,
    );
  }

  setLineDash(dash: number[]): void {
    this.dash = dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : "";
  }

  fillText(text: string, x: number, y: number): void {
    const [, weight, size, family] = /^(\d+) ([\d.]+)px (.*)$/.exec(this.font) ?? ["", "400", "12", "sans-serif"];
    const anchor = this.textAlign === "right" ? ' text-anchor="end"' : this.textAlign === "center" ? ' text-anchor="middle"' : "";
    this.out.push(
      `<text x="${num(x)}" y="${num(y + +size * 0.35)}" font-size="${size}" font-weight="${weight}" font-family="${escapeXml(family)}"` +
        ` fill="${this.fillStyle}"${anchor}>${escapeXml(text)}</text>`,
    );
  }

  measureText(text: string): { width: number } {
    return { width: this.measure(text, this.font) };
  }

  private alpha(): string {
    return this.globalAlpha < 1 ? ` opacity="${this.globalAlpha}"` : "";
  }
}

function num(n: number): string {
  return String(Math.round(n * 100) / 100);
}
