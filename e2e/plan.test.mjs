// What a dispatcher and a planner do with a plan all day.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gantt, house, phone, project, signIn } from "./house.mjs";

let h;
let ev;
before(async () => {
  h = await house();
  const page = await signIn(h, "dispatcher");
  ev = await project(page, h, "Kaiwo");
  await page.context().close();
});
after(() => h.close());

test("the dispatcher narrows the list to red lamps, and the address says so", async () => {
  const page = await signIn(h, "dispatcher", { path: "/projects", lang: "en" });
  const rows = page.locator("tbody tr");
  const all = await rows.count();
  await page.locator("label.chip", { hasText: "Far behind" }).click();
  await page.waitForURL(/lamp=red/);
  await page.waitForFunction((n) => document.querySelectorAll("tbody tr").length < n, all);
  const link = page.url();
  await page.goto(link);
  assert.ok((await rows.count()) < all, "the address keeps the filter");
  const sheet = await page.request.get(link + "&format=xlsx");
  assert.equal((await sheet.body()).subarray(0, 2).toString(), "PK");
  await page.goto(`${h.address}/projects?q=nothing-is-called-this`);
  await page.locator(".empty-state").first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the chart draws, is searched by key, and says why a date is what it is", async () => {
  const page = await signIn(h, "dispatcher", { path: `${ev}/plan?view=gantt`, lang: "en" });
  const host = await gantt(page);
  await host.locator("[tabindex='0']").first().focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowDown");
  const side = page.locator(".plan-side");
  await side.waitFor();
  await side.locator("ol li, .why li, .step").first().waitFor();
  assert.match(await side.innerText(), /start|finish|calendar/i);
  await page.waitForURL(/sel=/);
  await page.keyboard.press("+");
  await page.waitForURL(/zoom=/);
  const zoom = new URL(page.url()).searchParams.get("zoom");
  await page.reload();
  await gantt(page);
  assert.match(page.url(), /sel=/);
  assert.equal(new URL(page.url()).searchParams.get("zoom"), zoom, "the zoom stays");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the chart works on a phone", async () => {
  const page = await signIn(h, "planner", { path: `${ev}/plan?view=gantt`, size: phone });
  await gantt(page);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("progress that the planner records moves the dispatcher's open page", async () => {
  const watching = await signIn(h, "dispatcher", { path: `${ev}/plan?view=table&q=P520`, lang: "en" });
  const href = await watching.locator("a[href*='/activities/']", { hasText: /P520|roller/i }).first().getAttribute("href");
  await watching.goto(h.address + href);
  await watching.getByText(/6 (of|\/) 10/).first().waitFor();

  const planner = await signIn(h, "planner", { path: href, lang: "en" });
  await planner.locator("input[name=done]").first().fill("7");
  await planner.locator("textarea[name=note]").first().fill("Bed 7 stands on its bolts");
  await planner.locator("form[action*='progress'] button[type=submit], form[action*='activities'] button.btn-primary").first().click();
  await planner.getByText(/7 (of|\/) 10/).first().waitFor();
  await watching.getByText(/7 (of|\/) 10/).first().waitFor({ timeout: 15_000 });

  await planner.goto(`${h.address}${ev}/progress`);
  await planner.getByText("Bed 7 stands on its bolts").first().waitFor();
  assert.deepEqual([...planner.faults, ...watching.faults], []);
  await watching.context().close();
  await planner.context().close();
});
