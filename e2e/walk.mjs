// A walk of every page: as every role of the demo, at a desk and on a phone, in both
// languages, by day and by night. It follows the links of each page, visits every
// route of the server that answers with a page, takes a picture of it, and tells
// what is wrong by machine; the pictures are for eyes. `make walk` runs it;
// FILES="plan.xer …" imports plans first, AT=http://… walks a server that runs; ROLES,
// LOOKS, START (addresses) and AXE=0 make it shorter.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { desktop, house, launch, open, phone, root, signIn, small } from "./house.mjs";

const out = join(root, ".cache", "walk");
const roles = (process.env.ROLES ?? "admin dispatcher planner auditor guard clerk hiring").split(" ");
const looks = {
  "zh-desk": { lang: "zh", size: desktop }, "en-desk-dark": { lang: "en", size: desktop, dark: true },
  "zh-phone": { lang: "zh", size: phone }, "en-phone-dark": { lang: "en", size: phone, dark: true },
};
const chosen = Object.entries(looks).filter(([name]) => (process.env.LOOKS ?? name).split(" ").includes(name));
const first = (process.env.START ?? "/").split(" ");
const instances = Number(process.env.INSTANCES ?? 1); // addresses taken of each route and set of query names

// routes reads which addresses answer to GET from where they are declared.
function routes() {
  const found = new Set();
  for (const file of readdirSync(join(root, "internal"), { recursive: true })) {
    if (!file.endsWith(".go") || /_test\.go$|_templ\.go$|doc\.go$/.test(file) && !file.includes("cardweb")) continue;
    for (const [, path] of readFileSync(join(root, "internal", file), "utf8").matchAll(/"GET (\/[^"]*)"/g)) found.add(path);
  }
  // These answer programs, pictures and files.
  const other = /^\/(assets|api\/openapi|healthz|readyz|metrics|live|dev)|\.json$|\.xlsx$|\/(headline|facts|panel|photos\/\{photo\}|export\/\{format\})$|\/activities$/;
  return [...found].filter((path) => !other.test(path)).sort((a, b) => a.split("{").length - b.split("{").length);
}

const patterns = routes().map((path) => ({
  path, match: new RegExp("^" + path.replace("{$}", "").replace(/\{[^}]+\}/g, "[^/]+") + "$"),
}));
const routeOf = (path) => patterns.find((p) => p.match.test(path))?.path;

// written finds what nobody wrote for people: keys, holes of templates, foreign words.
const known = /^(https?|www|Excel|Primavera|Microsoft|Project|XER|XML|P6|MSPDI|iCalendar|API|JSON|OpenAPI|CSV|URL|YYYY|MM|DD|Fugong|Chrome|Chromium|Linux|HeadlessChrome|Ctrl|Enter|Esc|Delta|Trane|ABB|SPI|CPI|WBS|Curve|XEDZ)$/i;
async function words(page, lang) {
  return page.evaluate(({ lang }) => {
    const faults = [];
    const text = document.body.innerText;
    for (const bad of text.match(/\b(?:plan|zone|ui|web|app|fault|civil|audit)\.[a-z_]+(?:\.[a-z_]+)*\b|<no value>|%!\w|\[object Object\]|\bundefined\b|\bNaN\b|\{\{/g) ?? []) faults.push(`unwritten: ${bad}`);
    const foreign = lang === "zh" ? /[A-Za-z]{3,}(?:[ -][A-Za-z]{2,})*/g : /\p{Script=Han}[\p{Script=Han}，。、]*/gu;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const strange = new Set();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const el = node.parentElement;
      if (!el.checkVisibility() || el.closest("script, style, code, [lang]:not(html), .swagger-ui")) continue;
      for (const word of node.data.match(foreign) ?? []) strange.add(word);
    }
    return { faults, strange: [...strange] };
  }, { lang });
}

// inspect is everything a machine can say about the page that is open.
async function inspect(page, { lang, size }) {
  const faults = [...page.faults.splice(0)];
  const { faults: holes, strange } = await words(page, lang);
  faults.push(...holes);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 1) faults.push(`${wide} px too wide`);
  for (const target of await page.evaluate(small, size === phone ? 44 : 24)) faults.push(`small: ${target}`);
  const bare = await page.evaluate(() => [...document.querySelectorAll("table")].filter((t) => t.checkVisibility() && !t.querySelector("tbody tr")).length);
  if (bare) faults.push(`${bare} empty tables without a word`);
  const { violations } = process.env.AXE === "0" ? { violations: [] } : await new AxeBuilder({ page }).analyze();
  for (const v of violations) faults.push(`axe ${v.impact} ${v.id}: ${v.nodes[0].html.slice(0, 140)}`);
  return { faults, strange: strange.filter((w) => !known.test(w)) };
}

