// Days lost and days won back: a stoppage is booked, a recovery plan is worked
// out while people watch, chosen, accepted and followed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, gantt, house, phone, project, signIn } from "./house.mjs";

let h;
let ev;
let replaced; // the headline before a recovery plan was accepted
before(async () => {
  h = await house();
  const page = await signIn(h, "dispatcher");
  ev = await project(page, h, "Kaiwo");
  await page.context().close();
});
after(() => h.close());

const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
const ask = (page) => page.locator(`form[action$='/recovery'] button[data-submit]`);

// solved waits until the answer of the solve on the page is complete, at most as
// long as it was given and some.
async function solved(page) {
  await page.locator("#bench-solves .lamp-done").first().waitFor({ timeout: 60_000 });
  await page.locator("#point").waitFor();
}

test("the demo's stoppage is booked: what it cost, by cause and by activity, day by day", async () => {
  const page = await signIn(h, "planner", { path: `${ev}/losses`, lang: "en" });
  await page.locator(".chart-body svg").first().waitFor();
  const says = await page.innerText("main");
  assert.match(says, /Epidemic/);
  assert.match(says, /28 days/);
  assert.ok(Number(await page.locator(".figure-value").first().innerText()) > 20, "days lost to stoppages");
  await page.locator(".chart-table summary").click();
  assert.ok((await page.locator(".chart-table tbody tr").count()) > 2, "the account as a table");
  assert.ok((await page.locator("#slips tbody tr").count()) > 20, "activities that move");
  await accessible(page, "losses");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a stoppage of the zone is tried, recorded once, and reaches every project", async () => {
  const page = await signIn(h, "dispatcher", { path: "/stoppages", lang: "en" });
  await page.locator("a[href='/stoppages/new']").first().click();
  await page.check("input[name=scope][value=zone]");
  await page.selectOption("select[name=cause]", "weather");
  await page.fill("input[name=from]", day(3));
  await page.fill("input[name=to]", day(5));
  await page.fill("input[name=note]", "Typhoon");
  await page.locator("main button[data-submit]").click();
  const effect = page.locator("section.decide");
  await effect.waitFor();
  assert.ok((await effect.locator("tbody tr").count()) > 3, "every project with its days");
  await effect.locator("button[data-submit]").click();
  await page.locator("#stoppages tbody tr", { hasText: "Typhoon" }).waitFor();
  for (const name of ["Kaiwo", "Solar"]) {
    const path = await project(page, h, name);
    await page.goto(`${h.address}${path}/losses`);
    await page.getByText("Other weather").first().waitFor();
    await page.goto(`${h.address}${path}/history`);
    await page.getByText(/^Stoppage from|Stoppage from/).first().waitFor();
  }
  // It was a false alarm: withdrawn, and both entries stay.
  await page.goto(`${h.address}/stoppages?q=Typhoon&state=force`);
  await page.locator("#stoppages tbody a").first().click();
  page.once("dialog", (d) => d.accept());
  await page.locator("form[action$='/withdraw'] button").click();
  await page.waitForURL((u) => u.pathname === "/stoppages");
  await page.goto(`${h.address}/stoppages?q=Typhoon`);
  assert.equal(await page.locator("#stoppages tbody tr").count(), 2);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("what holds today is entered; a wrong code is told beside its line and nothing is lost", async () => {
  const page = await signIn(h, "planner", { path: `${ev}/recovery/today`, lang: "en" });
  await page.fill("#now-0", "30");
  await page.fill("#hold-0", "Fire inspection");
  await page.fill("#hold_of-0", "NOWHERE");
  await page.locator("form[action$='/today'] button[data-submit]").click();
  await page.locator("#hold_of-0-error").waitFor();
  assert.equal(await page.inputValue("#now-0"), "30");
  await page.fill("#hold_of-0", "Z400");
  await page.fill("#hold_on-0", day(10));
  await page.locator("form[action$='/today'] button[data-submit]").click();
  await page.waitForURL((u) => u.pathname === `${ev}/recovery`);
  assert.match(await page.innerText("main"), /Entered by/);
  await page.context().close();
});

test("a guard and an auditor see no button, and are refused in words", async () => {
  for (const [who, words] of [["guard", /zone’s staff and by the project’s own organisation|dispatcher/], ["auditor", /Auditors read and change nothing/]]) {
    const page = await signIn(h, who, { path: `${ev}/recovery`, lang: "en" });
    assert.equal(await ask(page).count(), 0);
    for (const path of [`${ev}/recovery`, "/measures"]) {
      const refused = await page.request.post(h.address + path, { multipart: { seconds: "10" }, headers: { Origin: h.address } });
      assert.equal(refused.status(), 403);
      assert.match(await refused.text(), words, who);
    }
    await page.context().close();
  }
});

test("a solve is watched and stopped; what it found stays", async () => {
  const page = await signIn(h, "planner", { path: `${ev}/recovery`, lang: "en" });
  await page.selectOption("select[name=seconds]", "240");
  await ask(page).click();
  await page.waitForURL(/solve=/);
  const other = await signIn(h, "dispatcher", { path: `${ev}/recovery`, lang: "zh" });
  await page.locator("#bench-live .frontier").waitFor({ timeout: 60_000 });
  assert.match(await page.innerText("#bench-live"), /Proved|not proved/);
  await other.locator("#bench-live .frontier").waitFor({ timeout: 20_000 });
  const stop = page.locator("#solve-work form button");
  if (await stop.count()) {
    await stop.click();
    await page.locator("#bench-solves li", { hasText: /Stopped|Done/ }).first().waitFor();
  }
  await page.reload();
  assert.ok((await page.locator(".points tbody tr").count()) > 1, "the plans found stay");
  assert.deepEqual([...page.faults, ...other.faults], []);
  await Promise.all([page, other].map((p) => p.context().close()));
});

test("solve, choose, check, accept, track", async () => {
  const page = await signIn(h, "planner", { path: `${ev}/recovery`, lang: "en" });
  await page.selectOption("select[name=seconds]", "10");
  await ask(page).click();
  await solved(page);
  await page.locator("#frontier, .chart-body svg").first().waitFor();
  const finishes = page.locator(".points tbody th a");
  await finishes.nth((await finishes.count()) - 1).click();
  await page.waitForURL(/point=/);
  await gantt(page);
  await page.locator("#trades .chart-body").scrollIntoViewIfNeeded();
  await page.locator("#trades .chart-body svg").waitFor();
  await accessible(page, "workbench");
  replaced = await page.locator("#headline").innerText();
  await page.locator("#point a.btn-primary").click();
  await page.waitForURL(/\/accept/);
  assert.ok((await page.locator("#moves tbody tr").count()) > 0, "what moves");
  await page.locator("select[name=owner]").first().selectOption({ index: 1 });
  await accessible(page, "accept");
  await page.locator("section.decide button[data-submit]").click();
  await page.waitForURL(/\/tracking/);
  assert.notEqual(await page.locator("#headline").innerText(), replaced, "the plan in force is another");
  assert.ok((await page.locator("#tracks tbody tr").count()) > 0, "measures with owners");
  await accessible(page, "tracking");
  await page.goto(`${h.address}${ev}/baselines`);
  await page.locator("nav.side-list a", { hasText: "Before recovery" }).waitFor();
  await page.goto(`${h.address}${ev}/recovery`);
  await page.getByText("The project has changed since").waitFor();
  assert.equal(await page.locator("#point a.btn-primary").count(), 0, "an outdated plan cannot be accepted");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("somebody was faster: the accept is refused with the way out", async () => {
  const path = await (async () => {
    const page = await signIn(h, "dispatcher");
    const found = await project(page, h, "Solar");
    await page.context().close();
    return found;
  })();
  const page = await signIn(h, "dispatcher", { path: `${path}/recovery`, lang: "en" });
  await page.selectOption("select[name=seconds]", "10");
  await ask(page).click();
  await solved(page);
  await page.locator("#point a.btn-primary").click();
  await page.waitForURL(/\/accept/);
  const other = await signIn(h, "dispatcher", { path: `${path}/baselines`, lang: "en" });
  await other.fill("main input[name=name]", "Meanwhile");
  await other.locator("form[action$='/baselines'] button[data-submit]").click();
  await other.locator("nav.side-list a", { hasText: "Meanwhile" }).waitFor();
  await page.locator("section.decide button[data-submit]").click();
  await page.waitForURL((u) => u.pathname === `${path}/recovery`);
  await page.getByText("Work it out again; the new answer counts").waitFor();
  assert.deepEqual([...page.faults, ...other.faults], []);
  await Promise.all([page, other].map((p) => p.context().close()));
});

test("on a phone: losses, workbench and tracking", async () => {
  const page = await signIn(h, "planner", { path: `${ev}/losses`, size: phone });
  for (const path of [`${ev}/losses`, `${ev}/recovery`, `${ev}/recovery/today`, `${ev}/recovery/tracking`]) {
    await page.goto(h.address + path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 1, `${path} is ${wide} px wider than the phone`);
    await accessible(page, path);
  }
  await page.context().close();
});

test("accepting is undone: the plan before is in force again, and the history tells both", async () => {
  const page = await signIn(h, "planner", { path: `${ev}/recovery/tracking`, lang: "en" });
  page.once("dialog", (d) => d.accept());
  await page.locator("form.undo button").click();
  await page.getByText("Undone by").waitFor();
  assert.equal(await page.locator("#headline").innerText(), replaced);
  assert.equal(await page.locator("form.undo").count(), 0);
  await accessible(page, "tracking without a plan");
  await page.goto(`${h.address}${ev}/history`);
  for (const told of [/Undid the acceptance/, /Accepted a recovery plan/]) await page.getByText(told).first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the server is killed while it solves: it says so, and the plan in force is untouched", async () => {
  const page = await signIn(h, "dispatcher", { path: "/projects", lang: "en" });
  const path = await project(page, h, "Biopharma");
  await page.goto(`${h.address}${path}/recovery`);
  const before = await page.locator("#headline").innerText();
  await page.selectOption("select[name=seconds]", "240");
  await ask(page).click();
  await page.waitForURL(/solve=/);
  const asked = page.url();
  await page.locator("#bench-solves .lamp-blue").first().waitFor({ timeout: 20_000 });
  await h.crash();
  await page.goto(asked);
  await page.getByText("The server stopped in the middle").waitFor({ timeout: 40_000 });
  assert.equal(await page.locator("#headline").innerText(), before);
  assert.equal(await ask(page).count(), 1, "and can be asked again");
  await page.context().close();
});
