// The service worker: the lab without a network, newer versions, several versions on one host, and what it keeps out of.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openLab } from "./harness.mjs";
import { looks, screenOf, seeAnAnomaly } from "./screen.mjs";
import { close, dist, listen, serveSite } from "./site.mjs";

const work = mkdtempSync(join(tmpdir(), "rillcut-"));
after(() => rmSync(work, { recursive: true, force: true }));

const buildOf = (folder) => readdirSync(folder).find((name) => name.startsWith("app-")).slice(4);

/** The site once more, as another build has it: all that differs is its hash. */
function anotherBuild(hash) {
  const folder = join(work, hash);
  cpSync(dist, folder, { recursive: true });
  const before = buildOf(folder);
  renameSync(join(folder, `app-${before}`), join(folder, `app-${hash}`));
  for (const name of ["index.html", "service-worker.js"]) {
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(before, hash));
  }
  return folder;
}

/** Opens the lab with its service worker, and waits until that has everything. */
async function visit(options) {
  // What the service worker asks the network for in vain is no complaint: it has it.
  const allow = (text) => /^request failed: .*(\/|\?[\w=]+|\.svg|\.webmanifest|service-worker\.js) net::ERR_CONNECTION_REFUSED$/.test(text);
  const lab = await openLab({ serviceWorkers: "allow", allow, ...options });
  await opened(lab.page, /lang=ja/.test(options?.path ?? "") ? "ja" : "en");
  await lab.page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active.state !== "activated") await new Promise((done) => active.addEventListener("statechange", done, { once: true }));
  });
  return lab;
}

/** The lab is there with all that it fetches. */
async function opened(page, language) {
  await screenOf(page, language).play.and(page.locator(":enabled")).waitFor();
  await page.locator(".editor.has-code").waitFor({ state: "attached" });
}

const build = (page) => page.locator("meta[name=rillcut-build]").getAttribute("content");
const note = (page) => page.getByRole("status").filter({ hasText: /new version of Rillcut|新しいバージョン/ });
const look = (page) => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));

for (const base of ["/", "/workshops/lab/"]) {
  test(`opens without a network after one visit, at ${base}`, async () => {
    const site = await serveSite({ base });
    const lab = await visit({ site });
    await site.close();
    await lab.page.goto(`${site.url}?theme=dark`);
    const screen = screenOf(lab.page);
    await seeAnAnomaly(screen);
    await lab.page.locator(".editor.has-code").waitFor({ state: "attached" });
    await lab.axe();
    await lab.close();
  });
}

for (const [lang, words] of Object.entries({ en: ["Load it", "Later"], ja: ["読み込む", "あとで"] })) {
  test(`a newer version is told of, and taken when its user says so, ${lang}`, async () => {
    const newer = anotherBuild(lang === "en" ? "1111111111111111" : "2222222222222222");
    const site = await serveSite();
    const lab = await visit({ site, path: `?lang=${lang}`, ...(lang === "en" ? looks.wide : looks.narrowDark) });
    const { page } = lab;
    assert.equal(await build(page), buildOf(dist));
    assert.equal(await note(page).count(), 0);
    site.put(newer);
    await look(page);
    await note(page).waitFor();
    await lab.axe();
    // The lab goes on as it is.
    await screenOf(page, lang).play.click();
    await note(page).getByRole("button", { name: words[1] }).click();
    assert.equal(await note(page).isVisible(), false);
    site.put(anotherBuild(lang === "en" ? "3333333333333333" : "4444444444444444"));
    await look(page);
    await note(page).getByRole("button", { name: words[0] }).click();
    await page.waitForFunction((before) => document.querySelector("meta[name=rillcut-build]")?.content !== before, buildOf(dist));
    await opened(page, lang);
    assert.match(await build(page), /^(3{16}|4{16})$/);
    assert.equal(await note(page).count(), 0);
    // And the new one opens without a network.
    await site.close();
    await page.reload();
    await opened(page, lang);
    assert.match(await build(page), /^(3{16}|4{16})$/);
    await lab.close();
  });
}

