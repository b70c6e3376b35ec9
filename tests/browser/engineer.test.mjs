// An engineer's way with an application of their own: what was saved from the service is opened, recorded data are dropped on it, the program
// is broken and mended, the anomaly is found and explains itself, and all of it is taken away again.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import "./harness.mjs";
import { looks, openScreen, untilPaused } from "./screen.mjs";

const application = fileURLToPath(new URL("./fixtures/latency.application.json", import.meta.url));

/** Ten minutes with a call a second of 90 to 110 ms; from 6:00 to 6:20 they take five times as long. */
const calls = Array.from({ length: 600 }, (_, second) => {
  const slow = second >= 360 && second < 380;
  const at = new Date(Date.UTC(2025, 2, 3, 9, 0, second)).toISOString().replace("T", " ").slice(0, 19);
  return JSON.stringify({ path: "/checkout", ms: (90 + ((second * 7) % 21)) * (slow ? 5 : 1), at });
}).join("\n");

/** Drops a file on the page. */
async function drop(page, name, text) {
  const data = await page.evaluateHandle(([name, text]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], name));
    return transfer;
  }, [name, text]);
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
}

/** The text of what a press on a button saves. */
async function saved(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

for (const [name, look] of Object.entries({ wide: looks.wide, narrowDark: looks.narrowDark })) {
  test(`from a saved application to an explained anomaly and out again, ${name}`, async () => {
    const lab = await openScreen(look);
    const { page, screen } = lab;

    await drop(page, "checkout.json", readFileSync(application, "utf8"));
    await screen.pane("Real-time analytics");
    await page.getByRole("tab", { name: /^SLOW\b/ }).waitFor();
    await lab.axe();

    await drop(page, "calls.ndjson", calls);
    const dialog = page.getByRole("dialog", { name: "Replay recorded data" });
    await dialog.getByLabel("Column with the time of a record").fill("at");
    await dialog.getByLabel("Keep the schema of the source instead of discovering one").check();
    await dialog.getByRole("button", { name: "Replay" }).click();
    await page.getByText("0 of 600 records").waitFor();

    // A name that is not there: refused with a place, mended at a press, and only then it runs.
    const good = await screen.sqlText();
    await screen.writeSql(good.replace('SELECT STREAM "average"', 'SELECT STREAM "averge"'));
    const problem = screen.problems(screen.analytics).first();
    await problem.waitFor();
    assert.match(await problem.innerText(), /SQL0021/);
    await lab.axe();
    await problem.getByRole("button", { name: "Mend" }).click();
    await problem.waitFor({ state: "detached" });
    assert.equal(await screen.sqlText(), good);
    await screen.writeSql(good.replace("ANOMALY_SCORE > 2", "ANOMALY_SCORE > 2.2"));
    await screen.sql.press("Control+Enter");
    await screen.analytics.getByText("Edited, not applied").waitFor({ state: "hidden" });

    await screen.speed("Max");
    await screen.play.or(screen.run).click();
    await page.getByText("600 of 600 records").waitFor();
    await untilPaused(screen);
    assert.equal(await screen.count("CALLS_001"), 600);
    assert.equal(await screen.count("LATENCY"), 60);
    const found = await screen.count("SLOW");
    assert.ok(found >= 1 && found <= 3, `${found} rows are unusual`);

    // Of the rows at the destination the oldest is the first slow window.
    await screen.pane("Detection");
    await screen.until(() => screen.anomalies.count(), (rows) => rows === found);
    await screen.anomalies.last().getByRole("button").click();
    const why = screen.detection.locator(".why");
    await why.getByRole("heading", { name: /^Why 09:06:[12]0\?$/ }).waitFor();
    const blame = await why.getByRole("row", { name: /^average/ }).innerText();
    assert.match(blame, /\d\d %, high/);
    await lab.axe("#detection");

    await screen.watch("SLOW");
    const rows = await saved(page, () => screen.button("Download").click());
    assert.equal(rows.text.trim().split("\n").length, found);
    assert.ok(JSON.parse(rows.text.trim().split("\n").at(-1)).ANOMALY_SCORE > 2.2);
    await page.getByLabel("Menu").click();
    const back = await saved(page, () => screen.button("Save KDA application (v1 API)").click());
    const json = JSON.parse(back.text);
    assert.equal(json.ApplicationName, "checkout-latency");
    assert.match(json.ApplicationCode, /ANOMALY_SCORE > 2\.2/);
    assert.deepEqual(json.Inputs[0].InputSchema, JSON.parse(readFileSync(application, "utf8")).Inputs[0].InputSchema);
    await lab.close();
  });
}
