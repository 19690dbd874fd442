// What is taken home, and what one press does to every calendar, with the way back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { house, phone, project, signIn } from "./house.mjs";

let h;
let ev;
before(async () => {
  h = await house();
  const page = await signIn(h, "planner");
  ev = await project(page, h, "Kaiwo");
  await page.context().close();
});
after(() => h.close());

test("what a format cannot hold is told first; what is downloaded is read back with every activity", async () => {
  const page = await signIn(h, "planner", { lang: "en", path: `${ev}/export` });
  for (const [format, told] of [["mspdi", /not able|cannot|differs|told apart/i], ["xer", null], ["p6xml", null], ["xlsx", /workbook/i], ["ical", /milestones/i]]) {
    await page.goto(`${h.address}${ev}/export?format=${format}`);
    const panel = page.locator(".panel", { has: page.locator("a[download]") });
    if (told) assert.match(await panel.innerText(), told, `${format}: nothing is told before the download`);
    const [download] = await Promise.all([page.waitForEvent("download"), panel.locator("a[download]").click()]);
    const path = await download.path();
    assert.equal(await download.failure(), null, format);
    if (format === "ical") continue;
    await page.goto(`${h.address}${ev}/import`);
    await page.locator("input[type=file]").setInputFiles({ name: download.suggestedFilename(), mimeType: "application/octet-stream", buffer: readFileSync(path) });
    await page.locator("form:has(input[type=file]) button.btn-primary").first().click();
    await page.waitForURL(/\/imports\//);
    assert.match(await page.locator("main").innerText(), /Activities\s+162\s+Summaries\s+25\s+Links\s+245/, `${format}: activities are lost on the way`);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("on a phone: holidays are tried and laid over all calendars, taken back and done again", async () => {
  const page = await signIn(h, "planner", { lang: "zh", size: phone, path: `${ev}/calendars?year=2027` });
  page.on("dialog", (d) => d.accept());
  const before = await page.request.get(`${h.address}${ev}/gantt.json`).then((r) => r.text());
  const forms = page.locator("form[action$='/calendars/holidays']");
  await forms.first().locator("[data-submit]").click();
  const apply = page.getByRole("button", { name: "应用到全部日历", exact: true });
  await apply.waitFor();
  assert.equal(await page.request.get(`${h.address}${ev}/gantt.json`).then((r) => r.text()), before, "trying stores nothing");
  await apply.click();
  await page.getByText("法定节假日已写入全部日历").waitFor();
  await page.goto(`${h.address}${ev}/history`);
  await page.getByRole("button", { name: /撤销：将法定节假日应用到日历/ }).click();
  await page.getByText("已撤销").first().waitFor();
  await page.getByRole("button", { name: /恢复：将法定节假日应用到日历/ }).click();
  await page.getByText("已恢复").first().waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 1, `${wide} px too wide`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