test("a visit after a release gets the new page at once, and no note", async () => {
  const site = await serveSite();
  const lab = await visit({ site });
  site.put(anotherBuild("5555555555555555"));
  await lab.page.reload();
  await opened(lab.page);
  assert.equal(await build(lab.page), "5555555555555555");
  // Its keeper follows without being asked.
  await lab.page.waitForFunction(async () => {
    const names = await caches.keys();
    const { waiting, installing } = await navigator.serviceWorker.getRegistration();
    return names.some((name) => name.endsWith("5555555555555555")) && !waiting && !installing;
  });
  assert.equal(await note(lab.page).count(), 0);
  await lab.close();
  await site.close();
});

test("versions on one host do not serve each other", async () => {
  const site = await serveSite();
  const lab = await visit({ site });
  const { page } = lab;
  const before = site.asked.length;
  await page.goto(`${site.url}latest/`);
  await opened(page);
  const asked = site.asked.slice(before);
  const app = `app-${buildOf(dist)}`;
  for (const path of ["/latest/", `/latest/${app}/boot.mjs`, `/latest/${app}/worker_bg.wasm`]) assert.ok(asked.includes(path), path);
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistrations()).length === 2);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const names = await page.evaluate(() => caches.keys());
  assert.deepEqual(names.sort(), [`rillcut / ${buildOf(dist)}`, `rillcut /latest/ ${buildOf(dist)}`]);
  // What was never visited is not there without a network, although the site's keeper has the same files.
  await site.close();
  await page.goto(`${site.url}latest/`);
  await opened(page);
  const version = readdirSync(dist).find((name) => /^v\d/.test(name));
  lab.check();
  await assert.rejects(page.goto(`${site.url}${version}/`), /ERR_CONNECTION_REFUSED/);
  await lab.context.close();
});

test("other hosts, other methods and other files are none of its business", async () => {
  const got = [];
  const webhook = createServer((request, response) => {
    got.push(`${request.method} ${request.url}`);
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("taken");
  });
  const port = await listen(webhook);
  const site = await serveSite({ pages: { "/guide/": '<!doctype html><title>Guide</title><link rel="icon" href="data:,"><p>of another build' } });
  const lab = await visit({ site });
  const { page } = lab;
  await page.reload();
  await opened(page);
  assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null));
  const hook = `http://127.0.0.1:${port}/hook`;
  for (const method of ["POST", "GET"]) {
    assert.equal(await page.evaluate(async ([url, method]) => (await fetch(url, { method })).text(), [hook, method]), "taken");
  }
  assert.deepEqual(got, ["POST /hook", "GET /hook"]);
  const example = () =>
    page.evaluate(async () => {
      const answer = await fetch("examples/empty.lab.json");
      // What is not read to its end counts as broken off when the page is left.
      await answer.text();
      return answer.status;
    });
  assert.equal(await example(), 200);
  const kept = await page.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) found.push(request.url);
    return found;
  });
  assert.ok(kept.length > 10);
  const app = `app-${buildOf(dist)}/`;
  const strange = kept.filter((url) => url !== site.url && !url.startsWith(site.url + app) && !/\/(icons\/[\w-]+\.(png|svg)|manifest\.webmanifest)$/.test(url));
  assert.deepEqual(strange, []);
  await page.goto(`${site.url}guide/`);
  assert.equal(await page.title(), "Guide");
  lab.check();
  await Promise.all([close(webhook), site.close()]);
  // The page that its keeper has, and nothing in the place of another.
  await assert.rejects(page.goto(`${site.url}guide/`), /ERR_CONNECTION_REFUSED/);
  await lab.context.close();
});

test("the site can be installed", async () => {
  const lab = await visit();
  const cdp = await lab.context.newCDPSession(lab.page);
  const { errors, data } = await cdp.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  assert.equal(JSON.parse(data).name, "Rillcut");
  const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
  // A context of a test is like a private window, in which nothing is installed.
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"), []);
  await lab.close();
});
