// A planner's day on site: how far the work is, what came, which days are off.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, house, phone, project, signIn } from "./house.mjs";

let h;
let ev;
let beds; // the page of the activity that sets the roller beds
before(async () => {
  h = await house();
  const page = await signIn(h, "dispatcher");
  ev = await project(page, h, "Kaiwo");
  await page.goto(`${h.address}${ev}/plan?view=table&q=P520`);
  beds = await page.locator("tbody a[href*='/activities/']").first().getAttribute("href");
  await page.context().close();
});
after(() => h.close());

const send = (page) => page.locator("#progress-form button[data-submit]");
// fields are what a form would send, without files.
const fields = (page) => page.locator("#progress-form form").evaluate((f) => Object.fromEntries([...new FormData(f)].filter(([, v]) => typeof v === "string")));
const post = (page, multipart) => page.request.post(`${h.address}${beds}/progress`, { multipart, headers: { Origin: h.address } });
const entries = (page) => page.locator("ol.entries > li");

test("7 of 10 roller beds with a photo from the phone; the correction keeps both", async () => {
  const page = await signIn(h, "planner", { path: beds, lang: "en", size: phone });
  const before = await entries(page).count();
  await page.fill("#full-done", "7");
  await page.fill("textarea[name=note]", "Bed 7 is on its bolts");
  const buffer = await page.screenshot({ type: "jpeg" });
  await page.setInputFiles("#photos", { name: "bed7.jpg", mimeType: "image/jpeg", buffer });
  await send(page).click();
  await page.getByText("Bed 7 is on its bolts").first().waitFor();
  assert.equal(await entries(page).count(), before + 1);
  const photo = entries(page).first().locator(".photos img");
  await photo.scrollIntoViewIfNeeded();
  await page.waitForFunction((img) => img.complete && img.naturalWidth > 0, await photo.elementHandle());

  await entries(page).first().locator(".entry-correct").click();
  await page.waitForURL(/correct=/);
  await page.fill("#full-done", "8");
  await send(page).click();
  await page.getByText(/8 (of|\/) 10/).first().waitFor();
  assert.equal(await entries(page).count(), before + 2);
  await page.locator("ol.entries > li.is-superseded", { hasText: "Bed 7 is on its bolts" }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a double click, and the same form sent again, record once", async () => {
  const page = await signIn(h, "planner", { path: beds, lang: "zh" });
  const before = await entries(page).count();
  await page.fill("#full-done", "9");
  await page.fill("textarea[name=note]", "九号辊床就位");
  const filled = await fields(page);
  await send(page).dblclick();
  await page.getByText("九号辊床就位").first().waitFor();
  assert.equal(await entries(page).count(), before + 1);
  const again = await post(page, filled);
  assert.ok(again.status() < 500, `a plain answer, not ${again.status()}`);
  await page.reload();
  assert.equal(await entries(page).count(), before + 1);
  await page.context().close();
});

test("more than there is, is refused beside the field, and nothing typed is lost", async () => {
  const page = await signIn(h, "planner", { path: beds, lang: "en" });
  await page.fill("#full-done", "12");
  await page.fill("textarea[name=note]", "kept");
  await send(page).click();
  await page.locator("[role=alert]").first().waitFor();
  assert.equal(await page.inputValue("#full-done"), "12");
  assert.equal(await page.inputValue("textarea[name=note]"), "kept");
  await page.context().close();
});

test("a guard and an auditor record no progress: no form, and a refusal in words", async () => {
  const planner = await signIn(h, "planner", { path: beds, lang: "en" });
  const filled = await fields(planner);
  await planner.context().close();
  for (const [who, sees, words] of [
    ["guard", 403, "Plans are seen by the zone’s staff and by the project’s own organisation"],
    ["auditor", 200, "Auditors read and change nothing"],
  ]) {
    const page = await signIn(h, who, { lang: "en" });
    const answer = await page.goto(h.address + beds);
    assert.equal(answer.status(), sees, who);
    assert.equal(await page.locator("#progress-form form").count(), 0);
    if (!answer.ok()) assert.ok((await page.innerText("main")).includes(words));
    const refused = await post(page, filled);
    assert.equal(refused.status(), 403);
    assert.ok((await refused.text()).includes(words), who);
    await page.context().close();
  }
});

test("of two people who edit one activity, the second is told by whom", async () => {
  const first = await signIn(h, "planner", { path: `${beds}/edit`, lang: "en" });
  const second = await signIn(h, "dispatcher", { path: `${beds}/edit`, lang: "en" });
  await first.fill("input[name=duration]", "9");
  await first.locator("main button[data-submit]").click();
  await first.waitForURL((u) => u.pathname === beds);
  await second.fill("input[name=duration]", "11");
  await second.locator("main button[data-submit]").click();
  const told = second.locator("[role=alert], .trouble-text").first();
  await told.waitFor();
  assert.match(await told.innerText(), /王建国/, "and by whom");
  await Promise.all([first, second].map((p) => p.context().close()));
});

test("an arrival is recorded, and the order's facts follow", async () => {
  const page = await signIn(h, "planner", { path: `${ev}/deliveries`, lang: "en" });
  await page.locator("tbody tr", { has: page.locator(".is-late") }).first().locator("a.dt-name").click();
  await page.waitForURL(/\/deliveries\/[0-9a-f-]{36}/);
  const stands = () => page.locator("dl.facts").first().innerText();
  const before = await stands();
  await page.locator("form[action*='/arrivals'] input[name=what][value=arrived]").check();
  await page.fill("form[action*='/arrivals'] input[name=quantity]", "1");
  await page.locator("form[action*='/arrivals'] button[data-submit]").click();
  await page.locator("[data-toast]").first().waitFor();
  assert.notEqual(await stands(), before);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a week off: tried, its effect read, saved, and taken back", async () => {
  const page = await signIn(h, "planner", { path: `${ev}/calendars`, lang: "en" });
  const add = page.locator("form[action*='/calendars/']").last();
  const start = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  const end = new Date(Date.now() + 16 * 86_400_000).toISOString().slice(0, 10);
  await add.locator("input[name=kind][value=stoppage]").check();
  await add.locator("input[name=from]").fill(start);
  await add.locator("input[name=to]").fill(end);
  await add.locator("input[name=name]").fill("Heat wave");
  await add.locator("button[data-submit]").click();
  const effect = page.locator("section.decide");
  await effect.waitFor();
  assert.match(await effect.innerText(), /day|finish/i);
  await effect.locator("button[data-submit]").click();
  await page.getByText("Heat wave").first().waitFor();
  await page.locator("form[action$='/undo'] button").first().click();
  await page.getByText("Heat wave").first().waitFor({ state: "detached" });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a predecessor is added: found, its effect read, saved, and told in the history", async () => {
  const page = await signIn(h, "planner", { path: beds, lang: "en", size: phone });
  await page.getByRole("link", { name: "Add a predecessor" }).click();
  await page.waitForURL(/\/link\?/);
  await page.fill("input[name=q]", "P160");
  const found = page.locator("#other-list label", { hasText: "P160" });
  await found.waitFor();
  await found.click();
  await page.locator("input[name=type][value=SS]").check();
  await page.fill("input[name=lag]", "3");
  await page.getByRole("button", { name: "See the effect" }).click();
  const effect = page.locator("section.decide");
  await effect.waitFor();
  assert.match(await effect.innerText(), /forecast finish/i);
  await accessible(page);
  await effect.locator("button[data-submit]").click();
  await page.waitForURL(`**${beds}`);
  await page.getByText("Start to start + 3 days").first().waitFor();
  await page.getByText("Link added: P160").first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("today's plan is kept as a baseline", async () => {
  const page = await signIn(h, "planner", { path: `${ev}/baselines`, lang: "en" });
  await page.fill("main input[name=name]", "After the restart");
  await page.locator("form[action$='/baselines'] button[data-submit]").click();
  await page.locator("nav.side-list a", { hasText: "After the restart" }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
