// Recorded data take the senders' place: a file is chosen or dropped, replayed to its end, and let go.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { looks, openScreen, untilPaused } from "./screen.mjs";

/** Clicks and impressions, one each a second for two minutes from a time of their own. */
const records = Array.from({ length: 240 }, (_, at) => {
  const time = new Date(Date.UTC(2025, 4, 1, 12, 0, Math.floor(at / 2))).toISOString().replace("T", " ").slice(0, 21);
  return JSON.stringify({ browseraction: at % 2 ? "Click" : "Impression", site: "a.example", at: time });
});

test("a file is dropped, asked about, replayed at its own times to its end, and sought", async () => {
  const lab = await openScreen(looks.wide);
  const { page, screen } = lab;
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "clicks.ndjson"));
    return transfer;
  }, records.join("\n"));
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
  const dialog = page.getByRole("dialog", { name: "Replay recorded data" });
  await dialog.getByText("clicks.ndjson").waitFor();
  assert.match(await dialog.innerText(), /"browseraction":"Impression"/);
  await lab.axe("dialog[open]");
  await dialog.getByLabel("Column with the time of a record").fill("at");
  await page.keyboard.press("Enter");
  await page.getByText("0 of 240 records").waitFor();
  assert.equal(await screen.clock(), "12:00:00");
  await screen.speed("Max");
  await screen.play.or(screen.run).click();
  await page.getByText("240 of 240 records").waitFor();
  await untilPaused(screen);
  assert.equal(await screen.count("SOURCE_SQL_STREAM_001"), 240);
  assert.equal(await screen.count("CTRSTREAM"), 12);
  assert.equal(await screen.clock(), "12:02:00");
  await lab.axe();
  await page.getByRole("slider", { name: "Time" }).focus();
  await page.keyboard.press("Home");
  await page.getByText("0 of 240 records").waitFor();
  await screen.button("Back to the senders").click();
  await page.getByText("of 240 records").waitFor({ state: "detached" });
  assert.equal(await screen.clock(), "00:00:00");
  await lab.close();
});

test("a file that cannot be replayed says so, and the lab stays", async () => {
  const lab = await openScreen(looks.narrowDark);
  const { page, screen } = lab;
  const choose = async (name, text) => {
    await page.getByLabel("File to open").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  };
  await choose("nothing.csv", "");
  const dialog = page.getByRole("dialog", { name: "Replay recorded data" });
  await dialog.getByRole("button", { name: "Replay" }).click();
  await page.getByText("REC0020", { exact: true }).waitFor();
  await choose("clicks.ndjson", records.join("\n"));
  await dialog.getByLabel("Column with the time of a record").fill("when");
  await dialog.getByRole("button", { name: "Replay" }).click();
  await page.getByText("LAB0051", { exact: true }).waitFor();
  await page.getByText(/its columns are browseraction, site, /).waitFor();
  await lab.axe();
  await screen.button("Dismiss").click();
  await screen.play.waitFor();
  await lab.close();
});