const links = (page) => page.evaluate(() => [...document.querySelectorAll("a[href]:not([download])")]
  .map((a) => new URL(a.href)).filter((u) => u.origin === location.origin).map((u) => u.pathname + u.search));

// sort tells addresses apart that show different things: by route, and by what stands in the query.
function sort(address) {
  const { pathname, searchParams } = new URL(address, "http://x");
  const route = routeOf(pathname);
  const shown = [...searchParams].map(([k, v]) => /^(view|format|tab|state|kind)$/.test(k) ? `${k}=${v}` : k).sort();
  return route && `${route}?${shown}`;
}

// stroll visits what can be reached by links as one role in one look.
async function stroll(page, start, look, name, report) {
  const seen = new Map();
  const queue = start.slice();
  for (let address = queue.shift(); address; address = queue.shift()) {
    const kind = sort(address);
    if (!kind || (seen.get(kind) ?? 0) >= instances) continue;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    const answer = await page.goto(report.at + address).catch((e) => ({ status: () => e.message }));
    if (!answer || !/html/.test(answer.headers?.()["content-type"] ?? "")) continue;
    await page.waitForTimeout(150);
    const time = await page.evaluate(() => { const [n] = performance.getEntriesByType("navigation"); return Math.round(n.responseEnd - n.requestStart); });
    const found = await inspect(page, look);
    const file = `${name}-${kind.replace(/[^\w=]+/g, "_").replace(/^_|_$/g, "")}-${seen.get(kind)}.jpg`;
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: join(out, file), type: "jpeg", quality: 60 });
    if (answer.status() !== 200) found.faults.push(`status ${answer.status()}`);
    report.rows.push({ name, kind, address, time, file, ...found });
    for (const next of await links(page)) if (!/sign-out|lang=/.test(next)) queue.push(next);
  }
}

// visit walks a server that runs already.
async function visit(address) {
  const browser = await launch();
  return { address, browser, close: () => browser.close() };
}

async function importAll(h, files) {
  if (!files.length) return;
  const page = await signIn(h, "planner", { path: "/projects/import" });
  for (const file of files) {
    await page.goto(`${h.address}/projects/import`);
    await page.locator("input[type=file]").setInputFiles(file);
    await page.locator("form:has(input[type=file]) button.btn-primary").first().click();
    await page.waitForURL(/\/imports\//, { timeout: 60_000 });
    await page.locator("form[action*='confirm'] button[type=submit], form[action^='/imports/'] button.btn-primary").first().click();
    await page.waitForURL(/\/projects\/[0-9a-f-]{36}/, { timeout: 60_000 });
  }
  await page.context().close();
}

async function walk() {
  mkdirSync(out, { recursive: true });
  const h = process.env.AT ? await visit(process.env.AT) : await house();
  await importAll(h, (process.env.FILES ?? "").split(" ").filter(Boolean));
  const report = { at: h.address, rows: [] };
  for (const role of roles) {
    for (const [name, look] of chosen) {
      const page = await signIn(h, role, look);
      await stroll(page, first, look, `${role}-${name}`, report);
      await page.context().close();
    }
  }
  for (const [name, look] of chosen) {
    const page = await open(h, look);
    await page.goto(`${h.address}/sign-in?lang=${look.lang}`);
    await stroll(page, ["/sign-in", "/card", "/invitation"], look, `stranger-${name}`, report);
    await page.context().close();
  }
  await h.close();
  tell(report);
}

function tell({ rows }) {
  writeFileSync(join(out, "report.json"), JSON.stringify(rows, null, 1));
  const visited = new Set(rows.map((r) => r.kind.split("?")[0]));
  const byFault = new Map();
  for (const r of rows) for (const f of r.faults) byFault.set(f, [...(byFault.get(f) ?? []), `${r.name} ${r.address}`]);
  for (const [fault, where] of byFault) console.log(`${fault}\n    ${where.length} × ${where[0]}`);
  for (const lang of ["zh", "en"]) {
    const strange = new Set(rows.filter((r) => r.name.includes(`-${lang}-`)).flatMap((r) => r.strange));
    console.log(`foreign words on ${lang} pages: ${[...strange].sort().join(" | ")}`);
  }
  const slow = rows.filter((r) => r.time > 300).sort((a, b) => b.time - a.time).slice(0, 15);
  console.log(`slow: ${slow.map((r) => `${r.address} ${r.time} ms`).join("; ") || "none"}`);
  console.log(`never reached: ${patterns.map((p) => p.path).filter((p) => !visited.has(p)).join(" ") || "none"}`);
  console.log(`${rows.length} pages, ${byFault.size} kinds of faults; pictures in ${out}`);
  process.exitCode = byFault.size ? 1 : 0;
}

await walk();
