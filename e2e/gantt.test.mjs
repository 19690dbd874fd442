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

// shot is what the pixels of an element are, to be compared.
const shot = (page, selector) => page.locator(selector).first().evaluate((c) => c.toDataURL());

test("choosing a bar moves nothing, and what was chosen stays in sight beside the drawer", async () => {
  const page = await signIn(h, "dispatcher", { path: chart, lang: "en" });
  const host = await gantt(page);
  const top = () => host.locator(".gantt-body").evaluate((b) => JSON.stringify([b.getBoundingClientRect().top, b.getBoundingClientRect().width, b.querySelector(".gantt-scroll").scrollTop]));
  const before = await top();
  const body = await host.locator(".gantt-body").boundingBox();
  await page.mouse.click(body.x + 250, body.y + 44 + 24 * 5 + 12);
  await page.locator(".plan-side:not([hidden]) h2").waitFor();
  assert.equal(await top(), before);
  const side = await page.locator(".plan-side").boundingBox();
  const bar = await host.evaluate(async (el) => {
    const { chartOf } = await import(document.querySelector("script[src*='/gantt-']").src);
    const g = chartOf(el);
    const f = g.frame();
    return g.tableWidth + ((g.chart.rows.start[g.selected] - f.scale.from) / 1440) * f.scale.perDay - f.scrollX;
  });
  assert.ok(bar >= 0 && body.x + bar < side.x, `the bar begins at ${body.x + bar}, the drawer at ${side.x}`);
  await page.context().close();
});

test("at 1440 by 900 the chart shows 24 rows, on the full screen 30; Escape gives the page back", async () => {
  const page = await signIn(h, "dispatcher", { path: chart, lang: "zh" });
  const host = await gantt(page);
  const inSight = () => host.locator(".gantt-scroll").evaluate((s) => Math.floor((Math.min(s.getBoundingClientRect().bottom, innerHeight) - s.getBoundingClientRect().top - 44) / 24));
  assert.ok((await inSight()) >= 24, `${await inSight()} rows`);
  await host.getByRole("button", { name: /全屏/ }).click();
  await page.waitForURL(/full=1/);
  assert.ok((await inSight()) >= 30, `${await inSight()} rows on the full screen`);
  await host.locator("[tabindex='0']").first().focus();
  await page.keyboard.press("Escape");
  await page.waitForURL((u) => !u.searchParams.has("full"));
  await page.context().close();
});

test("columns are chosen and widened, and the address keeps them", async () => {
  const page = await signIn(h, "dispatcher", { path: chart, lang: "en" });
  const host = await gantt(page);
  await host.locator(".gantt-layers > summary").click();
  await host.locator(".gantt-columns").getByLabel("Start", { exact: true }).uncheck();
  await page.waitForURL((u) => /cols=/.test(u.search) && !/start/.test(u.searchParams.get("cols")));
  await host.locator(".gantt-layers > summary").click();
  const body = await host.locator(".gantt-body").boundingBox();
  const edge = Number(/code:(\d+)/.exec(new URL(page.url()).searchParams.get("cols"))[1]);
  await page.mouse.move(body.x + edge, body.y + 20);
  await page.mouse.down();
  await page.mouse.move(body.x + edge + 30, body.y + 20, { steps: 3 });
  await page.mouse.up();
  await page.waitForURL((u) => new RegExp(`code:${edge + 30}`).test(u.searchParams.get("cols")));
  const wanted = new URL(page.url()).searchParams.get("cols");
  await page.reload();
  await gantt(page);
  await host.locator(".gantt-layers > summary").click();
  assert.equal(await host.locator(".gantt-columns").getByLabel("Start", { exact: true }).isChecked(), false);
  assert.equal(new URL(page.url()).searchParams.get("cols"), wanted);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a search says what it found only inside of words", async () => {
  const page = await signIn(h, "dispatcher", { path: `${chart}&q=mb`, lang: "en" });
  const host = await gantt(page);
  await page.waitForFunction(() => /\d+ only inside a word/.test(document.querySelector(".gantt-counts").textContent));
  const all = await host.locator(".gantt-counts").innerText();
  assert.match(all, /^\d+ shown · \d+ only inside a word/);
  await page.context().close();
});

test("scrolled by a script the table is where the bars are", async () => {
  const page = await signIn(h, "dispatcher", { path: chart, lang: "zh" });
  await gantt(page);
  const settle = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));
  const go = (both) => page.locator(".gantt-scroll").first().evaluate((s, both) => {
    if (both) s.scrollLeft += 1; // asks for a drawing before the scroll down is known
    s.dispatchEvent(new Event("scroll"));
    s.scrollTop = 480;
  }, both);
  await go(true);
  await settle();
  const table = await shot(page, ".gantt-table");
  await page.locator(".gantt-scroll").first().evaluate((s) => (s.scrollTop = 0));
  await settle();
  assert.notEqual(await shot(page, ".gantt-table"), table, "the table did not follow");
  await go(false);
  await settle();
  assert.equal(await shot(page, ".gantt-table"), table);
  await page.context().close();
});

test("before many sheets are printed their number is told, and range and scale can be chosen", async () => {
  const page = await signIn(h, "dispatcher", { path: chart, lang: "en" });
  const host = await gantt(page);
  await page.evaluate(() => (window.print = () => dispatchEvent(new Event("beforeprint"))));
  await host.getByRole("button", { name: "Print", exact: true }).click();
  const dialog = page.locator("dialog.gantt-print");
  const few = await dialog.locator("[role=status]").innerText();
  assert.match(few, /^\d+ sheets? of A3/);
  await dialog.locator("select[name=size]").selectOption("days");
  assert.match(await dialog.locator("[role=status]").innerText(), /smaller scale take fewer/);
  await dialog.locator("select[name=rows]").selectOption("view");
  await dialog.locator("select[name=size]").selectOption("fit");
  await dialog.getByRole("button", { name: "Print", exact: true }).click();
  await page.locator(".gantt-sheet").first().waitFor({ state: "attached" });
  assert.equal(await page.locator(".gantt-sheet").count(), 1);
  const words = await page.locator(".gantt-sheet").first().evaluate((s) => s.textContent);
  for (const word of ["Kaiwo EV plant", "Data date", "Target", "Page 1 of 1", "Remaining", "Milestone", "Printed"]) assert.ok(words.includes(word), word);
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

test("a change is undone from the chart by Ctrl+Z, and done again", async () => {
  const page = await signIn(h, "planner", { path: chart.replace("gantt", "table"), lang: "en" });
  const asked = [];
  page.on("dialog", (d) => (asked.push(d.message()), d.accept()));
  await page.locator("a[href*='/activities/']").last().click();
  await page.getByRole("link", { name: /Edit/ }).first().click();
  await page.fill("input[name=name]", "Renamed by mistake");
  await page.locator("main form button[data-submit]").last().click();
  await page.getByRole("heading", { name: /Renamed by mistake/ }).first().waitFor();
  await page.goto(h.address + chart);
  await gantt(page);
  const [undo, redo] = [page.locator("button[data-turn=undo]"), page.locator("button[data-turn=redo]")];
  assert.match(await undo.getAttribute("title"), /^Undo: .*Renamed by mistake/);
  assert.equal(await redo.count(), 0);
  await page.keyboard.press("Control+z");
  await redo.waitFor();
  await gantt(page);
  assert.match(asked[0], /Undo: .*Renamed by mistake/);
  await page.keyboard.press("Control+y");
  await undo.waitFor();
  await redo.waitFor({ state: "detached" });
  assert.equal(asked.length, 2);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
