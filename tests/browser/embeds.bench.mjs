// A page with six labs in it, one below the other, all told to run: how smoothly the page scrolls past them, what those do that nobody sees, and what all
// of it fetches.
//
// SECONDS (10) of watching.

import { frames } from "./frames.mjs";
import { start, stop } from "./lab.mjs";
import { hostPage, openHost, serveHost } from "./hosts.mjs";
import { serveSite } from "./site.mjs";

const seconds = Number(process.env.SECONDS ?? 10);
const views = ["chart", "stream", "generator", "sql", "chart,guide", "pipeline"];

await start();
const site = await serveSite({ compressed: true });
const labs = views.map((view) => `<rillcut-lab view="${view}" autorun speed="60" height="640" example="clickstream"></rillcut-lab><p>Between</p>`);
const host = await serveHost({ "/": hostPage(labs.join(""), { head: `<script src="${site.url}rillcut-embed.js"></script>` }) });
try {
  // Twice: the first time waits for brotli, which a host has done before.
  for (const counts of [false, true]) {
    const before = site.sent();
    const { page, close } = await openHost(host.url, { height: 900 });
    const states = () => page.evaluate(() => Promise.all([...document.querySelectorAll("rillcut-lab")].map((lab) => lab.getState())));
    const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").length);
    await page.evaluate(() => document.querySelector("rillcut-lab").getState());
    const first = site.sent() - before;
    // A reader scrolls to the end, so that all are there.
    for (let at = 0; at < views.length; at += 1) {
      await page.locator("rillcut-lab").nth(at).scrollIntoViewIfNeeded();
      await page.locator("rillcut-lab").nth(at).evaluate((lab) => lab.getState());
    }
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(1000);
    const from = await states();
    const { at, count } = await frames(page, seconds, { scrolls: true });
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(500);
    const still = await states();
    await page.waitForTimeout(2000);
    const later = await states();
    if (counts) {
      console.log(`bench: frame of a page with ${views.length} labs, p95  ${at(0.95)} ms  (median ${at(0.5)}, p99 ${at(0.99)}, ${count} frames in ${seconds} s of scrolling)`);
      const moved = later.filter(({ clock }, lab) => clock !== still[lab].clock).length;
      console.log(`bench: labs off the screen that stand  ${views.length - moved} of ${views.length}  (${later.filter(({ clock }, lab) => clock > from[lab].clock).length} ran while they were seen)`);
      console.log(`bench: first of ${views.length} labs  ${(first / 1000).toFixed(0)} KB  (all of them ${((site.sent() - before) / 1000).toFixed(0)} KB, ${await loaded()} requests of the page)`);
    }
    await close();
  }
} finally {
  await host.close();
  await site.close();
  await stop();
}
