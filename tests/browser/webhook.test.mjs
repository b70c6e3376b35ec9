// A real receiver on another origin gets what the webhook sends, and nobody gets anything before an address is given.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import "./harness.mjs";
import { startReceiver } from "./receiver.mjs";
import { looks, openScreen, untilPaused } from "./screen.mjs";

/** No complaint: an answer that a receiver gives on purpose, and answers whose body the worker does not read to its end. */
const allow = (text) => /503/.test(text) || /\/hook net::ERR_ABORTED$/.test(text);

async function connect(screen, url, header) {
  await screen.pane("Destination");
  await screen.page.getByLabel("Address").fill(url);
  if (header) {
    await screen.button("Add header").click();
    await screen.page.getByLabel("Header name").last().fill(header[0]);
    await screen.page.getByLabel("Header value").last().fill(header[1]);
  }
  await screen.button("Connect").click();
  await screen.destination.getByText("Connected", { exact: true }).waitFor();
}

test("an anomaly arrives as JSON, is tried again under its id, and its request can be read without secrets", async () => {
  const receiver = await startReceiver();
  const lab = await openScreen({ ...looks.wide, allow, acceptDownloads: true });
  const { screen } = lab;
  await connect(screen, receiver.url, ["authorization", "Bearer a-secret"]);
  await screen.button("Send a test").click();
  const [test] = await receiver.waitFor(1);
  assert.equal(test.json.type, "test");
  assert.equal(test.headers.authorization, "Bearer a-secret");
  await screen.deliveries.filter({ hasText: "A test" }).getByText("Delivered").waitFor();

  receiver.answerWith(503, 202);
  await screen.button("Next anomaly").click();
  const [, first, second] = await receiver.waitFor(3);
  const { json } = first;
  assert.equal(first.method, "POST");
  assert.equal(first.headers["content-type"], "application/json");
  assert.deepEqual(Object.keys(json).sort(), ["id", "lab", "row", "rowtime", "score", "sentence", "stream", "type"]);
  assert.equal(json.type, "anomaly.detected");
  assert.equal(json.stream, "DESTINATION_SQL_STREAM");
  assert.match(json.rowtime, /^2026-01-01 00:03:[1-3]0\.0/);
  assert.ok(json.score > 2 && json.score < Math.log2(12), `${json.score}`);
  assert.deepEqual(Object.keys(json.row), ["CTRPERCENT", "ANOMALY_SCORE"]);
  assert.equal(json.row.ANOMALY_SCORE, json.score);
  assert.match(json.sentence, /^Anomaly detected with a click-through rate of [\d.]+% and an anomaly score of [\d.]+$/);
  assert.equal(second.body, first.body, "the second attempt is the same message");

  const delivery = screen.deliveries.filter({ hasText: "Anomaly detected" });
  await delivery.getByText("Delivered").waitFor();
  assert.match(await delivery.innerText(), /HTTP 202/);
  await screen.destination.getByText("1 anomaly → 1 message: 1 delivered").waitFor();
  await lab.axe();
  await delivery.getByRole("button").click();
  const dialog = lab.page.getByRole("dialog");
  await dialog.getByText(`POST ${receiver.url}`).waitFor();
  const shown = await dialog.innerText();
  assert.ok(shown.includes(json.id) && shown.includes("•••") && !shown.includes("a-secret"), shown);
  await lab.axe();
  await screen.button("Close", dialog).click();
  await dialog.waitFor({ state: "hidden" });

  await lab.page.getByText("Menu").or(lab.page.getByLabel("Menu")).first().click();
  const [download] = await Promise.all([lab.page.waitForEvent("download"), screen.button("Save lab file").click()]);
  const saved = readFileSync(await download.path(), "utf8");
  assert.ok(saved.includes("DESTINATION_SQL_STREAM") && !saved.includes("127.0.0.1") && !saved.includes("a-secret"));

  await screen.button("Disconnect").click();
  await screen.destination.getByText("Not connected").waitFor();
  await screen.button("Next anomaly").click();
  await untilPaused(screen);
  await screen.until(() => screen.anomalies.count(), (rows) => rows === 2);
  assert.equal(receiver.requests.length, 3, "nothing is sent after that");
  await lab.close();
  await receiver.close();
});

test("a bad address and a bad header are refused beside the form, and the lab goes on", async () => {
  const lab = await openScreen(looks.narrowDark);
  const { screen } = lab;
  await screen.play.click();
  await screen.pane("Destination");
  await lab.page.getByLabel("Address").fill("example");
  await screen.button("Connect").click();
  const problem = screen.problems(screen.destination);
  assert.match(await problem.innerText(), /LAB0020[\s\S]*'example' is not an address[\s\S]*https:\/\/example\.com\/hook/);
  await screen.destination.getByText("Not connected").waitFor();
  await lab.axe();
  await lab.page.getByLabel("Address").fill("https://example.invalid/hook");
  await problem.waitFor({ state: "detached" });
  await screen.button("Add header").click();
  await lab.page.getByLabel("Header name").fill("no good");
  await screen.button("Connect").click();
  assert.match(await problem.innerText(), /LAB0022/);
  const clock = await screen.clock();
  await screen.until(() => screen.clock(), (now) => now > clock);
  await lab.close();
});

test("a receiver that does not allow the page is told apart from one that answers", async () => {
  const receiver = await startReceiver({ cors: false });
  const lab = await openScreen({ ...looks.narrow, allow: (text) => text.includes(receiver.url) || /Failed to load resource|CORS/.test(text) });
  const { screen } = lab;
  await connect(screen, receiver.url);
  await screen.button("Send a test").click();
  await screen.deliveries.getByText("Retrying").waitFor();
  assert.match(await screen.deliveries.first().innerText(), /\(CORS\); next attempt at \d\d:\d\d:\d\d/);
  await lab.axe();
  await lab.close();
  await receiver.close();
});
