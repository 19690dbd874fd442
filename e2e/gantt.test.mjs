// Finding one's way in the chart of a plan.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gantt, house, phone, project, signIn } from "./house.mjs";

let h;
let chart;
before(async () => {
  h = await house();
  const page = await signIn(h, "dispatcher");
  chart = `${await project(page, h, "Kaiwo")}/plan?view=gantt`;
  await page.context().close();
});
after(() => h.close());

// rows is how many activities the chart tells a screen reader of.
const rows = (page) => page.locator("[data-gantt] [aria-rowcount]").first().getAttribute("aria-rowcount").then(Number);

test("zoom, search and the critical filter are in the address, and a reload brings them back", async () => {
  const page = await signIn(h, "dispatcher", { path: chart, lang: "en" });
  const host = await gantt(page);
  const all = await rows(page);
  const grid = host.locator("[tabindex='0']").first();
  await grid.focus();
  await page.keyboard.press("+");
  await page.waitForURL(/zoom=\d/);
  await host.locator(".gantt-search").fill("roller");
  await page.waitForURL(/q=roller/);
  const found = await rows(page);
  assert.ok(found > 0 && found < all, `${found} of ${all} rows`);
  await host.locator(".gantt-search").fill("");
  await host.getByRole("button", { name: "Critical", exact: true }).click();
  await page.waitForURL(/only=critical/);
  const critical = await rows(page);
  assert.ok(critical > 0 && critical < all, `${critical} critical of ${all}`);
  const zoom = new URL(page.url()).searchParams.get("zoom");
  await page.reload();
  await gantt(page);
  assert.equal(await rows(page), critical);
  assert.equal(new URL(page.url()).searchParams.get("zoom"), zoom);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a search that finds nothing says so", async () => {
  const page = await signIn(h, "dispatcher", { path: chart, lang: "zh" });
  const host = await gantt(page);
  await host.locator(".gantt-search").fill("没有这样的作业");
  await page.waitForFunction(() => /没有符合条件的作业/.test(document.querySelector("[data-gantt]").innerText));
  await page.context().close();
});

test("the arrows walk down the plan, Enter opens the activity", async () => {
  const page = await signIn(h, "liaison", { path: chart, lang: "zh" });
  const host = await gantt(page);
  await host.locator("[tabindex='0']").first().focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowDown");
  const current = host.locator("[aria-selected=true]").first();
  await current.waitFor({ state: "attached" });
  await Promise.all([page.waitForURL(/\/activities\//), page.keyboard.press("Enter")]);
  await page.context().close();
});

test("on paper the plan is drawn whole, without the page around it", async () => {
  const page = await signIn(h, "dispatcher", { path: chart, lang: "en" });
  await gantt(page);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  for (const part of ["header.top", ".gantt-search", "#headline"]) assert.equal(await page.locator(part).first().isVisible(), false, part);
  assert.ok(await page.locator(".gantt-sheet > svg").count() > 0);
  const pdf = await page.pdf({ format: "A3", landscape: true, printBackground: true });
  assert.ok(pdf.length > 20_000, `${pdf.length} bytes of paper`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a cheap phone on a slow network shows the chart", async (t) => {
  const page = await signIn(h, "planner", { path: "/projects", size: phone });
  const client = await page.context().newCDPSession(page);
  await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await client.send("Network.enable");
  await client.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 });
  const began = Date.now();
  await page.goto(h.address + chart);
  await gantt(page);
  t.diagnostic(`first bars after ${Date.now() - began} ms`);
  assert.ok(Date.now() - began < 10_000);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("at twice the text size every page of a project can be read without scrolling sideways", async () => {
  const page = await signIn(h, "liaison", { path: "/", lang: "zh", size: { width: 720, height: 900 } });
  for (const path of ["/", "/projects", chart, chart.replace("gantt", "table"), chart.replace("plan?view=gantt", "progress"), "/deliveries"]) {
    await page.goto(h.address + path);
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 1, `${path} is ${wide} px too wide`);
  }
  await page.context().close();
});
