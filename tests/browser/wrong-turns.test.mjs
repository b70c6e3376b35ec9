// What can go wrong between the lab and whoever is to be told: each has its own sentence, and the stream runs on.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { connect, edit, fill } from "./destinations.mjs";
import { startReceiver } from "./receiver.mjs";
import { looks, openScreen, screenOf, untilPaused } from "./screen.mjs";
import { start } from "./lab.mjs";

const quiet = (text) => /127\.0\.0\.1|example\.invalid|Failed to load resource|ERR_|CORS|HTTP/.test(text);

test("a slow receiver, one that redirects, one that finds it too large, and a name that nobody knows", async () => {
  const receiver = await startReceiver();
  const lab = await openScreen({ ...looks.wide, allow: quiet });
  const { screen, page } = lab;
  await screen.play.click();
  // Slow enough that no anomaly comes in between.
  await screen.speed("×1");
  const dialog = await edit(screen);
  await fill(dialog, { url: receiver.url });
  await dialog.getByText("Times and scores").click();
  await dialog.locator("#retry-timeout").fill("1");
  await dialog.locator("#retry-timeout").blur();
  await screen.button("Connect", dialog).click();
  await dialog.waitFor({ state: "hidden" });

  const newest = screen.deliveries.first();
  const says = async (answer, sentence) => {
    const before = receiver.requests.length;
    receiver.answerWith(answer, 200);
    await screen.button("Send a test").click();
    await newest.getByText(sentence).waitFor();
    return receiver.requests.slice(before);
  };
  const slow = await says("hang", "no answer within 1 s; it may have arrived all the same");
  await newest.getByText("Delivered").waitFor();
  assert.equal(receiver.requests.at(-1).json.id, slow[0].json.id, "the second attempt has the same id");
  await says(
    { status: 302, headers: { location: receiver.url } },
    "the address redirects elsewhere, where the message would arrive empty: give the final address",
  );
  await newest.getByText("Given up").waitFor();
  await says(413, "HTTP 413: the message is too large for the receiver");
  await lab.axe("#destination");

  const clock = await screen.clock();
  await screen.until(() => screen.clock(), (now) => now > clock);
  await connect(screen, { url: "http://example.invalid/hook" });
  await screen.button("Send a test").click();
  await newest.getByText("nobody answers at this address: its name is not known", { exact: false }).waitFor();
  // Those that were given up are kept, and go out at a press when the address is right again.
  const before = receiver.requests.length;
  await connect(screen, { url: receiver.url });
  await screen.until(() => receiver.requests.length, (count) => count > before);
  await page.waitForTimeout(50);
  await lab.close();
  await receiver.close();
});

test("a store that is full loses no message, and says that it is", async () => {
  const receiver = await startReceiver();
  const lab = await openScreen({ ...looks.narrow, allow: quiet });
  const { screen, page, context } = lab;
  const devtools = await context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(page.url()).origin, quotaSize: 1 });
  await connect(screen, { url: receiver.url });
  await screen.button("Next anomaly").click();
  const [told] = await receiver.waitFor(1);
  assert.equal(told.json.type, "anomaly.detected");
  await screen.destination.getByText(/^Messages are sent, but cannot be written down first: /).waitFor();
  await untilPaused(screen);
  await lab.axe("#destination");
  await lab.close();
  await receiver.close();
});

