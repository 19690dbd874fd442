// What a plan of 5,000 activities costs: server time, first bars, scrolling,
// and every page warm. `make bench` prints it; it fails nothing.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gantt, house, project, signIn } from "./house.mjs";

// plan writes 5,000 activities in 50 chains with ties between them, in the
// columns of our template.
function plan(file) {
  const rows = ["code,name,parent,start,duration,predecessors"];
  for (let c = 0; c < 50; c++) {
    rows.push(`W${c},Section ${c},,,,`);
    for (let i = 0; i < 100; i++) {
      const before = [];
      if (i) before.push(`A${c * 100 + i - 1}`);
      if (c && i % 2) before.push(`A${(c - 1) * 100 + i}SS+${i % 5}d`);
      rows.push(`A${c * 100 + i},Activity ${c}.${i},W${c},${i || c ? "" : "2026-03-02"},${1 + ((i * 7 + c) % 9)},${before.join("; ")}`);
    }
  }
  writeFileSync(file, rows.join("\n"));
}

const middle = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const at = (list, share) => [...list].sort((a, b) => a - b)[Math.floor(list.length * share)];

async function warm(page, url) {
  const times = [];
  for (let i = 0; i < 12; i++) {
    const began = performance.now();
    await page.request.get(url).then((r) => r.body());
    times.push(performance.now() - began);
  }
  return middle(times.slice(2));
}

async function frames(page) {
  await page.evaluate(() => {
    window.ticks = [];
    let last = performance.now();
    const tick = (now) => { window.ticks.push(now - last); last = now; window.frame = requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
  });
  for (let i = 0; i < 120; i++) await page.mouse.wheel(i % 3 ? 0 : 60, 90);
  return page.evaluate(() => { cancelAnimationFrame(window.frame); return window.ticks.slice(5); });
}

const dir = mkdtempSync(join(tmpdir(), "fugong-perf-"));
const h = await house();
try {
  const file = join(dir, "five_thousand.csv");
  plan(file);
  const page = await signIn(h, "dispatcher", { lang: "en" });
  await page.goto(`${h.address}/projects/import`);
  const org = page.locator("select[name=org]");
  if (!(await org.inputValue())) await org.selectOption({ index: 1 });
  await page.locator("input[type=file]").setInputFiles(file);
  let began = performance.now();
  await page.locator("form:has(input[type=file]) button.btn-primary").first().click();
  await page.waitForURL(/\/imports\//, { timeout: 60_000 });
  console.log(`preview of 5,000 activities shown     ${(performance.now() - began).toFixed(0)} ms`);
  await page.locator("form[action*='confirm'] button[type=submit], form[action^='/imports/'] button.btn-primary").first().click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}/);
  const [big] = /\/projects\/[0-9a-f-]{36}/.exec(page.url());

  const paint = await signIn(h, "dispatcher", { lang: "en" });
  began = performance.now();
  await paint.goto(`${h.address}${big}/plan?view=gantt`);
  await gantt(paint);
  console.log(`first bars of its chart               ${(performance.now() - began).toFixed(0)} ms`);
  const first = await paint.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0);
  console.log(`first paint of its page               ${first.toFixed(0)} ms`);
  const box = await paint.locator("[data-gantt]").first().boundingBox();
  await paint.mouse.move(box.x + box.width * 0.75, box.y + box.height / 2);
  const ticks = await frames(paint);
  console.log(`scrolling: frame p50 / p95            ${middle(ticks).toFixed(1)} / ${at(ticks, 0.95).toFixed(1)} ms`);

  const ev = await project(page, h, "Kaiwo");
  const paths = {
    "project page, 5,000 activities": `${big}/plan?view=gantt`, "its chart's data": `${big}/gantt.json`, "its table": `${big}/plan?view=table`,
    today: "/", projects: "/projects", "project page": `${ev}/plan?view=gantt`, progress: `${ev}/progress`,
    deliveries: "/deliveries", calendars: `${ev}/calendars`, history: `${ev}/history`,
  };
  for (const [name, path] of Object.entries(paths)) {
    console.log(`warm: ${name.padEnd(32)}${(await warm(page, h.address + path)).toFixed(1)} ms`);
  }
} finally {
  await h.close();
  rmSync(dir, { recursive: true });
}
