// The generator in a Chromium worker beside what KDG is made of and its successor, in the same worker: records a second of the templates of
// crates/generator/benches, medians of RUNS (5), each run of one followed by a run of the others.
//
// `KDG's engine` is faker 3.1.0, of which KDG bundles a copy, with what KDG adds (moment's formats, weighted elements, a uuid
// that works) added as its help page describes it. The peers are fetched by npm into a temporary folder: nothing of the project depends on them.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { stop } from "./lab.mjs";
import { inWorker } from "./worker.mjs";

const runs = Number(process.env.RUNS ?? 5);

const folder = mkdtempSync(join(tmpdir(), "rillcut-peers-"));
const packages = ["faker@3.1.0", "moment@2.17.1", "@faker-js/faker@10.6.0"];
execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, ...packages], { stdio: "inherit" });
const contents = `
  import old from "faker/locale/en";
  import moment from "moment";
  import { faker } from "@faker-js/faker/locale/en";
  old.date.now = (format) => moment().format(format);
  old.random.weightedArrayElement = ({ weights, data }) => {
    let left = Math.random() * weights.reduce((sum, weight) => sum + weight, 0);
    return data[weights.findIndex((weight) => (left -= weight) < 0)];
  };
  // 3.1.0's own is broken inside of fake().
  const digit = () => old.random.number({ min: 0, max: 15 });
  old.random.uuid = () =>
    "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (x) => (x === "x" ? digit() : (digit() & 3) | 8).toString(16));
  export const kdg = (template) => old.fake(template);
  export const successor = (template) => faker.helpers.fake(template);
`;
const peers = buildSync({
  stdin: { contents, resolveDir: folder },
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "peers",
  write: false,
  logLevel: "error",
}).outputFiles[0].text;
rmSync(folder, { recursive: true });

const templates = {
  static: { ours: `{"browseraction":"Impression","site":"yourwebsiteurl.domain.com"}`, records: 1_000_000, peers: 1_000_000 },
  two: {
    ours: `{"browseraction":"{{random.weightedArrayElement({"weights":[80,20],"data":["Impression","Click"]})}}","site":"yourwebsiteurl.domain.com","price":{{random.number({"min":1,"max":1000})}}}`,
    successor: `{"browseraction":"{{helpers.weightedArrayElement([{"weight":80,"value":"Impression"},{"weight":20,"value":"Click"}])}}","site":"yourwebsiteurl.domain.com","price":{{number.int({"min":1,"max":1000})}}}`,
    records: 2_000_000,
    peers: 50_000,
  },
  seven: {
    ours: `{"id":"{{random.uuid}}","ip":"{{internet.ip}}","first":"{{name.firstName}}","last":"{{name.lastName}}","amount":{{random.number({"min":0,"max":1000,"precision":0.01})}},"state":"{{random.arrayElement(["OK","FAIL","WARN"])}}","at":"{{date.now("YYYY-MM-DD HH:mm:ss.SSS")}}"}`,
    successor: `{"id":"{{string.uuid}}","ip":"{{internet.ipv4}}","first":"{{person.firstName}}","last":"{{person.lastName}}","amount":{{number.float({"min":0,"max":1000,"multipleOf":0.01})}},"state":"{{helpers.arrayElement(["OK","FAIL","WARN"])}}","at":"{{date.recent}}"}`,
    records: 1_000_000,
    peers: 10_000,
  },
};

const found = await inWorker(
  ({ runs, templates, peers }, engine) => {
    // In the global scope, as a script of its own would be.
    (0, eval)(`${peers};globalThis.peers=peers`);
    const rate = (records, work) => {
      const began = performance.now();
      const last = work(records);
      const seconds = (performance.now() - began) / 1000;
      // Each has to make a record, all of them; the peers' may be of another shape.
      if (typeof last !== "string" || last.length < 50) throw new Error(`no record: ${last}`);
      return records / seconds;
    };
    const calls = (fake, template) => (records) => {
      let last = "";
      for (let record = 0; record < records; record += 1) last = fake(template);
      return last;
    };
    const found = {};
    for (const [name, template] of Object.entries(templates)) {
      const ours = new engine.Generated(template.ours);
      const rates = { ours: [], kdg: [], successor: [] };
      for (let run = 0; run < runs; run += 1) {
        rates.ours.push(rate(template.records, (records) => ours.run(records)));
        rates.kdg.push(rate(template.peers, calls(globalThis.peers.kdg, template.ours)));
        rates.successor.push(rate(template.peers, calls(globalThis.peers.successor, template.successor ?? template.ours)));
      }
      found[name] = rates;
    }
    return found;
  },
  { runs, templates, peers },
);
await stop();

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
for (const [name, rates] of Object.entries(found)) {
  const [ours, kdg, successor] = [median(rates.ours), median(rates.kdg), median(rates.successor)];
  const times = (peer) => `${(ours / peer).toFixed(0)} times`;
  console.log(`bench: generator ${name}  ${(ours / 1e6).toFixed(2)} M records/s  (Chromium worker; ${times(kdg)} KDG's engine, ${times(successor)} @faker-js/faker)`);
  console.log(`bench: generator ${name}, KDG's engine  ${(kdg / 1e6).toFixed(3)} M records/s  (faker 3.1.0, moment 2.17.1)`);
  console.log(`bench: generator ${name}, successor  ${(successor / 1e6).toFixed(3)} M records/s  (@faker-js/faker 10.6.0)`);
}
