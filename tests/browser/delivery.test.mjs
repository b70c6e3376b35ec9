// Messages that survive: a digest, the network lost, the page reloaded, a worker killed; and a receiver that fails in every way.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { connect, edit, fill } from "./destinations.mjs";
import { startReceiver } from "./receiver.mjs";
import { looks, openScreen, untilPaused } from "./screen.mjs";

const quiet = (text) => /127\.0\.0\.1|Failed to load resource|ERR_|CORS|HTTP/.test(text);

test("a digest is made while the network is lost, and arrives after a reload", async () => {
  const receiver = await startReceiver();
  const lab = await openScreen({ ...looks.wideDark, allow: quiet });
  const { screen, page } = lab;
  await connect(screen, { url: receiver.url, style: "A digest a minute" });
  await screen.button("Send a test").click();
  await receiver.waitFor(1);
  await page.context().setOffline(true);
  // The lab's burst of clicks lasts from 3:00 to 3:25; a digest of it is due at 4:10 or so.
  await screen.speed("×60");
  await screen.play.click();
  await screen.until(() => screen.clock(), (now) => now > "00:04:40");
  await screen.pause.click();
  await screen.destination.getByText(/\d anomalies → 1 message: 1 waiting/).waitFor();
  await screen.destination.getByText("This computer is offline").first().waitFor();
  assert.equal(receiver.requests.length, 1, "nothing went out");
  await lab.axe();
  await page.context().setOffline(false);
  receiver.answerWith(503);
  await receiver.waitFor(2);
  await page.reload();
  receiver.answerWith(200);
  await screen.deliveries.filter({ hasText: /rows from 2026-01-01/ }).getByText("Delivered").waitFor();
  const told = receiver.requests.filter((request) => request.json.type === "anomaly.detected");
  assert.ok(told.length >= 2 && told.every((request) => request.json.id === told[0].json.id), "one message under one id");
  assert.ok(told[0].json.count >= 2 && told[0].json.rows.length === told[0].json.count);
  await screen.button("Connect again").click();
  await screen.destination.getByText("Connected", { exact: true }).waitFor();
  await lab.close();
  await receiver.close();
});

test("messages of ten minutes arrive through a receiver that fails in many ways, and reloads", async () => {
  const receiver = await startReceiver();
  const arrived = new Map();
  const faults = ["reset", 500, 503, { status: 429, headers: { "retry-after": "0" } }];
  let number = 0;
  receiver.answerWith(({ json }) => {
    number += 1;
    // Nearly a third of the requests fail; a connection that breaks has brought its message all the same.
    const fault = number % 10 < 3 ? faults[number % faults.length] : 200;
    if (fault === 200 || fault === "reset") arrived.set(json.id, (arrived.get(json.id) ?? 0) + 1);
    return fault;
  });
  const lab = await openScreen({ ...looks.wide, allow: quiet });
  const { screen, page } = lab;
  const dialog = await edit(screen);
  await dialog.locator("#destination-stream").selectOption("CTRSTREAM");
  await fill(dialog, { url: receiver.url, fields: { "destination-sentence": "{CTR} %" } });
  await screen.button("Connect", dialog).click();
  await dialog.waitFor({ state: "hidden" });
  await screen.speed("×600");
  await screen.play.click();
  await screen.until(() => screen.clock(), (now) => now > "00:10:00", 60_000);
  await screen.pause.click();
  await untilPaused(screen);
  const made = await screen.until(() => messages(screen), (count) => count > 30);
  for (let kill = 0; kill < 2; kill += 1) {
    await page.reload();
    await screen.play.waitFor();
  }
  await screen.until(() => arrived.size, (size) => size >= made, 90_000);
  await screen.until(() => screen.destination.innerText(), (text) => text.includes("On their way 0"), 60_000);
  assert.equal(arrived.size, made, "each id at least once, and no other");
  await lab.close();
  await receiver.close();
});

/** Messages that the first destination has made. */
async function messages(screen) {
  const text = await screen.destination.locator(".destinations .tally").first().innerText();
  return Number(/→ ([\d,]+) message/.exec(text)?.[1].replaceAll(",", "") ?? 0);
}
