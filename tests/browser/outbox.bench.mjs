// 10,000 messages to ten receivers of which nearly a third of the requests fails, with reloads and killed workers in between: each must arrive at
// least once under its id, none that was not made, and each receiver must first see its own in their order. MESSAGES says how many.

import assert from "node:assert/strict";
import { connect } from "./destinations.mjs";
import { stop } from "./lab.mjs";
import { startReceiver } from "./receiver.mjs";
import { openScreen } from "./screen.mjs";

const lanes = 10;
const wanted = Number(process.env.MESSAGES ?? 10_000);
const perLane = Math.ceil(wanted / lanes);
const quiet = () => true;

/** A lab whose ten destinations each get every record as a row. */
const file = {
  rillcut: 2,
  name: "Soak",
  seed: 1,
  start: "2026-01-01 00:00:00",
  templates: [{ name: "t", text: '{"n": {{sequence}}}' }],
  senders: [{ name: "s", template: "t", rate: 10, active: [{ from: 0, until: perLane / 10 }], limit: perLane }],
  schema: {
    RecordFormat: { RecordFormatType: "JSON", MappingParameters: { JSONMappingParameters: { RecordRowPath: "$" } } },
    RecordEncoding: "UTF-8",
    RecordColumns: [{ Name: "n", Mapping: "$.n", SqlType: "INTEGER" }],
  },
  sql: 'CREATE OR REPLACE STREAM "OUT" ("n" INTEGER); CREATE OR REPLACE PUMP "P" AS INSERT INTO "OUT" SELECT STREAM "n" FROM "SOURCE_SQL_STREAM_001";',
  destinations: Array.from({ length: lanes }, (_, at) => ({
    name: `lane ${at}`,
    stream: "OUT",
    sentence: "{n}",
    body: '{"id": "{$id}", "n": "{n}"}',
    retry: { firstWaitMs: 20, longestWaitMs: 500, timeoutSeconds: 2 },
  })),
};

const receivers = [];
let requests = 0;
let faulty = 0;
for (let at = 0; at < lanes; at += 1) {
  const receiver = await startReceiver();
  const arrived = new Map();
  const order = [];
  receiver.answerWith(({ json }) => {
    requests += 1;
    const dice = (requests * 7919) % 1000;
    const fault = dice < 60 ? "reset" : dice < 130 ? 500 : dice < 200 ? 503 : dice < 270 ? { status: 429, headers: { "retry-after": "0" } } : dice < 273 ? "hang" : 200;
    if (fault !== 200) faulty += 1;
    // A connection that breaks, or an answer that never comes, has brought its message all the same.
    if (fault === 200 || fault === "reset" || fault === "hang") {
      // What was taken just before a worker was killed may come again; the order is that of first arrivals.
      if (!arrived.has(json.id)) order.push(json.n);
      arrived.set(json.id, (arrived.get(json.id) ?? 0) + 1);
    }
    receiver.requests.length = 0;
    return fault;
  });
  receivers.push({ ...receiver, arrived, order });
}

const lab = await openScreen({ width: 1280, allow: quiet });
const { screen, page } = lab;
await page.getByLabel("File to open").setInputFiles({ name: "soak.lab.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(file)) });
await screen.destination.getByRole("heading", { name: "lane 9" }).waitFor();
for (let at = 0; at < lanes; at += 1) await connect(screen, { at, url: receivers[at].url });
const began = Date.now();
await screen.speed("×10");
await screen.run.or(screen.play).click();
await screen.until(() => messages(screen), (made) => made >= perLane, 600_000);
let kills = 0;
const arrived = () => receivers.reduce((sum, one) => sum + one.arrived.size, 0);
// What was made in the last moment is not in the store yet: a message that ends with its worker before that was never promised.
await screen.until(async () => arrived() + (await kept(page)), (known) => known >= perLane * lanes, 120_000);
// However slow the machine: only when nothing arrives any more is something lost.
let [seen, since] = [0, Date.now()];
while (arrived() < perLane * lanes && Date.now() - since < 180_000) {
  if (arrived() > seen) [seen, since] = [arrived(), Date.now()];
  if (kills < 4) {
    kills += 1;
    // A worker that ends without a word, then the page.
    if (kills % 2 === 0) await page.workers()[0]?.evaluate(() => self.close()).catch(() => {});
    await page.reload();
    await screen.play.waitFor();
  }
  await page.waitForTimeout(2000);
}
const twice = receivers.reduce((sum, one) => sum + [...one.arrived.values()].filter((times) => times > 1).length, 0);
for (const { arrived, order } of receivers) {
  assert.equal(arrived.size, perLane);
  assert.deepEqual(order, [...order].sort((a, b) => a - b), "in their order");
}
const seconds = (Date.now() - began) / 1000;
await lab.close().catch(() => {});
for (const one of receivers) await one.close();
await stop();
console.log(
  `bench: messages through faults  ${Math.round((perLane * lanes) / seconds)} messages/s  (${perLane * lanes} to ${lanes} receivers, ${requests} requests of which ` +
    `${faulty} failed, ${kills} reloads and killed workers; each arrived, ${twice} more than once, all in order)`,
);

/** Messages in the store. */
function kept(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const opened = indexedDB.open("rillcut");
        opened.onsuccess = () => {
          const keys = opened.result.transaction("records").objectStore("records").getAllKeys(IDBKeyRange.bound("delivery/", "delivery0"));
          keys.onsuccess = () => {
            opened.result.close();
            resolve(keys.result.length);
          };
        };
      }),
  );
}

/** Messages that the first destination has made. */
async function messages(screen) {
  const text = await screen.destination.locator(".destinations .tally").first().innerText();
  return Number(/→ ([\d,]+) message/.exec(text)?.[1].replaceAll(",", "") ?? 0);
}
