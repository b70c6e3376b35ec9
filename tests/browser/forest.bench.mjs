// The forest alone in a Chromium worker: the configurations of crates/forest/benches, medians of RUNS (5). The figures of AWS's library that
// they are compared with are in crates/forest/README.md.

import { stop } from "./lab.mjs";
import { inWorker } from "./worker.mjs";

const runs = Number(process.env.RUNS ?? 5);

const found = await inWorker((runs, engine) => {
  const found = [];
  for (let index = 0; ; index += 1) {
    const forest = engine.ForestAlone.of(index);
    if (!forest) return found;
    const times = [];
    for (let run = 0; run < runs; run += 1) {
      const began = performance.now();
      if (!(forest.run() > 0)) throw new Error("the forest scored nothing");
      times.push(((performance.now() - began) * 1000) / forest.records());
    }
    times.sort((a, b) => a - b);
    found.push({ name: forest.name(), median: times[Math.floor(runs / 2)] });
  }
}, runs);
await stop();

for (const { name, median } of found) {
  console.log(`bench: ${name}  ${median.toFixed(2)} us/record  (Chromium worker, median of ${runs})`);
}
