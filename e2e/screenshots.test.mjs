// The pictures of the README and of docs/screenshots. They are written there
// with FUGONG_SCREENSHOTS=1; otherwise to a temporary folder, to see that they
// can be taken.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { desktop, gantt, house, phone, project, root, screenshots, signIn } from "./house.mjs";

const keep = process.env.FUGONG_SCREENSHOTS === "1";
const folder = keep ? screenshots : mkdtempSync(join(tmpdir(), "fugong-pictures-"));

let h;
before(async () => { h = await house(); });
after(async () => {
  await h.close();
  if (!keep) rmSync(folder, { recursive: true });
});

async function picture(page, name) {
  await page.evaluate(() => document.fonts.ready);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled" });
  const { size } = statSync(path);
  assert.ok(size > 15_000, `${name} is blank: ${size} bytes`);
}

async function selected(page) {
  const host = await gantt(page);
  await host.locator("[tabindex='0']").first().focus();
  for (let i = 0; i < 12; i++) await page.keyboard.press("ArrowDown");
  await page.locator(".plan-side .why li").first().waitFor();
  await page.mouse.move(0, 0);
  await page.evaluate(() => window.scrollTo(0, 0));
}

// recovery takes the pictures of lost days, of the plans that win them back, and
// of one that was accepted on another project. The first language asks the
// solver; the second finds what it found.
async function recovery(page, ev, lang) {
  await page.goto(`${h.address}${ev}/losses`);
  await page.locator(".chart-body svg").first().waitFor();
  await picture(page, `losses-${lang}`);
  await page.goto(`${h.address}${ev}/recovery`);
  if (lang === "zh") await solved(page);
  await page.locator(".chart-body svg").first().waitFor();
  await picture(page, `recovery-${lang}`);
  await page.locator("#point-chart").scrollIntoViewIfNeeded();
  await gantt(page);
  await page.locator("#point").scrollIntoViewIfNeeded();
  await picture(page, `recovery-point-${lang}`);
  await page.locator("#point a.btn-primary").click();
  await page.waitForURL(/\/accept/);
  await picture(page, `recovery-accept-${lang}`);
  const other = await project(page, h, "Solar");
  if (lang === "zh") {
    await page.goto(`${h.address}${other}/recovery`);
    await solved(page);
    await page.locator("#point a.btn-primary").click();
    await page.waitForURL(/\/accept/);
    await page.locator("section.decide button[data-submit]").click();
    await page.waitForURL(/\/tracking/);
  }
  await page.goto(`${h.address}${other}/recovery/tracking`);
  await page.locator("#tracks tbody tr").first().waitFor();
  await picture(page, `tracking-${lang}`);
}

async function solved(page) {
  await page.selectOption("select[name=seconds]", "10");
  await page.locator("form[action$='/recovery'] button[data-submit]").click();
  await page.locator("#bench-solves .lamp-done").first().waitFor({ timeout: 90_000 });
  await page.locator("#point").waitFor();
}

for (const lang of ["zh", "en"]) {
  test(`pictures on a desk: ${lang}`, async () => {
    const page = await signIn(h, "dispatcher", { lang, size: desktop });
    await picture(page, `today-${lang}`);
    const ev = await project(page, h, "Kaiwo");
    await picture(page, `list-${lang}`);
    await page.goto(`${h.address}${ev}/plan?view=gantt`);
    await selected(page);
    await picture(page, `gantt-${lang}`);
    await page.goto(`${h.address}${ev}/plan?view=table&q=P520`);
    await page.locator("tbody a[href*='/activities/']").first().click();
    await page.waitForURL(/\/activities\//);
    await picture(page, `activity-${lang}`);
    await page.goto(`${h.address}${ev}/progress`);
    await page.locator(".chart-body svg").first().waitFor();
    await page.waitForTimeout(600); // the curve draws itself in
    await picture(page, `progress-${lang}`);
    await page.goto(`${h.address}/deliveries`);
    await picture(page, `deliveries-${lang}`);
    await recovery(page, ev, lang);
    await page.goto(`${h.address}/projects/import`);
    const org = page.locator("select[name=org]");
    if (!(await org.inputValue())) await org.selectOption({ index: 1 });
    await page.locator("input[type=file]").setInputFiles(join(root, "internal/planfile/primavera/xer/testdata/xuzhou_ev_plant.xer"));
    await page.locator("form:has(input[type=file]) button.btn-primary").first().click();
    await page.waitForURL(/\/imports\//);
    await picture(page, `import-${lang}`);
    await page.context().close();
  });

  test(`pictures on a phone: ${lang}`, async () => {
    const page = await signIn(h, "planner", { lang, size: phone });
    await picture(page, `today-phone-${lang}`);
    const ev = await project(page, h, "Kaiwo");
    await picture(page, `list-phone-${lang}`);
    await page.goto(`${h.address}${ev}/plan?view=gantt`);
    await gantt(page);
    await page.locator("[data-gantt]").first().scrollIntoViewIfNeeded();
    await picture(page, `gantt-phone-${lang}`);
    await page.goto(`${h.address}${ev}/plan?view=table&q=P520`);
    await page.locator("tbody a[href*='/activities/']").first().click();
    await page.waitForURL(/\/activities\//);
    await picture(page, `activity-phone-${lang}`);
    for (const [path, name] of [["losses", "losses"], ["recovery", "recovery"]]) {
      await page.goto(`${h.address}${ev}/${path}`);
      await page.locator(".chart-body svg").first().waitFor();
      await picture(page, `${name}-phone-${lang}`);
    }
    await page.context().close();
  });
}
