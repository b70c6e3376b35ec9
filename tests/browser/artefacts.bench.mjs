// How soon each artefact is there and what it fetches: the first picture, the time until the lab can be played, the octets of all bodies as a host
// sends them that compresses with brotli, the engine's program and the editor among them. Loopback, so times are the machine's and not a network's.
//
// RUNS (5) of each, medians.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { start, stop } from "./lab.mjs";
import { dist, serveSite } from "./site.mjs";

const runs = Number(process.env.RUNS ?? 5);
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Notes in the page when the lab can be played first. */
function noteWhenPlayable() {
  const look = () => {
    const playable = [...document.querySelectorAll("button.primary")].some((button) => !button.disabled && !button.closest("#skeleton"));
    if (playable) window.__playable = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}

/** First picture and playable, milliseconds since the navigation. */
async function times(scope) {
  await scope.waitForFunction(() => window.__playable && document.querySelector(".editor.has-code"));
  return scope.evaluate(() => [performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN, window.__playable]);
}

const { browser } = await start();
const site = await serveSite({ compressed: true, pages: { "/host.html": '<!doctype html><title>Host</title><iframe title="Lab" width="1200" height="800" src="/"></iframe>' } });

/** A visit; a later one with `isAgain`, and one whose host is gone with `isCut`. */
async function visit({ path = "", isAgain, isCut, isFramed, url, ...options }) {
  const own = isCut || options.base ? await serveSite({ compressed: true, ...options }) : site;
  url ??= own.url + path;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: isAgain ? "allow" : "block" });
  await context.addInitScript(noteWhenPlayable);
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  if (isAgain) {
    await page.goto(url);
    await times(page);
    // It is the one that answers when it has all files.
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(({ active }) => active.state === "activated"));
    if (isCut) await own.close();
  }
  const before = own.sent();
  await page.goto(url);
  const scope = isFramed ? await (await page.waitForSelector("iframe")).contentFrame() : page;
  const measured = await times(scope);
  await context.close();
  if (own !== site && !isCut) await own.close();
  return [...measured, own.sent() - before];
}

for (const [name, options] of Object.entries({
  "site, first visit": {},
  "site, later visit": { isAgain: true },
  "site, without a network": { isAgain: true, isCut: true },
  "site, under a path": { base: "/some/where/" },
  "site, in a frame": { path: "host.html", isFramed: true },
  "one file, from a host": { path: "rillcut.html" },
  "one file, from a disk": { url: pathToFileURL(join(dist, "rillcut.html")).href },
})) {
  const found = [];
  // The first one waits for brotli, which a host has done before.
  await visit(options);
  for (let run = 0; run < runs; run += 1) found.push(await visit(options));
  const [picture, playable, octets] = [0, 1, 2].map((at) => median(found.map((one) => one[at])));
  console.log(`bench: ${name}  ${Math.round(playable)} ms to play  (first picture ${Math.round(picture)} ms, ${(octets / 1000).toFixed(0)} KB, median of ${runs})`);
}
await site.close();
await stop();
