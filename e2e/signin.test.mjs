// How people come in, stay in, and make sure that nobody else does.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { house, open, password, phone, signIn } from "./house.mjs";

let h;
before(async () => { h = await house(); });
after(() => h.close());

const alert = (page) => page.locator("[role=alert]").first();

async function type(page, login, secret) {
  await page.fill("input[name=login]", login);
  await page.fill("input[name=password]", secret);
  await page.keyboard.press("Enter");
}

// digits are what an authenticator app shows (RFC 6238) for a base32 key.
function digits(key, at = Date.now()) {
  const bits = [...key.replace(/[\s=]/g, "")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const from = mac[19] & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

for (const [lang, heading, wrong] of [["zh", "今日", /登录名或密码不正确/], ["en", "Today", /wrong|incorrect|not right/i]]) {
  test(`a wrong password is told plainly, the right one opens Today: ${lang}`, async () => {
    const page = await open(h, { lang });
    await page.goto(`${h.address}/sign-in?lang=${lang}`);
    await type(page, "auditor", "not the password");
    await alert(page).waitFor();
    assert.match(await alert(page).innerText(), wrong);
    assert.equal(await page.inputValue("input[name=login]"), "auditor", "the name typed stays");
    assert.equal(await page.inputValue("input[name=password]"), "", "the password does not");
    await type(page, "auditor", password);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await page.context().close();
  });
}

test("whoever guesses is held off for some minutes, and the right password does not help then", async () => {
  const page = await open(h, { lang: "en" });
  await page.goto(`${h.address}/sign-in?lang=en`);
  for (let i = 0; i < 12; i++) {
    await Promise.all([page.waitForResponse((r) => r.request().method() === "POST"), type(page, "hiring", `guess number ${i}`)]);
    await alert(page).waitFor();
    if (/\bmin\b/.test(await alert(page).innerText())) break;
  }
  assert.match(await alert(page).innerText(), /\bmin\b/);
  await Promise.all([page.waitForResponse((r) => r.status() === 429), type(page, "hiring", password)]);
  assert.match(page.url(), /sign-in/);
  await page.context().close();
});

test("a newcomer takes an invitation, once, and is in", async () => {
  const admin = await signIn(h, "admin", { path: "/administration/invitations/new", lang: "en" });
  await admin.fill("input[name=name]", "郑新来");
  await admin.locator("select[name=organisation]").selectOption({ index: 1 });
  await admin.locator("select[name=role]").selectOption("planner");
  await admin.locator("main form button.btn-primary").click();
  await admin.getByText(/\/invitation\?key=/).first().waitFor();
  const [link] = /http\S+\/invitation\?key=[^\s"<&]+/.exec(await admin.evaluate(() => document.body.innerText + " " + [...document.querySelectorAll("input")].map((i) => i.value).join(" ")));

  const page = await open(h, { lang: "zh", size: phone });
  await page.goto(link);
  assert.match(await page.innerText("main"), /郑新来/);
  await page.fill("input[name=login]", "newcomer");
  await page.fill("input[name=password]", "seven quiet cranes lift");
  await page.fill("input[name=again]", "seven quiet cranes lifted");
  await page.keyboard.press("Enter");
  await page.locator(".field-error").filter({ hasText: "不一致" }).waitFor();
  await page.fill("input[name=password]", "seven quiet cranes lift");
  await page.fill("input[name=again]", "seven quiet cranes lift");
  await page.keyboard.press("Enter");
  await page.getByText("欢迎使用").waitFor();

  const late = await open(h, { lang: "zh" });
  assert.equal((await late.goto(link)).ok(), false, "a link opens one account");
  assert.match(await late.innerText("main"), /已经用过/);
  await Promise.all([admin, page, late].map((p) => p.context().close()));
});

test("the second step: enrolled with a phone's digits, then asked for at every sign-in", async () => {
  const page = await signIn(h, "auditor", { path: "/account", lang: "en" });
  await page.fill("#begin-password", password);
  await page.keyboard.press("Enter");
  const key = (await page.locator("main code").first().innerText()).replace(/\s/g, "");
  await page.fill("input[name=code]", "000000");
  await page.keyboard.press("Enter");
  await alert(page).waitFor();
  const shown = digits(key);
  await page.fill("input[name=code]", shown);
  await page.keyboard.press("Enter");
  await page.getByText(/shown this once/).waitFor();
  const recovery = await page.locator("main ol code").allInnerTexts();
  assert.ok(recovery.length >= 8, `${recovery.length} recovery codes`);

  const again = await open(h, { lang: "en" });
  await again.goto(`${h.address}/sign-in?lang=en&return=/deliveries`);
  await type(again, "auditor", password);
  await again.waitForURL(/\/sign-in\/code/);
  await again.fill("input[name=code]", shown); // an onlooker's: used a moment ago
  await again.keyboard.press("Enter");
  await alert(again).waitFor();
  await again.fill("input[name=code]", recovery[0]);
  await Promise.all([again.waitForURL(`${h.address}/deliveries**`), again.keyboard.press("Enter")]);
  await Promise.all([page, again].map((p) => p.context().close()));
});

test("signing out everywhere ends the other window too", async () => {
  const here = await signIn(h, "guard", { path: "/account", lang: "en" });
  const there = await signIn(h, "guard", { path: "/account" });
  let asked = "";
  here.on("dialog", (d) => { asked = d.message(); return d.accept(); });
  await here.getByRole("button", { name: "Sign out everywhere" }).click();
  await here.waitForURL(/\/sign-in/);
  assert.match(asked, /every device/);
  await there.goto(`${h.address}/account`);
  assert.match(there.url(), /\/sign-in\?.*return=/, "and comes back to where it was");
  await Promise.all([here, there].map((p) => p.context().close()));
});
