// A way back for everything, a foreman without an account, and what each role sees.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { desktop, house, phone, project, signIn } from "./house.mjs";

let h;
let ev;
before(async () => {
  h = await house();
  const page = await signIn(h, "planner");
  ev = await project(page, h, "Kaiwo");
  await page.context().close();
});
after(() => h.close());

test("a foreman scans a card, reports without an account, and loses nothing without a network", async () => {
  const planner = await signIn(h, "planner", { path: `${ev}/cards`, lang: "zh" });
  await planner.fill("input[name=name]", "王师傅");
  await planner.locator("form.form [data-submit]").click();
  const secret = (await planner.locator(".qr-typed").innerText()).replaceAll(" ", "");
  const context = await h.browser.newContext({ viewport: phone, locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto(`${h.address}/card#${secret}`);
  await page.waitForURL(/card\/work$/);
  assert.ok(!page.url().includes(secret), "the secret left the address");
  assert.ok(!h.log().includes(secret), "the secret is in no log");
  for (const target of await page.locator(".jobs a, .worker-links .btn").all()) {
    assert.ok((await target.boundingBox()).height >= 44, `a target of 44 px: ${await target.innerText()}`);
  }
  const name = await page.locator(".job-name").first().innerText();
  await page.locator(".job").first().click();
  await page.waitForURL(/card\/work\/./);
  await page.fill("textarea[name=note]", "缺管件");
  await page.reload();
  assert.equal(await page.inputValue("textarea[name=note]"), "缺管件", "typed text outlives a reload");
  await context.setOffline(true);
  await page.click(".worker-send");
  await page.locator("[data-wait]", { hasText: "没有网络" }).waitFor();
  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.waitForURL(/card\/work$/);
  assert.equal((await page.goto(`${h.address}${ev}/plan`)).url().includes("/sign-in"), true, "a card opens nothing else");
  await planner.goto(`${h.address}${ev}/progress`);
  const told = await planner.locator("main").innerText();
  assert.ok(told.includes("王师傅（班组长，扫码填报）") && told.includes("缺管件") && told.includes(name));
  planner.on("dialog", (d) => d.accept());
  await planner.goto(`${h.address}${ev}/cards`);
  await planner.locator(".card-list button").first().click();
  await page.goto(`${h.address}/card/work`);
  await page.locator("input[name=key]").waitFor();
  await context.close();
  await planner.context().close();
});

test("a project is archived, found by filter, deleted by its code and restored", async () => {
  const page = await signIn(h, "dispatcher", { path: "/projects", lang: "en" });
  const city = await project(page, h, "Logistics");
  page.on("dialog", (d) => d.accept());
  await page.goto(`${h.address}${city}/closing`);
  await page.locator("button", { hasText: "Archive the project" }).click();
  await page.waitForURL(/\/projects$/);
  assert.equal(await page.locator("tbody tr", { hasText: "Logistics" }).count(), 0);
  await page.goto(`${h.address}/projects?state=archived`);
  await page.locator("tbody tr", { hasText: "Logistics" }).waitFor();
  await page.goto(`${h.address}${city}/closing`);
  const code = /[A-Z]{2,3}-\d{4}-\d{2}/.exec(await page.locator("main").innerText())[0];
  await page.fill("input[name=code]", "wrong");
  await page.locator("button", { hasText: "Delete the project" }).click();
  await page.locator(".field-error").waitFor();
  await page.fill("input[name=code]", code);
  await page.locator("button", { hasText: "Delete the project" }).click();
  await page.waitForURL(/\/projects$/);
  await page.goto(`${h.address}/projects?state=deleted`);
  await page.locator("tbody a", { hasText: "Logistics" }).first().click();
  await page.locator("button", { hasText: "Restore" }).click();
  await page.waitForURL(/\/plan/);
  await page.context().close();
});

const forms = ["/projects/new", "/projects/import", "/stoppages/new", "/administration/people/new", "EV/edit", "EV/import", "EV/cards", "EV/closing", "EV/deliveries/new"];

test("a role that reads meets no edit form, by page or by address", async () => {
  const page = await signIn(h, "auditor", { path: `${ev}/plan?view=table`, lang: "en", size: desktop });
  for (const path of forms) {
    const answer = await page.goto(h.address + path.replace("EV", ev));
    assert.equal(answer.status(), 403, path);
  }
  for (const view of ["baselines", "calendars", "history", "progress", "recovery", "losses"]) {
    await page.goto(`${h.address}${ev}/${view}`);
    assert.equal(await page.locator("main form[method=post]").count(), 0, view);
  }
  await page.context().close();
});

test("guards, clerks and HR come to people and see no plans; HR registers one without naming the employer", async () => {
  for (const role of ["guard", "clerk", "hiring"]) {
    const page = await signIn(h, role, { path: "/", lang: "en" });
    await page.waitForURL(/administration/);
    assert.equal(await page.locator("a[href='/projects']").count(), 0, `${role} sees projects`);
    await page.context().close();
  }
  const page = await signIn(h, "hiring", { path: "/administration/people/new", lang: "en" });
  await page.fill("input[name=name]", "赵小明");
  await page.fill("input[name=number]", "11010519491231002X");
  await page.locator("form.form [data-submit]").click();
  await page.waitForURL(/people\/[0-9a-f-]{36}$/);
  await page.goto(`${h.address}/account`);
  await page.fill("input[name=phone]", "13900139000");
  await page.locator("form[action='/account/profile'] [data-submit]").click();
  await page.locator("main", { hasText: "139" }).waitFor();
  await page.context().close();
});

test("the audit log speaks", async () => {
  const page = await signIn(h, "admin", { path: "/administration/audit", lang: "zh" });
  const told = await page.locator("main table").innerText();
  assert.doesNotMatch(told, /<no value>|plan\.|zone\.|…[0-9a-f]{4}/);
  await page.context().close();
});
