// How smoothly the page draws while 100,000 records a second go through the lab: the time between animation frames, and what of the wanted
// rate was reached, beside the same of the page at rest, whose 16.7 ms are the screen's own. Then 30 days of the lab, and what the page's heap and the whole tab,
// engine included, hold by then.
//
// SECONDS (10) of watching, DAYS (30) of the lab.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { frames } from "./frames.mjs";
import { stop } from "./lab.mjs";
import { looks, openScreen, untilPaused } from "./screen.mjs";
import { dist } from "./site.mjs";

const seconds = Number(process.env.SECONDS ?? 10);
const days = Number(process.env.DAYS ?? 30);
const wanted = 100_000;

/** The built-in lab with impressions and clicks in so many records a second. */
function lab(rate) {
  const made = JSON.parse(readFileSync(join(dist, "examples/clickstream.lab.json"), "utf8"));
  made.senders = made.senders.slice(0, 2).map((sender) => ({ ...sender, rate: rate / 2, jitter: false, active: [{ from: 0, until: null }] }));
  return Buffer.from(JSON.stringify(made, null, 2));
}

/** Resident memory of the largest renderer, which is the lab's tab with its worker, MB; nothing where the system does not tell. */
function tab() {
  const sizes = [];
  for (const process of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${process}/cmdline`, "utf8").includes("--type=renderer")) continue;
      sizes.push(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${process}/status`, "utf8"))?.[1] ?? 0) / 1024);
    } catch {
      // It has just ended.
    }
  }
  return Math.max(...sizes, 0);
}

/** Prints what `frames` found. */
function report(when, { at, count, missed }) {
  console.log(`bench: frame ${when}, p95  ${at(0.95)} ms  (median ${at(0.5)}, p99 ${at(0.99)}; ${count} frames in ${seconds} s, ${missed} missed)`);
}

const open = await openScreen(looks.wide);
const { page, screen } = open;
try {
  await page.getByLabel("File to open").setInputFiles({ name: "fast.lab.json", mimeType: "application/json", buffer: lab(wanted) });
  await screen.speed("×1");
  report("at rest", await frames(page, seconds));
  await screen.play.or(screen.run).first().click();
  await screen.speed("×1");
  await screen.until(() => screen.count("CTRSTREAM"), (rows) => rows >= 1, 60_000);
  const before = await screen.count("SOURCE_SQL_STREAM_001");
  const began = performance.now();
  const drawn = await frames(page, seconds);
  const reached = ((await screen.count("SOURCE_SQL_STREAM_001")) - before) / ((performance.now() - began) / 1000);
  report("at 100,000 records/s", drawn);
  console.log(`bench: records/s reached of ${wanted}  ${Math.round(reached)} /s  (by the counter of the source)`);
  await screen.pause.click();
  await untilPaused(screen);
  await page.getByLabel("File to open").setInputFiles({ name: "slow.lab.json", mimeType: "application/json", buffer: lab(2) });
  await screen.until(() => screen.clock(), (clock) => clock === "00:00:00");
  const cdp = await open.context.newCDPSession(page);
  const heap = async () => {
    await cdp.send("HeapProfiler.collectGarbage");
    return (await cdp.send("Runtime.getHeapUsage")).usedSize / 1e6;
  };
  const grown = [];
  for (let day = 1; day <= days; day += 1) {
    await screen.button("Replay 24 h").click();
    await screen.until(() => screen.count("SOURCE_SQL_STREAM_001"), (rows) => rows >= day * 172_700, 60_000);
    await untilPaused(screen);
    grown.push({ heap: await heap(), tab: tab() });
  }
  const by = (what, digits) => {
    const days = [1, 2, 5, 10, 15, 20, 30].filter((day) => day <= grown.length);
    return days.map((day) => `${grown[day - 1][what].toFixed(digits)} on day ${day}`).join(", ");
  };
  console.log(`bench: page heap after ${days} days  ${grown.at(-1).heap.toFixed(1)} MB  (${by("heap", 1)})`);
  console.log(`bench: resident memory of the tab after ${days} days  ${grown.at(-1).tab.toFixed(0)} MB  (${by("tab", 0)})`);
} finally {
  await open.context.close();
  await stop();
}
