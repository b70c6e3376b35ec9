// What the presets send is what their receivers read: checked by the libraries that receivers use, and by the function of the guide.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";
import "./harness.mjs";
import { connect } from "./destinations.mjs";
import { startReceiver } from "./receiver.mjs";
import { looks, openScreen } from "./screen.mjs";

const secret = `whsec_${randomBytes(32).toString("base64")}`;

/** Sets the first destination up and gives the requests for a test and for the lab's first anomaly. */
async function sent(options, look = looks.wide) {
  const receiver = await startReceiver();
  const lab = await openScreen(look);
  const { screen } = lab;
  await connect(screen, { url: receiver.url, ...options });
  await screen.button("Send a test").click();
  await receiver.waitFor(1);
  await screen.button("Next anomaly").click();
  const requests = await receiver.waitFor(2);
  await screen.destination.getByText("1 anomaly → 1 message: 1 delivered").waitFor();
  await lab.axe();
  await lab.close();
  await receiver.close();
  return requests;
}

test("Standard Webhooks: the reference library takes the signature, and no other body", async () => {
  for (const { headers, body } of await sent({ preset: "Standard Webhooks Webhook", key: secret })) {
    const webhook = new Webhook(secret);
    const { data } = webhook.verify(body, headers);
    assert.match(data.message, /anomaly score of [\d.]+$/);
    assert.throws(() => webhook.verify(body.replace("DESTINATION", "ANOTHER"), headers));
  }
});

test("CloudEvents: the SDK reads both forms", async () => {
  for (const preset of ["CloudEvents Webhook", "CloudEvents, binary Webhook"]) {
    const [, { headers, body }] = await sent({ preset });
    const event = HTTP.toEvent({ headers, body });
    assert.equal(event.specversion, "1.0");
    assert.equal(event.type, "dev.rillcut.anomaly.detected");
    assert.equal(event.source, "/rillcut/Clickstream%20anomaly%20detection/DESTINATION_SQL_STREAM");
    assert.equal(event.data.subject, "Anomaly Detected");
    assert.match(event.time, /^2026-01-01T00:03:[1-3]0\.000Z$/);
    assert.ok(event.validate());
  }
});

test("Lambda and SNS: the function of the guide publishes the workshop's message, and nothing that is not signed", async () => {
  const [, { headers, body }] = await sent({ preset: "AWS Lambda → SNS AWS", key: secret }, looks.narrow);
  const { handler, published } = guideFunction(secret);
  assert.equal((await handler({ headers, body, isBase64Encoded: false })).statusCode, 202);
  assert.equal((await handler({ headers, body: Buffer.from(body).toString("base64"), isBase64Encoded: true })).statusCode, 202);
  assert.equal(published.length, 2);
  const [message] = published;
  assert.equal(message.TopicArn, "arn:aws:sns:us-east-1:000000000000:rillcut");
  assert.equal(message.Subject, "Anomaly Detected");
  assert.match(message.Message, /^Anomaly detected with a click-through rate of [\d.]+% and an anomaly score of [\d.]+\n\nhttp/);
  assert.equal((await handler({ headers, body: `${body} ` })).statusCode, 401);
  assert.equal((await handler({ headers: { ...headers, "webhook-timestamp": "1" }, body })).statusCode, 401);
  assert.equal((await handler({ headers: {}, body })).statusCode, 401);
  assert.equal(published.length, 2);
});

test("a message to Slack goes out without leave, and the log does not call that delivered", async () => {
  const receiver = await startReceiver({ cors: false });
  // The browser breaks off an answer that nobody may read.
  const lab = await openScreen({ ...looks.narrowDark, allow: (text) => /ERR_ABORTED$/.test(text) });
  const { screen } = lab;
  await connect(screen, { preset: "Slack Chat", url: receiver.url, hidden: true });
  await screen.button("Send a test").click();
  const [slack] = await receiver.waitFor(1);
  const { text } = JSON.parse(new URLSearchParams(slack.body).get("payload"));
  assert.match(text, /^\*Test: Anomaly Detected\*\nThis is a test from Rillcut/);
  const row = screen.deliveries.first();
  await row.getByText("Sent", { exact: true }).waitFor();
  assert.match(await row.innerText(), /the browser hides the answer/);
  await lab.axe();
  await lab.close();
  await receiver.close();
});

/** The function that the guide's template deploys, with an SNS that only takes note. */
function guideFunction(SECRET) {
  const template = readFileSync(new URL("../../guide/src/destinations/sns-template.yaml", import.meta.url), "utf8");
  const [, code] = /ZipFile: \|\n((?: {10}.*\n|\n)+)/.exec(template);
  const published = [];
  const require = createRequire(import.meta.url);
  const sns = {
    SNSClient: class {
      async send(command) {
        published.push(command.input);
      }
    },
    PublishCommand: class {
      constructor(input) {
        this.input = input;
      }
    },
  };
  const exports = {};
  const process = { env: { SECRET, TOPIC: "arn:aws:sns:us-east-1:000000000000:rillcut" } };
  const load = (name) => (name === "@aws-sdk/client-sns" ? sns : require(name));
  new Function("require", "exports", "process", code)(load, exports, process);
  return { handler: exports.handler, published };
}
