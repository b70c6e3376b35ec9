// The same way through the lab wherever the site is put: at the root of a host, under a path, in the folders of its versions.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { openLab } from "./harness.mjs";
import { screenOf, seeAnAnomaly } from "./screen.mjs";
import { dist, serveSite } from "./site.mjs";

const version = readdirSync(dist).find((name) => /^v\d+\.\d+$/.test(name));
const places = {
  "the site at the root of a host": { base: "/" },
  "the site under a path": { base: "/workshops/lab/" },
  "its latest version": { base: "/lab/", path: "latest/" },
  "a version that stays": { base: "/lab/", path: `${version}/` },
  "the page by its file's name": { base: "/", path: "index.html?theme=dark" },
};

for (const [name, { base, path = "" }] of Object.entries(places)) {
  test(`an anomaly is seen in ${name}`, async () => {
    const site = await serveSite({ base });
    const lab = await openLab({ site, path });
    await seeAnAnomaly(screenOf(lab.page));
    // What is fetched when the page is idle comes too.
    await lab.page.locator(".editor.has-code").waitFor({ state: "attached" });
    await lab.axe();
    assert.equal(lab.page.workers().length, 1);
    const own = new URL(site.url).origin;
    assert.deepEqual(lab.asked.filter((url) => !url.startsWith(own) && !/^(blob|data):/.test(url)), [], "requests to others");
    await lab.close();
    await site.close();
  });
}
