// The whole path in the browser: a day with all five senders on, from template to score, as the page itself counts it.
// engine.bench.mjs has the engine alone, beside a plain JavaScript loop. Medians of RUNS (5).

import { stop } from "./lab.mjs";
import { openScreen, untilPaused } from "./screen.mjs";

const runs = Number(process.env.RUNS ?? 5);
const day = 86_400;

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const round = (number) => Math.round(number).toLocaleString("en-US");

/** Records of a day with five senders, the seconds it took, and the longest task of the page meanwhile, milliseconds. */
async function replay() {
  const lab = await openScreen({ width: 1280 });
  const { page, screen } = lab;
  for (const at of [1, 2, 3]) await screen.button(`Start More clicks ${at}`).click();
  await page.waitForTimeout(200);
  // Time is taken in the page: from the click to the first picture in which the clock stands again.
  const { seconds, longest } = await page.evaluate(
    () =>
      new Promise((resolve) => {
        let longest = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
        }).observe({ type: "longtask" });
        const named = (text) => [...document.querySelectorAll("button")].find((button) => (button.ariaLabel ?? button.textContent.trim()) === text);
        const began = performance.now();
        named("Replay 24 h").click();
        const count = document.querySelector("#analytics [role=tab] .badge");
        const before = count.textContent;
        const look = () => {
          if (named("Run") && count.textContent !== before) resolve({ seconds: (performance.now() - began) / 1000, longest });
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  await untilPaused(screen);
  const records = await screen.count("SOURCE_SQL_STREAM_001");
  await lab.close();
  return { seconds, longest, records };
}

const days = [];
for (let run = 0; run < runs; run += 1) days.push(await replay());
const { records } = days[0];
await stop();

const seconds = median(days.map((one) => one.seconds));
console.log(`bench: replay of 24 h  ${round(day / seconds)} lab-s/s  (${round(records)} records, five senders, ${seconds.toFixed(2)} s, median of ${runs})`);
console.log(`bench: whole path  ${round(records / seconds)} records/s  (template, decode, SQL, forest, page)`);
console.log(`bench: longest task of the page  ${round(median(days.map((one) => one.longest)))} ms  (0: none over 50 ms)`);
