// Mouse and touch: hover, select, open, close summaries, pan, zoom, splitter.

import { hideCard, showCard } from "./card";
import { placeAt } from "./keys";
import { HEAD } from "./frame";
import { Column, edgeAt, nameX } from "./table";
import type { Gantt } from "./view";

const CARD_DELAY = 250;
const DRAG_FROM = 4;

/** listenPointer binds mouse, wheel and touch to the stage. */
export function listenPointer(g: Gantt): void {
  const drag = { on: false, moved: false, x: 0, y: 0, left: 0, top: 0 };
  listenHover(g, drag);
  listenDrag(g, drag);
  listenClick(g, drag);
  listenWheel(g);
  listenPinch(g);
  listenSplit(g);
  listenEdges(g);
}

interface Drag {
  on: boolean;
  moved: boolean;
  x: number;
  y: number;
  left: number;
  top: number;
}

/** spot is where an event happened, from the stage's corner. */
function spot(g: Gantt, e: { clientX: number; clientY: number }): { x: number; y: number } {
  const box = g.parts.stage.getBoundingClientRect();
  return { x: e.clientX - box.left, y: e.clientY - box.top };
}

function rowAt(g: Gantt, y: number): number {
  const p = placeAt(g, y);
  return p < 0 ? -1 : g.outline.shown[p];
}

function listenHover(g: Gantt, drag: Drag): void {
  let timer = 0;
  const leave = (): void => {
    clearTimeout(timer);
    hideCard(g);
    if (g.hover < 0) return;
    g.hover = -1;
    g.redraw();
  };
  g.parts.stage.addEventListener("pointermove", (e) => {
    if (e.pointerType === "touch" || drag.on || e.target === g.parts.split) return leave();
    const at = spot(g, e);
    const row = rowAt(g, at.y);
    if (row !== g.hover) {
      hideCard(g);
      g.hover = row;
      g.redraw();
    }
    clearTimeout(timer);
    if (row >= 0) timer = window.setTimeout(() => showCard(g, row, e.clientX, e.clientY), CARD_DELAY);
  });
  g.parts.stage.addEventListener("pointerleave", leave);
  g.parts.stage.addEventListener("pointerdown", leave);
  g.parts.scroll.addEventListener("scroll", leave, { passive: true });
}

/** listenDrag pans with the mouse; fingers scroll by themselves. */
function listenDrag(g: Gantt, drag: Drag): void {
  const { stage, scroll } = g.parts;
  stage.addEventListener("pointerdown", (e) => {
    drag.moved = false;
    if (e.pointerType === "touch" || e.button !== 0 || spot(g, e).x < g.tableWidth) return;
    Object.assign(drag, { on: true, moved: false, x: e.clientX, y: e.clientY, left: scroll.scrollLeft, top: scroll.scrollTop });
  });
  stage.addEventListener("pointermove", (e) => {
    if (!drag.on) return;
    const dx = e.clientX - drag.x;
    const dy = e.clientY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < DRAG_FROM) return;
    if (!drag.moved) stage.setPointerCapture(e.pointerId);
    drag.moved = true;
    stage.classList.add("gantt-dragging");
    scroll.scrollLeft = drag.left - dx;
    scroll.scrollTop = drag.top - dy;
  });
  const end = (): void => {
    drag.on = false;
    stage.classList.remove("gantt-dragging");
  };
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
}

function listenClick(g: Gantt, drag: Drag): void {
  g.parts.stage.addEventListener("click", (e) => {
    if (drag.moved) {
      drag.moved = false;
      return;
    }
    if (e.target === g.parts.split) return;
    g.parts.mirror.focus({ preventScroll: true });
    const at = spot(g, e);
    const row = rowAt(g, at.y);
    if (row < 0) return;
    if (onTwist(g, row, at.x)) g.toggle(row);
    else {
      g.select(row);
      if (at.x < g.tableWidth) g.showBar(row);
    }
  });
  g.parts.stage.addEventListener("dblclick", (e) => {
    const at = spot(g, e);
    const row = rowAt(g, at.y);
    if (row >= 0 && e.target !== g.parts.split && !onTwist(g, row, at.x)) g.open(row);
  });
}

/** onTwist says whether x lies on the triangle of a summary, with room for a finger. */
function onTwist(g: Gantt, row: number, x: number): boolean {
  const name = g.columns.find((c) => c.key === "name");
  if (!name || !g.chart.rows.hasChildren[row]) return false;
  const at = nameX(name, g.chart.rows.level[row]);
  return x >= at - 20 && x < at + 1;
}

function listenWheel(g: Gantt): void {
  g.parts.stage.addEventListener(
    "wheel",
    (e) => {
      if (!e.ctrlKey && !e.metaKey) return;
      e.preventDefault();
      const pixels = e.deltaY * (e.deltaMode === 1 ? 16 : 1);
      g.zoomTo(g.scale.perDay * Math.exp(-Math.max(-120, Math.min(120, pixels)) * 0.004), Math.max(0, spot(g, e).x - g.tableWidth));
    },
    { passive: false },
  );
}

/** listenPinch zooms about the middle of two fingers. */
function listenPinch(g: Gantt): void {
  let from = 0;
  let perDay = 0;
  const apart = (t: TouchList): number => Math.hypot(t[0].clientX - t[1].clientX, t[0].clientY - t[1].clientY);
  g.parts.stage.addEventListener(
    "touchstart",
    (e) => {
      if (e.touches.length !== 2) return;
      e.preventDefault();
      from = Math.max(1, apart(e.touches));
      perDay = g.scale.perDay;
    },
    { passive: false },
  );
  g.parts.stage.addEventListener(
    "touchmove",
    (e) => {
      if (e.touches.length !== 2 || from === 0) return;
      e.preventDefault();
      const x = (e.touches[0].clientX + e.touches[1].clientX) / 2;
      const at = spot(g, { clientX: x, clientY: 0 }).x - g.tableWidth;
      g.zoomTo((perDay * apart(e.touches)) / from, Math.max(0, at));
    },
    { passive: false },
  );
  g.parts.stage.addEventListener("touchend", (e) => {
    if (e.touches.length < 2) from = 0;
  });
}

function listenSplit(g: Gantt): void {
  const split = g.parts.split;
  let on = false;
  split.addEventListener("pointerdown", (e) => {
    e.stopPropagation();
    on = true;
    split.setPointerCapture(e.pointerId);
  });
  split.addEventListener("pointermove", (e) => {
    if (on) g.setTable(spot(g, e).x);
  });
  const end = (): void => void (on = false);
  split.addEventListener("pointerup", end);
  split.addEventListener("pointercancel", end);
  split.addEventListener("dblclick", () => g.setTable(0));
}

/** listenEdges makes columns wider and narrower by their edges in the head. */
function listenEdges(g: Gantt): void {
  const { stage, table } = g.parts;
  let column: Column | null = null;
  let from = 0;
  const over = (e: PointerEvent): Column | null => {
    const at = spot(g, e);
    return at.y < HEAD && at.x < g.tableWidth ? edgeAt(g.columns, at.x) : null;
  };
  stage.addEventListener("pointerdown", (e) => {
    column = e.button === 0 ? over(e) : null;
    if (!column) return;
    e.preventDefault();
    from = e.clientX - column.width;
    stage.setPointerCapture(e.pointerId);
  });
  stage.addEventListener("pointermove", (e) => {
    if (column) g.setColumn(column.key, e.clientX - from);
    else table.style.cursor = over(e) ? "col-resize" : "";
  });
  const end = (): void => void (column = null);
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
}
