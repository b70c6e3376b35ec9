// The page opens: under its policy, in silence, with its engine, for everybody.

import assert from "node:assert/strict";
import { test } from "node:test";
import { english } from "./english.mjs";
import { openLab } from "./harness.mjs";
import { serveSite } from "./site.mjs";

/** The engine has loaded the built-in lab. */
const engineReady = (page) => page.locator("button:enabled", { hasText: "Play the lab" }).waitFor();

for (const [colorScheme, width] of [["light", 1280], ["dark", 360]]) {
  test(`opens without a complaint and greets its engine, ${colorScheme}, ${width} px wide`, async () => {
    const lab = await openLab({ colorScheme, width });
    await engineReady(lab.page);
    assert.equal(await lab.page.locator("h1").innerText(), "Rillcut");
    assert.equal(await lab.page.title(), "Clickstream anomaly detection · Rillcut");
    await lab.axe();
    await lab.close();
  });
}

test("works under a sub-path of a host, with a query and a hash", async () => {
  const site = await serveSite({ base: "/workshops/lab/" });
  const lab = await openLab({ site, path: "?theme=dark#example=none" });
  await engineReady(lab.page);
  await lab.close();
  await site.close();
});

test("the worker's address carries the version of its files", async () => {
  const lab = await openLab();
  await engineReady(lab.page);
  const urls = lab.page.workers().map((worker) => new URL(worker.url()));
  assert.equal(urls.length, 1);
  assert.match(urls[0].pathname, /^\/app-[0-9a-f]{16}\/worker\.mjs$/);
  await lab.close();
});

test("an inline script is stopped by the policy, and the harness notices", async () => {
  const lab = await openLab({ allow: (text) => /policy: |Content Security Policy/.test(text) });
  const ran = await lab.page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.inlineScriptRan = true";
    document.head.append(script);
    return window.inlineScriptRan === true;
  });
  assert.equal(ran, false);
  await lab.close();
  const strict = await openLab();
  await strict.page.evaluate(() => document.body.append(Object.assign(document.createElement("script"), { textContent: "1" })));
  await assert.rejects(strict.close(), /policy: script-src/);
});

test("a browser without WebAssembly is told so", async () => {
  const lab = await openLab({ ready: false, path: "?nothing" });
  await lab.close();
  const { context, page } = await openLab({ ready: false });
  await context.addInitScript(() => {
    delete globalThis.WebAssembly;
  });
  await page.reload();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /needs WebAssembly/);
  await page.goto(page.url() + "?lang=ja");
  await alert.filter({ hasText: "WebAssembly が必要です" }).waitFor();
  assert.deepEqual(await english(page, "#skeleton"), []);
  await context.close();
});

test("a page whose program is not to be had says so, in its language", async () => {
  const lab = await openLab({ ready: false, allow: (text) => /404|ERR_ABORTED|ラボ|The lab|Failed|dynamically imported|wasm/.test(text) });
  const alert = lab.page.getByRole("alert");
  await lab.context.route(/rillcut-web.*\.wasm/, (route) => route.fulfill({ status: 404, body: "" }));
  for (const [path, said] of [["?lang=en", /^The lab did not start: .+Reload the page/], ["?lang=ja", /^ラボを起動できませんでした（.+）。ページを再読み込みしてください。$/]]) {
    await lab.page.goto(new URL(path, lab.page.url()).href);
    await alert.waitFor();
    assert.match(await alert.innerText(), said);
  }
  await lab.close();
});
