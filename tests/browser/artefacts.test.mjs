// The same way through the lab in everything that `cargo xtask dist` makes: the site wherever it lies, its versions, and the one file.

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
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

const version = readdirSync(dist).find((name) => /^v\d+\.\d+$/.test(name));
const places = {
  "the site at the root of a host": { base: "/" },
  "the site under a path": { base: "/workshops/lab/" },
  "its latest version": { base: "/lab/", path: "latest/" },
  "a version that stays": { base: "/lab/", path: `${version}/` },
  "the page by its file's name": { base: "/", path: "index.html?theme=dark" },
  "the one file from a host": { base: "/", path: "rillcut.html" },
  "the one file of a version": { base: "/", path: `${version}/rillcut.html` },
  "the one file from a disk": { file: onAStick },
};

for (const [name, { base, path = "", file }] of Object.entries(places)) {
  test(`an anomaly is seen in ${name}`, async () => {
    const site = file ? { url: file(), close() {} } : await serveSite({ base });
    const lab = await openLab({ site, path });
    await seeAnAnomaly(screenOf(lab.page));
    // What is fetched when the page is idle comes too.
    await lab.page.locator(".editor.has-code").waitFor({ state: "attached" });
    await lab.axe();
    assert.equal(lab.page.workers().length, 1);
    const own = file ? "file:" : new URL(site.url).origin;
    assert.deepEqual(lab.asked.filter((url) => !url.startsWith(own) && !/^(blob|data):/.test(url)), [], "requests to others");
    await lab.close();
    await site.close();
  });
}

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

test("the one file says so where it cannot be unpacked", async () => {
  const lab = await openLab({ site: { url: onAStick() }, ready: false, before: () => delete globalThis.DecompressionStream });
  await lab.page.getByRole("alert").filter({ hasText: "needs DecompressionStream" }).waitFor();
  await lab.close();
});
