// The lab as one file: from a disk, from a host, and with less than it needs.

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { openLab } from "./harness.mjs";
import { screenOf, seeAnAnomaly } from "./screen.mjs";
import { dist, serveSite } from "./site.mjs";

const stick = mkdtempSync(join(tmpdir(), "rillcut-"));
after(() => rmSync(stick, { recursive: true, force: true }));

/** A folder with a name as people give them. */
function onAStick() {
  const folder = join(stick, "My workshop #1 – 日本語");
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(dist, "rillcut.html"), join(folder, "rillcut.html"));
  return pathToFileURL(join(folder, "rillcut.html")).href;
}

async function anomalyIn(site, path, own) {
  const lab = await openLab({ site, path });
  await seeAnAnomaly(screenOf(lab.page));
  await lab.page.locator(".editor.has-code").waitFor({ state: "attached" });
  await lab.axe();
  assert.equal(lab.page.workers().length, 1);
  // Itself, and nothing else.
  assert.deepEqual(lab.asked.filter((url) => !/^(blob|data):/.test(url)), [own]);
  await lab.close();
}

test("an anomaly is seen in the one file from a disk", () => anomalyIn({ url: onAStick() }, "", onAStick()));

test("an anomaly is seen in the one file from a host", async () => {
  const site = await serveSite();
  const version = readdirSync(dist).find((name) => /^v\d+\.\d+$/.test(name));
  await anomalyIn(site, `${version}/rillcut.html`, `${site.url}${version}/rillcut.html`);
  await site.close();
});

test("the one file runs the engine on its own thread where there can be no worker", async () => {
  const lab = await openLab({ site: { url: onAStick() }, before: () => delete globalThis.Worker });
  await seeAnAnomaly(screenOf(lab.page));
  await lab.close();
});

test("the one file's policy stops a script that is not its own", async () => {
  const lab = await openLab({ site: { url: onAStick() }, allow: (text) => /policy: script-src|Content Security Policy/.test(text) });
  const ran = await lab.page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.inlineScriptRan = true";
    document.head.append(script);
    return window.inlineScriptRan === true;
  });
  assert.equal(ran, false);
  await lab.close();
});

test("the one file says so where a part of it is broken", async () => {
  const whole = readFileSync(join(dist, "rillcut.html"), "utf8");
  const file = join(stick, "broken.html");
  writeFileSync(file, whole.replace('id="page.wasm"', 'id="lost.wasm"'));
  const lab = await openLab({ site: { url: pathToFileURL(file).href }, ready: false, allow: (text) => /^console: TypeError/.test(text) });
  await lab.page.getByRole("alert").filter({ hasText: "The lab did not start" }).waitFor();
  await lab.close();
});
