// The whole path in the browser: a day with all five senders on, from template to score, as the page itself counts it.
//
// Beside it a plain JavaScript loop in a worker of the same Chromium, over the same number of records: it decodes bytes, parses each line as
// JSON, counts clicks and impressions in windows of ten seconds and divides. It draws no records, keeps no rows and has no forest:
// it is less work, and what somebody would write by hand. Medians of RUNS (5).

import { start, stop } from "./lab.mjs";
import { openScreen, untilPaused } from "./screen.mjs";

const runs = Number(process.env.RUNS ?? 5);
const day = 86_400;

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const round = (number) => Math.round(number).toLocaleString("en-US");

/** Records of a day with five senders, and the seconds it took. */
async function replay() {
  const lab = await openScreen({ width: 1280 });
  const { page, screen } = lab;
  for (const at of [1, 2, 3]) await screen.button(`Start More clicks ${at}`).click();
  await page.waitForTimeout(200);
  // Time is taken in the page: from the click to the first picture in which the clock stands again.
  const seconds = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const named = (text) => [...document.querySelectorAll("button")].find((button) => (button.ariaLabel ?? button.textContent.trim()) === text);
        const began = performance.now();
        named("Replay 24 h").click();
        const count = document.querySelector("#analytics [role=tab] .badge");
        const before = count.textContent;
        const look = () => {
          if (named("Run") && count.textContent !== before) resolve((performance.now() - began) / 1000);
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  await untilPaused(screen);
  const records = await screen.count("SOURCE_SQL_STREAM_001");
  await lab.close();
  return { seconds, records };
}

/** The loop by hand, in a worker of an empty page: records a second. */
async function byHand(records) {
  const { browser } = await start();
  const page = await browser.newPage();
  const seconds = await page.evaluate(async (records) => {
    const program = () => {
      onmessage = ({ data: records }) => {
        const line = (action, at) => `${JSON.stringify({ browseraction: action, site: "yourwebsiteurl.domain.com", at }).padEnd(83)}\n`;
        // Ten windows of lines as bytes, gone through again and again with their times moved on.
        const perSecond = 5;
        const lines = [];
        for (let at = 0; at < 100 * perSecond; at += 1) lines.push(line(at % perSecond === 0 ? "Impression" : "Click", Math.floor((at * 1000) / perSecond)));
        const bytes = new TextEncoder().encode(lines.join(""));
        const decoder = new TextDecoder();
        const began = performance.now();
        let sum = 0;
        let done = 0;
        for (let round = 0; done < records; round += 1) {
          const text = decoder.decode(bytes);
          let window = -1;
          let clicks = 0;
          let impressions = 0;
          let from = 0;
          for (let to = text.indexOf("\n"); to >= 0 && done < records; to = text.indexOf("\n", from)) {
            const record = JSON.parse(text.slice(from, to));
            from = to + 1;
            done += 1;
            const its = Math.floor((record.at + round * 100_000) / 10_000);
            if (its !== window) {
              if (clicks > 0 && impressions > 0) sum += (clicks / impressions) * 100;
              window = its;
              clicks = 0;
              impressions = 0;
            }
            if (record.browseraction === "Click") clicks += 1;
            else if (record.browseraction === "Impression") impressions += 1;
          }
          if (clicks > 0 && impressions > 0) sum += (clicks / impressions) * 100;
        }
        postMessage({ seconds: (performance.now() - began) / 1000, sum });
      };
    };
    const worker = new Worker(URL.createObjectURL(new Blob([`(${program})()`], { type: "text/javascript" })));
    const { data } = await new Promise((resolve) => {
      worker.onmessage = resolve;
      worker.postMessage(records);
    });
    if (!(data.sum > 0)) throw new Error("the loop computed nothing");
    return data.seconds;
  }, records);
  await page.close();
  return seconds;
}

const days = [];
for (let run = 0; run < runs; run += 1) days.push(await replay());
const { records } = days[0];
const hands = [];
for (let run = 0; run < runs; run += 1) hands.push(await byHand(records));
await stop();

const seconds = median(days.map((one) => one.seconds));
const hand = median(hands);
console.log(`bench: replay of 24 h  ${round(day / seconds)} lab-s/s  (${round(records)} records, five senders, ${seconds.toFixed(2)} s, median of ${runs})`);
console.log(`bench: whole path  ${round(records / seconds)} records/s  (template, decode, SQL, forest, page)`);
console.log(`bench: loop by hand  ${round(records / hand)} records/s  (JSON.parse, windows, rate over 84 bytes a line; no generator, no forest)`);
