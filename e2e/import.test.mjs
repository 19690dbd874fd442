// A contractor's file comes in: shown first, stored when somebody says so.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gantt, house, root, signIn } from "./house.mjs";

const example = join(root, "internal/planfile/primavera/xer/testdata/xuzhou_ev_plant.xer");
const real = [process.env.FUGONG_SHARED, join(root, "..", "shared")]
  .filter(Boolean).map((dir) => join(dir, "data/plans/xer/hotel_4236t.xer")).find(existsSync);

let h;
before(async () => { h = await house(); });
after(() => h.close());

async function upload(page, file) {
  await page.goto(`${h.address}/projects/import`);
  const org = page.locator("select[name=org]");
  if (!(await org.inputValue())) await org.selectOption({ index: 1 });
  await page.locator("input[type=file]").setInputFiles(file);
  await page.locator("form:has(input[type=file]) button.btn-primary").first().click();
}

// confirm says yes to the preview and waits for the project's own page.
async function confirm(page) {
  await page.locator("form[action*='confirm'] button[type=submit], form[action^='/imports/'] button.btn-primary").first().click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}/);
  const [path] = /\/projects\/[0-9a-f-]{36}/.exec(page.url());
  await page.goto(`${h.address}${path}/plan?view=gantt`);
}

test("a plan in GB18030 is read, shown with its encoding, and stored only when confirmed", async () => {
  const page = await signIn(h, "planner", { lang: "zh" });
  await upload(page, example);
  await page.waitForURL(/\/imports\//);
  const text = await page.evaluate(() => document.body.innerText);
  assert.match(text, /GB18030/i);
  assert.match(text, /首车下线/);
  const listed = async () => (await (await page.request.get(`${h.address}/projects`)).text()).match(/href="\/projects\/[0-9a-f-]{36}/g).length;
  const before = await listed();
  await page.reload();
  assert.equal(await listed(), before, "a preview stores nothing");
  await confirm(page);
  await gantt(page);
  assert.ok((await listed()) > before, "what was confirmed is listed");

  const [own] = /\/projects\/[0-9a-f-]{36}/.exec(page.url());
  await page.goto(`${h.address}${own}/import`);
  await page.locator("input[type=file]").setInputFiles(example);
  await page.locator("form:has(input[type=file]) button.btn-primary").first().click();
  await page.waitForURL(/\/imports\//);
  assert.match(await page.innerText("main"), /文件内容与现行计/, "the same file again changes nothing");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a file that was cut off is refused in one sentence, in both languages", async () => {
  const cut = readFileSync(example).subarray(0, 9000);
  for (const [lang, words] of [["zh", /不完整|中断|缺/], ["en", /incomplete/i]]) {
    const page = await signIn(h, "planner", { lang });
    await upload(page, { name: "cut.xer", mimeType: "application/octet-stream", buffer: cut });
    const told = page.locator("[role=alert], .alert, .toast").filter({ hasText: "cut.xer" }).first();
    await told.waitFor();
    assert.match(await told.innerText(), words);
    await page.context().close();
  }
});

test("a real plan of 4,236 activities comes in and its chart opens", async (t) => {
  if (!real) {
    t.diagnostic("the folder of real plans is absent (set FUGONG_SHARED): our own example stands in");
  }
  const page = await signIn(h, "dispatcher", { lang: "en" });
  await upload(page, real ?? join(root, "internal/masterplan/testdata/pipe_rack.xer"));
  await page.waitForURL(/\/imports\//, { timeout: 30_000 });
  await confirm(page);
  await gantt(page);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

// stale is a plan in which task 2 starts while task 1, that it follows, is at work.
function stale() {
  const task = (uid, start, finish, link) => `<Task><UID>${uid}</UID><ID>${uid}</ID><Name>Task ${uid}</Name><Duration>PT16H0M0S</Duration><Start>${start}</Start><Finish>${finish}</Finish>` +
    `<EarlyStart>${start}</EarlyStart><EarlyFinish>${finish}</EarlyFinish>${link}</Task>`;
  return Buffer.from('<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-03-02T08:00:00</StartDate><Tasks>' +
    task(1, "2026-03-02T08:00:00", "2026-03-03T17:00:00", "") +
    task(2, "2026-03-03T08:00:00", "2026-03-04T17:00:00", "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink>") +
    "</Tasks></Project>");
}

test("a file that contradicts itself is shown with both values and what to do, on a desk and on a phone", async () => {
  for (const [lang, size, words] of [
    ["en", { width: 1440, height: 900 }, [/contradicts itself/, /1 · Early finish/, /waits for it/]],
    ["zh", { width: 390, height: 844 }, [/自相矛盾/, /1 · 最早完成/, /等待其紧前作业/]],
  ]) {
    const page = await signIn(h, "planner", { lang });
    await page.setViewportSize(size);
    await upload(page, { name: "stale.xml", mimeType: "text/xml", buffer: stale() });
    await page.waitForURL(/\/imports\//);
    const told = page.locator("section.panel").filter({ has: page.locator("#contradictions") });
    await told.scrollIntoViewIfNeeded();
    for (const word of words) assert.match(await told.innerText(), word);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "the page does not scroll sideways");
    if (process.env.SHOT) await told.screenshot({ path: `${process.env.SHOT}-${lang}.png` });
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
});
