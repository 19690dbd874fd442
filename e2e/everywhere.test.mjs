// Every page that the menus lead to, as everybody may see it: in both
// languages, on a desk and on a phone, by day and by night.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, desktop, house, open, password, phone, project, signIn } from "./house.mjs";

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
