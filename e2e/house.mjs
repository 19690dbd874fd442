// Starts the real binary with a fresh demo zone and a real Chromium, and takes
// both away again. Stories import `house` and speak in people's terms.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
export const screenshots = join(root, "docs", "screenshots");

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

const browsers = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

async function answering(address, child) {
  const give = Date.now() + 60_000;
  while (Date.now() < give) {
    if (child.exitCode !== null) throw new Error(`fugong stopped with code ${child.exitCode}`);
    const ok = await fetch(`${address}/readyz`).then((r) => r.ok, () => false);
    if (ok) return;
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error("fugong did not become ready in a minute");
}

// launch starts a Chromium that speaks to nobody of its own accord.
export function launch() {
  const executablePath = browsers.find(existsSync);
  if (!executablePath) throw new Error("Chromium is missing. Type: sudo apt-get install -y chromium");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

// house starts a demo zone; `args` are added to the command.
export async function house(...args) {
  const dir = mkdtempSync(join(tmpdir(), "fugong-e2e-"));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  let log = "";
  let child;
  let exited;
  const serve = async () => {
    child = spawn(join(root, "bin", "fugong"), [
      "demo", "--db", `sqlite:${join(dir, "demo.db")}`, "--keys", join(dir, "keys"),
      "--listen", `127.0.0.1:${port}`, ...args,
    ], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (d) => (log += d));
    child.stderr.on("data", (d) => (log += d));
    exited = new Promise((done) => child.once("exit", done));
    try {
      await answering(address, child);
    } catch (error) {
      child.kill("SIGKILL");
      throw new Error(`${error.message}\n${log}`);
    }
  };
  await serve();
  const browser = await launch();
  mkdirSync(screenshots, { recursive: true });
  return {
    address, browser,
    log: () => log,
    // crash kills the server without warning and starts it again on the same data.
    async crash() {
      child.kill("SIGKILL");
      await exited;
      await serve();
    },
    async close() {
      await browser.close();
      child.kill("SIGTERM");
      await exited;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

// open gives a page of a fresh visitor. It fails the story on a script error,
// and on a request to any other host.
export async function open(h, { lang = "zh", size = desktop, dark = false } = {}) {
  const context = await h.browser.newContext({
    viewport: size,
    locale: lang === "zh" ? "zh-CN" : "en-GB",
    colorScheme: dark ? "dark" : "light",
    hasTouch: size.width < 600,
    isMobile: size.width < 600,
    deviceScaleFactor: size.width < 600 ? 2 : 1,
    timezoneId: "Asia/Shanghai",
  });
  context.setDefaultTimeout(12_000);
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (e) => page.faults.push(`script: ${e.message}`));
  // A question that a newer one overtakes is taken back; htmx tells so as an error.
  const overtaken = /^htmx:(afterRequest|sendAbort)/;
  page.on("console", (m) => m.type() === "error" && !overtaken.test(m.text()) && page.faults.push(`console: ${m.text()}`));
  page.on("request", (r) => {
    const { hostname, protocol } = new URL(r.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") page.faults.push(`foreign host: ${hostname}`);
  });
  return page;
}

export const password = "win-back-the-days"; // of every demo account

// signIn opens a page for someone of the demo, on the page they asked for.
export async function signIn(h, login, { path = "/", lang = "zh", ...look } = {}) {
  const page = await open(h, { lang, ...look });
  await page.goto(`${h.address}/sign-in?lang=${lang}&return=${encodeURIComponent(path)}`);
  await page.fill("input[name=login]", login);
  await page.fill("input[name=password]", password);
  await Promise.all([page.waitForURL((u) => !u.pathname.startsWith("/sign-in")), page.keyboard.press("Enter")]);
  return page;
}

// project finds a demo project by part of its name and returns its address.
export async function project(page, h, name) {
  await page.goto(`${h.address}/projects`);
  const link = page.locator("a[href^='/projects/']", { hasText: name }).first();
  const href = await link.getAttribute("href");
  return `/projects/${/[0-9a-f-]{36}/.exec(href)[0]}`;
}

// gantt waits until the chart of the page has drawn bars, and returns its host.
export async function gantt(page) {
  const host = page.locator("[data-gantt]").first();
  await host.waitFor();
  await page.waitForFunction(() => {
    const canvas = [...document.querySelectorAll("[data-gantt] canvas")].sort((a, b) => b.width - a.width)[0];
    if (!canvas || !canvas.width) return false;
    const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const colours = new Set();
    for (let i = 0; i < data.length; i += 4 * 97) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    return colours.size > 6;
  });
  return host;
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// accessible asks axe for whatever keeps people from using a page.
export async function accessible(page, path = page.url()) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const heavy = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  assert.deepEqual(heavy.map((v) => `${v.id}: ${v.nodes[0].html}`), [], path);
}

// small, run in a page, names what cannot be hit: what is pressed takes presses on
// `least` by `least` px (44 for a finger, 24 for a mouse), itself or around itself. Links within a sentence are left out, as
// WCAG 2.2 leaves them.
export function small(least) {
  const [whole, half] = [least - 0.5, least / 2 - 0.5]; // half a pixel is lost in rounding
  const found = [];
  const controls = "button, summary, select, textarea, input:not([type=hidden]), a.btn, a.quiet, .tabs a, .views a, .bottom a, .side-list a, .pages a, .crumbs a, .dt-name, .strip a";
  for (const el of document.querySelectorAll(controls)) {
    const label = el.closest("label") ?? el.closest("tr[data-href]"); // a row that opens takes the press
    const box = (label ?? el).getBoundingClientRect();
    if (!box.width || !box.height || !el.checkVisibility({ visibilityProperty: true, opacityProperty: false }) || el.closest("[hidden], .visually-hidden, [data-gantt], .dt:not(.is-static) thead")) continue;
    if (box.width >= whole && box.height >= whole) continue;
    (label ?? el).scrollIntoView({ block: "center", inline: "center" });
    const at = (label ?? el).getBoundingClientRect();
    const [x, y] = [at.left + at.width / 2, at.top + at.height / 2];
    const hits = (dx, dy) => {
      const hit = document.elementFromPoint(Math.min(Math.max(x + dx, 1), innerWidth - 1), y + dy);
      return hit && (el.contains(hit) || hit.contains(el) && hit.closest("label, th, td") !== null || label?.contains(hit));
    };
    const wide = at.width >= whole || hits(-half, 0) && hits(half, 0);
    const high = at.height >= whole || hits(0, -half) && hits(0, half);
    if (!wide || !high) found.push(`${el.tagName.toLowerCase()}.${el.className} “${(el.textContent || el.name || "").trim().slice(0, 24)}” ${Math.round(at.width)}×${Math.round(at.height)}`);
  }
  return [...new Set(found)];
}
