// The engine in a Chromium worker beside plain JavaScript doing the same in the same worker: what somebody would write by hand.
//
// `replay`: recorded JSON text of 84 bytes a record → windows of ten seconds by action → rate (and a forest over the rate, which the loop
// lacks). `lab`: the records are drawn first, with five senders. Each run of one is followed by a run of the other; medians of RUNS (5).

import { stop } from "./lab.mjs";
import { inWorker } from "./worker.mjs";

const runs = Number(process.env.RUNS ?? 5);

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const millions = (rates) => (median(rates) / 1e6).toFixed(2);

const rates = await inWorker(
  (runs, engine) => {
    const rate = (work) => {
      const began = performance.now();
      const records = work();
      return records / ((performance.now() - began) / 1000);
    };
    /** Ten-second windows by action; a window's rate is added up, so that no work can be left out. */
    const windows = () => {
      let window = -1;
      let clicks = 0;
      let impressions = 0;
      let sum = 0;
      const close = () => {
        if (clicks > 0 && impressions > 0) sum += (clicks / impressions) * 100;
        clicks = 0;
        impressions = 0;
      };
      return {
        take(record) {
          const its = Math.floor(record.ts / 10_000);
          if (its !== window) {
            close();
            window = its;
          }
          if (record.browseraction === "Click") clicks += 1;
          else if (record.browseraction === "Impression") impressions += 1;
        },
        sum() {
          close();
          return sum;
        },
      };
    };
    const check = (sum) => {
      if (!(sum > 0)) throw new Error("the loop computed nothing");
    };

    const replayed = new engine.Replayed(1_000_000);
    const bytes = replayed.bytes();
    const decoder = new TextDecoder();
    const replayByHand = () => {
      const sums = windows();
      let records = 0;
      // Pieces, as a file or a network would bring them; each ends with a whole line.
      for (let from = 0; from < bytes.length; ) {
        const to = bytes.lastIndexOf(10, Math.min(from + 300_000, bytes.length) - 1) + 1;
        const text = decoder.decode(bytes.subarray(from, to));
        from = to;
        let start = 0;
        for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
          sums.take(JSON.parse(text.slice(start, end)));
          records += 1;
          start = end + 1;
        }
      }
      check(sums.sum());
      return records;
    };

    const seconds = 86_400;
    const five = new engine.FiveSenders();
    const encoder = new TextEncoder();
    const labByHand = () => {
      const sums = windows();
      let records = 0;
      for (let second = 0; second < seconds; second += 1) {
        for (let sender = 0; sender < 5; sender += 1) {
          const action = sender === 0 ? "Impression" : "Click";
          const text = `{"browseraction":"${action}","site":"yourwebsiteurl.domain.com","ts":${second * 1000}}\n`;
          sums.take(JSON.parse(decoder.decode(encoder.encode(text))));
          records += 1;
        }
      }
      check(sums.sum());
      return records;
    };

    const found = { replay: [], replayByHand: [], lab: [], labByHand: [] };
    for (let run = 0; run < runs; run += 1) {
      found.replay.push(rate(() => replayed.run()));
      found.replayByHand.push(rate(replayByHand));
      found.lab.push(rate(() => five.run(seconds)));
      found.labByHand.push(rate(labByHand));
    }
    return found;
  },
  runs,
);
await stop();

console.log(`bench: replay, JSON to CTR to score  ${millions(rates.replay)} M records/s  (Chromium worker, 1 M records, median of ${runs})`);
console.log(`bench: replay, loop by hand  ${millions(rates.replayByHand)} M records/s  (JSON.parse and windows; no forest)`);
console.log(`bench: lab, 24 h of 5 senders  ${millions(rates.lab)} M records/s  (template, decode, SQL, forest)`);
console.log(`bench: lab, loop by hand  ${millions(rates.labByHand)} M records/s  (string, bytes, JSON.parse, windows; no forest)`);
