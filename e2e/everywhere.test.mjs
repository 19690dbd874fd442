// Every page that the menus lead to, as everybody may see it: in both
// languages, on a desk and on a phone, by day and by night.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessible, desktop, house, open, password, phone, project, root, signIn, small } from "./house.mjs";

let h;
let ev;
before(async () => {
  h = await house();
  const page = await signIn(h, "dispatcher");
  ev = await project(page, h, "Kaiwo");
  await page.context().close();
});
after(() => h.close());

const pages = () => [
  "/", "/projects", "/projects/import", "/deliveries",
  `${ev}/plan?view=gantt`, `${ev}/plan?view=table`, `${ev}/progress`, `${ev}/deliveries`,
  `${ev}/losses`, `${ev}/recovery`, `${ev}/recovery/today`, `${ev}/recovery/tracking`, "/stoppages", "/stoppages/new", "/measures",
  `${ev}/calendars`, `${ev}/baselines`, `${ev}/history`, "/account",
];

const administration = ["organisations", "accounts", "invitations", "people", "tokens", "audit"].map((p) => `/administration/${p}`);

// key looks like a message that nobody wrote.
const key = /\b(?:plan|zone|ui|web|app|fault|civil)\.[a-z_]+(?:\.[a-z_]+)*\b/;

async function look(page, path, { size }) {
  const answer = await page.goto(h.address + path);
  assert.equal(answer.status(), 200, path);
  const text = await page.evaluate(() => document.body.innerText);
  assert.doesNotMatch(text, key, `${path} shows a message that is not written`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(size !== phone || wide <= 1, `${path} is ${wide} px wider than the phone`);
  assert.deepEqual(page.faults, [], path);
}

for (const [lang, size, dark] of [["zh", desktop, false], ["en", desktop, true], ["zh", phone, true], ["en", phone, false]]) {
  const name = `${lang}, ${size === phone ? "phone" : "desk"}, ${dark ? "dark" : "light"}`;
  test(`every page: ${name}`, async () => {
    for (const [login, paths] of [["dispatcher", pages()], ["admin", administration]]) {
      const page = await signIn(h, login, { lang, size, dark });
      for (const path of paths) {
        await look(page, path, { size });
        await accessible(page, path);
      }
      await page.context().close();
    }
  });
}

test("a phone in the hand: the delay is in sight, the open tab too, and fingers hit", async () => {
  const page = await signIn(h, "dispatcher", { lang: "zh", size: phone });
  for (const path of pages()) {
    await page.goto(h.address + path);
    const strip = page.locator("#headline");
    if (await strip.count()) {
      const late = await strip.locator(".strip-first").nth(1).boundingBox();
      assert.ok(late.x >= 0 && late.x + late.width <= phone.width, `${path}: the delay lies at ${late.x}–${late.x + late.width}`);
      const tab = page.locator(".tabs [aria-current=page]");
      if (await tab.count()) {
        const open = await tab.boundingBox();
        assert.ok(open.x >= 0 && open.x + open.width <= phone.width, `${path}: the open tab lies at ${open.x}`);
      }
    }
    assert.deepEqual(await page.evaluate(small, 44), [], `${path}: targets below 44 px`);
  }
  await page.context().close();
});

test("who arrives at a report form is told which activity it is about", async () => {
  const page = await signIn(h, "planner", { lang: "zh", size: phone });
  await page.goto(`${h.address}${ev}/progress`);
  const href = await page.locator("a[href*='/activities/']").first().getAttribute("href");
  await page.goto(`${h.address}${href.split("#")[0]}#progress`);
  const title = page.locator("#progress + .panel h2");
  await page.waitForFunction(() => document.getElementById("progress").getBoundingClientRect().top < 200);
  const box = await title.boundingBox();
  assert.ok(box.y >= 0 && box.y < phone.height / 2, `the title lies at ${box.y}`);
  assert.ok((await title.innerText()).includes((await page.locator("h1").innerText()).trim()), "the form does not name its activity");
  await page.context().close();
});

test("a stranger is asked to sign in, and comes back to what was asked for", async () => {
  const page = await open(h, { lang: "en" });
  await page.goto(`${h.address}${ev}/history`);
  assert.match(page.url(), /\/sign-in/);
  await page.fill("input[name=login]", "auditor");
  await page.fill("input[name=password]", "not the password");
  await page.keyboard.press("Enter");
  await page.locator("[role=alert], .alert, .invalid-feedback").first().waitFor();
  await page.fill("input[name=login]", "auditor");
  await page.fill("input[name=password]", password);
  await Promise.all([page.waitForURL(`**${ev}/history`), page.keyboard.press("Enter")]);
  await page.context().close();
});

test("the API's page speaks Chinese, and is dark in the dark", async () => {
  const page = await signIn(h, "dispatcher", { lang: "zh", dark: true, path: "/api/docs" });
  await page.locator(".opblock").first().waitFor();
  const words = JSON.parse(readFileSync(join(root, "internal/ui/assets/src/apidocs.zh.json"), "utf8"));
  const spec = await page.evaluate(() => fetch("/api/openapi.json").then((r) => r.json()));
  const operations = Object.values(spec.paths).flatMap((path) => Object.values(path));
  assert.deepEqual(operations.map((o) => o.operationId).filter((id) => id && !words.operations[id]), [], "operations without a Chinese name");
  assert.deepEqual([...new Set(operations.flatMap((o) => o.tags ?? []))].filter((t) => !words.tags[t]), [], "groups without a Chinese name");
  const shown = await page.locator(".opblock-summary-description").allInnerTexts();
  assert.deepEqual(shown.filter((text) => !/\p{Script=Han}/u.test(text)), []);
  await page.locator(".opblock-summary").first().click();
  await page.getByText("试一试").first().waitFor();
  assert.match(await page.locator(".api-docs").evaluate((e) => getComputedStyle(e).filter), /invert/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("pages are light", async () => {
  const page = await signIn(h, "dispatcher");
  for (const path of ["/projects", `${ev}/plan?view=table`, `${ev}/history`]) {
    const context = await h.browser.newContext({ storageState: await page.context().storageState() });
    const fresh = await context.newPage();
    const client = await context.newCDPSession(fresh);
    await client.send("Network.enable");
    let bytes = 0;
    client.on("Network.loadingFinished", (e) => (bytes += e.encodedDataLength));
    await fresh.goto(h.address + path, { waitUntil: "load" });
    assert.ok(bytes < 300_000, `${path} weighs ${bytes} bytes`);
    await context.close();
  }
  await page.context().close();
});
