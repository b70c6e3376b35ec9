// The same way through the lab in frames of other people's pages, with what browsers forbid there: storage, an origin, workers from addresses.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { start } from "./harness.mjs";
import { watch } from "./lab.mjs";
import { screenOf, seeAnAnomaly } from "./screen.mjs";
import { close, listen, serveSite } from "./site.mjs";

const host = (src, attributes) =>
  `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,"><iframe title="Lab" width="1200" height="800" ${attributes} src="${src}"></iframe>`;

const frames = {
  "of the same origin": { sameOrigin: true },
  // Chromium's contexts for tests are like private windows, which keep storage from other sites' frames.
  "of another site, with storage blocked": {},
  'with sandbox="allow-scripts"': { attributes: 'sandbox="allow-scripts"' },
  'with sandbox="allow-scripts allow-same-origin"': { attributes: 'sandbox="allow-scripts allow-same-origin"' },
};
const artefacts = { "the site": "", "the one file": "rillcut.html" };

for (const [kind, { sameOrigin = false, attributes = "" }] of Object.entries(frames)) {
  for (const [artefact, path] of Object.entries(artefacts)) {
    test(`an anomaly is seen in ${artefact} in a frame ${kind}`, async () => {
      const { browser } = await start();
      const pages = {};
      // The one file fetches nothing, so it needs no host that allows a page without an origin to fetch.
      const headers = path === "" ? { "access-control-allow-origin": "*" } : {};
      const site = await serveSite({ pages, headers });
      const frameOf = host(site.url + path, attributes);
      pages["/host.html"] = frameOf;
      const other = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(frameOf));
      const port = await listen(other);
      const context = await browser.newContext();
      const complaints = await watch(context);
      const page = await context.newPage();
      await page.goto(sameOrigin ? `${site.url}host.html` : `http://localhost:${port}/`);
      const frame = await (await page.waitForSelector("iframe")).contentFrame();
      await seeAnAnomaly(screenOf(frame)).catch((error) => assert.fail(`${error.message}\n${complaints.join("\n")}`));
      const found = await frame.evaluate(async () => {
        const tried = async (task) => {
          try {
            return await task();
          } catch (error) {
            return error.name;
          }
        };
        return {
          storage: await tried(() => typeof localStorage.length),
          keepers: await tried(async () => (await navigator.serviceWorker.getRegistrations()).length),
        };
      });
      assert.equal(found.storage, sameOrigin ? "number" : "SecurityError");
      assert.ok(found.keepers !== 1, "no service worker in a frame");
      await context.close();
      await Promise.all([close(other), site.close()]);
      assert.deepEqual(complaints, []);
    });
  }
}