test("of two tabs one sends, and the other takes over when it is closed", async () => {
  const receiver = await startReceiver();
  const lab = await openScreen({ ...looks.wideDark, allow: quiet });
  const { screen, page, context } = lab;
  await connect(screen, { url: receiver.url });
  const second = await context.newPage();
  await second.goto(page.url());
  const other = screenOf(second);
  await other.play.and(second.locator(":enabled")).waitFor();
  const dialog = await edit(other);
  await fill(dialog, { url: receiver.url });
  await other.button("Connect", dialog).click();
  await other.destination.getByText("Another tab sends", { exact: true }).waitFor();
  await other.button("Next anomaly").click();
  await untilPaused(other);
  await other.destination.getByText(/left to another tab/).first().waitFor();
  await second.waitForTimeout(300);
  assert.equal(receiver.requests.length, 0, "the second tab sends nothing");
  await screen.button("Next anomaly").click();
  const [told] = await receiver.waitFor(1);
  assert.equal(told.json.type, "anomaly.detected");
  await screen.destination.getByText("1 anomaly → 1 message: 1 delivered").waitFor();
  await page.close();
  await other.destination.getByText("Connected", { exact: true }).waitFor();
  await other.button("Next anomaly").click();
  // What the closed tab had sent may come once more, under its own id.
  await other.until(() => receiver.requests.some(({ json }) => json.id !== told.json.id), Boolean);
  await lab.close();
  await receiver.close();
});

test("a notification of the browser is shown, with its sound, and a browser that does not allow it says so", async () => {
  const lab = await openScreen({ ...looks.wide, permissions: ["notifications"] });
  const { screen, page } = lab;
  await page.evaluate(() => {
    window.seen = { notifications: [], tones: 0 };
    const Original = window.Notification;
    window.Notification = class extends Original {
      constructor(title, options) {
        super(title, options);
        window.seen.notifications.push({ title, body: options.body, tag: options.tag });
      }
    };
    const tone = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function start(...at) {
      window.seen.tones += 1;
      return tone.apply(this, at);
    };
  });
  await connect(screen, { preset: /^This browser/ });
  await screen.button("Next anomaly").click();
  await screen.deliveries.filter({ hasText: "Anomaly" }).getByText("Delivered").waitFor();
  const seen = await page.evaluate(() => window.seen);
  assert.equal(seen.notifications.length, 1);
  assert.equal(seen.notifications[0].title, "Anomaly Detected");
  assert.match(seen.notifications[0].body, /^Anomaly detected with a click-through rate of [\d.]+% and an anomaly score of [\d.]+/);
  assert.equal(seen.tones, 2);
  await lab.close();

  const denied = await openScreen({ ...looks.wide });
  await denied.page.evaluate(() => Object.defineProperty(Notification, "permission", { get: () => "denied" }));
  await connect(denied.screen, { preset: /^This browser/ });
  await denied.screen.button("Next anomaly").click();
  await denied.screen.destination.getByText(/the browser does not let this page notify/).first().waitFor();
  await denied.close();
});

test("the link in a message opens the lab at its moment, also a lab of one's own", async () => {
  const receiver = await startReceiver();
  const lab = await openScreen({ ...looks.wide, allow: quiet });
  const { screen } = lab;
  await connect(screen, { url: receiver.url });
  await screen.button("Next anomaly").click();
  const [first] = await receiver.waitFor(1);
  assert.match(first.json.link, /^http:\/\/127\.0\.0\.1:\d+\/[^#]*#at=\d+$/);
  await untilPaused(screen);
  await screen.writeSql((await screen.sqlText()).replace("ANOMALY_SCORE > 2", "ANOMALY_SCORE > 1.9"));
  await screen.button("Save and run").click();
  await screen.analytics.getByText("Edited, not applied").waitFor({ state: "hidden" });
  await screen.button("Next anomaly").click();
  const [, second] = await receiver.waitFor(2);
  assert.match(second.json.link, /#lab=v1\.[\w-]+&at=\d+$/);
  assert.ok(!second.json.link.includes(new URL(receiver.url).port), "no address of a receiver is in it");
  const { site } = await start();
  for (const { json } of [first, second]) {
    const path = json.link.slice(site.url.length);
    const opened = await openScreen({ ...looks.narrowDark, path });
    await opened.screen.until(() => opened.screen.clock(), (clock) => clock >= json.rowtime.slice(11, 19));
    await untilPaused(opened.screen);
    await opened.screen.watch("DESTINATION_SQL_STREAM");
    await opened.screen.rows.first().waitFor();
    assert.match(await opened.screen.rows.first().innerText(), new RegExp(json.rowtime.slice(0, 19)));
    await opened.close();
  }
  await lab.close();
  await receiver.close();
});
