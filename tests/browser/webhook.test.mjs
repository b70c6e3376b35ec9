// A real receiver on another origin gets what a destination sends, and nobody gets anything before an address is given.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import "./harness.mjs";
import { connect, edit } from "./destinations.mjs";
import { startReceiver } from "./receiver.mjs";
import { goOn, looks, openScreen } from "./screen.mjs";

/** No complaint: an answer that a receiver gives on purpose. */
const allow = (text) => /503|429|404|410/.test(text);

test("an anomaly arrives as JSON, is tried again under its id, and its request can be read without secrets", async () => {
  const receiver = await startReceiver();
  const lab = await openScreen({ ...looks.wide, allow, acceptDownloads: true });
  const { screen } = lab;
  await connect(screen, { url: receiver.url, headers: "authorization: Bearer a-secret" });
  await screen.button("Send a test").click();
  const [test] = await receiver.waitFor(1);
  assert.equal(test.json.type, "test");
  assert.equal(test.headers.authorization, "Bearer a-secret");
  assert.equal(test.headers["idempotency-key"], test.json.id);
  await screen.deliveries.filter({ hasText: "A test" }).getByText("Delivered").waitFor();

  receiver.answerWith(503, 202);
  await screen.button("Next anomaly").click();
  const [, first, second] = await receiver.waitFor(3);
  const { json } = first;
  assert.equal(first.method, "POST");
  assert.equal(first.headers["content-type"], "application/json");
  assert.deepEqual(Object.keys(json).sort(), [
    "count", "id", "lab", "link", "row", "rows", "rowtime", "score", "sentence", "stream", "subject", "type",
  ]);
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
  await dialog.getByText("POST http://127.0.0.1").waitFor();
  const shown = await dialog.innerText();
  assert.ok(shown.includes(json.id) && shown.includes("•••"), shown);
  assert.ok(!shown.includes("a-secret") && !shown.includes("/hook"), "neither key nor path is shown");
  assert.match(shown, /HTTP 503: the receiver is not available/);
  await lab.axe();
  await screen.button("Close", dialog).click();
  await dialog.waitFor({ state: "hidden" });

  await lab.page.getByText("Menu").or(lab.page.getByLabel("Menu")).first().click();
  const [download] = await Promise.all([lab.page.waitForEvent("download"), screen.button("Save lab file").click()]);
  const saved = readFileSync(await download.path(), "utf8");
  assert.ok(saved.includes("DESTINATION_SQL_STREAM") && !saved.includes("127.0.0.1") && !saved.includes("a-secret"));

  await screen.button("Disconnect").click();
  await screen.destination.getByText("Known here").waitFor();
  await goOn(screen, "Next anomaly");
  await screen.until(() => screen.anomalies.count(), (rows) => rows === 2);
  assert.equal(receiver.requests.length, 3, "nothing is sent after that");
  await lab.close();
  await receiver.close();
});

test("what is wrong with a destination is said where it is written, and it cannot be connected", async () => {
  const lab = await openScreen(looks.narrowDark);
  const { screen } = lab;
  await screen.play.click();
  const dialog = await edit(screen);
  const connectIt = screen.button("Connect", dialog);
  await dialog.locator("#connection-url").fill("example");
  await dialog.getByText("To connect: this is not an address that can be sent to (write it whole, such as https://example.com/hook)").waitFor();
  assert.ok(await connectIt.isDisabled());
  await lab.axe();
  await dialog.locator("#connection-url").fill("https://example.invalid/hook");
  await screen.until(() => connectIt.isEnabled(), Boolean);
  await dialog.locator("#destination-sentence").fill("A rate of {ctrpercent}");
  await dialog.getByText("write {CTRPERCENT}").waitFor();
  assert.ok(await connectIt.isDisabled());
  await dialog.locator("#destination-sentence").fill("A rate of {CTRPERCENT}");
  await dialog.getByText("Body", { exact: true }).click();
  await dialog.locator("#destination-body").fill('{\n  "rate": {CTRPERCENT}\n}');
  assert.match(await screen.problems(dialog).innerText(), /2:1\d[\s\S]*LAB0064[\s\S]*the template is not JSON/);
  await dialog.locator("#destination-body").fill('{"rate": "{CTRPERCENT}", "words": "{$sentence}"}');
  await screen.problems(dialog).waitFor({ state: "detached" });
  const clock = await screen.clock();
  await screen.until(() => screen.clock(), (now) => now > clock);
  await screen.button("Cancel", dialog).click();
  await lab.close();
});

test("a receiver that does not allow the page, one that is not there and one that is gone are told apart", async () => {
  const receiver = await startReceiver({ cors: false });
  const quiet = (text) => /127\.0\.0\.1|Failed to load resource|CORS|410/.test(text);
  const lab = await openScreen({ ...looks.narrow, allow: quiet });
  const { screen } = lab;
  await connect(screen, { url: receiver.url });
  await screen.button("Send a test").click();
  const first = screen.deliveries.first();
  await first.getByText("Retrying").waitFor();
  assert.match(await first.innerText(), /does not allow this page to send[\s\S]*\(CORS\)[\s\S]*next attempt at \d\d:\d\d:\d\d/);
  assert.equal(receiver.requests.length, 0, "a request with JSON is not sent without leave");
  await lab.axe();
  await receiver.close();

  const other = await startReceiver();
  await connect(screen, { url: other.url });
  await first.getByText("Delivered").waitFor();
  other.answerWith(410);
  await screen.button("Send a test").click();
  await screen.destination.getByText("HTTP 410: the receiver is gone for good; nothing more is sent there").first().waitFor();
  await screen.destination.getByText("Known here").waitFor();
  await lab.close();
  await other.close();
});
