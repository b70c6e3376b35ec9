// The streams: search, conditions, order, a view that stands still, long lists, a row and where it comes from, what failed and why.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import "./harness.mjs";
import { looks, openScreen, untilPaused } from "./screen.mjs";

/** ROWTIMEs of the rows that are drawn, from the top. */
const times = (screen) => screen.rows.locator(".row-open").allInnerTexts();

test("rows are searched, held to conditions, sorted, and taken away", async () => {
  const lab = await openScreen(looks.wide);
  const { screen, page } = lab;
  await screen.watch("SOURCE_SQL_STREAM_001");
  await screen.speed("×60");
  await screen.play.click();
  await screen.until(() => screen.count("SOURCE_SQL_STREAM_001"), (rows) => rows > 150);
  await screen.pause.click();
  await untilPaused(screen);
  const note = page.locator(".stream-note");
  const total = await screen.count("SOURCE_SQL_STREAM_001");
  const sorted = [...(await times(screen))].sort().reverse();
  assert.deepEqual(await times(screen), sorted, "newest first");
  assert.ok((await screen.rows.locator(".row-open").count()) <= 60, "sixty rows in the page");
  // For those who do not see the table: how long it is, and where in it each row stands.
  const places = () => page.locator("#stream-rows tr[aria-rowindex]").evaluateAll((rows) => rows.map((row) => Number(row.ariaRowIndex)));
  const length = async () => Number(await page.locator("#stream-rows table").getAttribute("aria-rowcount"));
  assert.equal(await length(), total + 1);
  assert.deepEqual(await places(), Array.from({ length: Math.min(total, 60) + 1 }, (_, at) => at + 1));
  await page.getByLabel("Search rows").fill("impression");
  await note.getByText(`of the ${total.toLocaleString("en")} kept match`).waitFor();
  await screen.until(() => screen.rows.filter({ hasText: "Click" }).count(), (clicks) => clicks === 0);
  await page.getByLabel("Search rows").fill("");
  await screen.button("Filter columns").click();
  await page.getByLabel("Condition on browseraction").fill("= click");
  await screen.until(() => screen.rows.filter({ hasText: "Impression" }).count(), (others) => others === 0);
  const matching = Number((await note.innerText()).replaceAll(",", "").match(/^\d+/)[0]);
  assert.equal(await length(), matching + 2, "names, conditions, and what matches them");
  assert.deepEqual((await places()).slice(0, 3), [1, 2, 3]);
  await lab.axe();
  await screen.button("Filter columns").click();
  await screen.until(() => screen.rows.filter({ hasText: "Impression" }).count(), (others) => others > 0);
  const heading = page.getByRole("columnheader", { name: /browseraction/ });
  await heading.getByRole("button").press("Enter");
  await screen.until(() => screen.rows.first().innerText(), (text) => /Impression/.test(text));
  assert.equal(await heading.getAttribute("aria-sort"), "descending");
  await heading.getByRole("button").press("Enter");
  await screen.until(() => screen.rows.first().innerText(), (text) => /Click/.test(text));
  await heading.getByRole("button").press("Enter");
  await page.getByLabel("Form of the rows").selectOption("csv");
  const download = page.waitForEvent("download");
  await screen.button("Download").click();
  const lines = readFileSync(await (await download).path(), "utf8").trim().split("\r\n");
  assert.equal(lines.length, total + 1);
  assert.match(lines[0], /^ROWTIME,browseraction,site,APPROXIMATE_ARRIVAL_TIME$/);
  await lab.close();
});

test("a long list scrolls to its end while the lab runs on, and says what is new", async () => {
  const lab = await openScreen(looks.wideDark);
  const { screen, page } = lab;
  await screen.watch("SOURCE_SQL_STREAM_001");
  // Playing sets a speed of its own.
  await screen.play.click();
  await screen.speed("×600");
  await screen.until(() => screen.count("SOURCE_SQL_STREAM_001"), (rows) => rows > 3000);
  const table = page.getByRole("region", { name: "Rows", exact: true });
  const height = await table.evaluate((element) => element.scrollHeight);
  assert.ok(height > 3000 * 30, `as high as the list: ${height}`);
  const toItsEnd = () => table.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await toItsEnd();
  await screen.until(() => times(screen), (shown) => shown.at(-1) === "2026-01-01 00:00:00.0" || shown.at(-1)?.startsWith("2026-01-01 00:00:0"));
  // It may have grown once more before it stood still for its reader.
  await toItsEnd();
  assert.ok((await screen.rows.locator(".row-open").count()) <= 60);
  const ends = () => page.locator("#stream-rows table").evaluate((whole) => [[...whole.querySelectorAll("tr.stream-row")].at(-1)?.ariaRowIndex, whole.ariaRowCount]);
  await screen.until(ends, ([last, all]) => last === all);
  // The list is asked for anew as it is scrolled; what is read stands still from then on.
  await page.locator(".stream-news").getByText(/new rows/).waitFor();
  await page.waitForTimeout(500);
  const held = await times(screen);
  await page.waitForTimeout(500);
  assert.deepEqual(await times(screen), held, "what is read stands still");
  await lab.axe();
  await page.locator(".stream-news").click();
  await screen.until(() => times(screen), (shown) => shown[0] > held[0]);
  assert.equal(await table.evaluate((element) => element.scrollTop), 0);
  await lab.close();
});

for (const [name, look] of [["mouse", looks.wide], ["keyboard on a narrow screen", looks.narrow]]) {
  test(`a row says where it comes from, back to its records, by ${name}`, async () => {
    const lab = await openScreen(look);
    const { screen, page } = lab;
    await screen.button("Next anomaly").click();
    await screen.run.waitFor();
    await screen.watch("DESTINATION_SQL_STREAM");
    const open = (row) => (name === "mouse" ? row.click() : row.press("Enter"));
    await open(screen.rows.locator(".row-open").first());
    const dialog = page.locator("dialog.row-detail");
    await dialog.getByRole("heading", { name: "DESTINATION_SQL_STREAM, row 1" }).waitFor();
    await dialog.getByText("No message was sent because of it").waitFor();
    await lab.axe();
    for (const stream of ["CTRSTREAM", "CLICKSTREAM"]) {
      await open(dialog.getByRole("region", { name: `Rows of ${stream}` }).locator(".row-open").first());
      await dialog.getByRole("heading", { name: new RegExp(`^${stream}, row`) }).waitFor();
    }
    const text = await dialog.locator(".row-input").innerText();
    assert.match(text, /CLICKPUMP \(10 s window\): \d+ rows of SOURCE_SQL_STREAM_001, from \d\d:\d\d:\d0 to \d\d:\d\d:\d0/);
    const counted = await dialog.locator(".row-cells dd").nth(1).innerText();
    assert.equal(Number(counted), Number(text.match(/: (\d+) rows/)[1]), "as many rows as were counted");
    await open(dialog.locator(".row-input .row-open").first());
    await dialog.getByText("A record of a sender").waitFor();
    await open(screen.button("Back", dialog));
    await dialog.getByRole("heading", { name: /^CLICKSTREAM, row/ }).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await lab.close();
  });
}

test("error_stream is grouped by cause, and a failed row leads to what it was", async () => {
  const lab = await openScreen(looks.wideDark);
  const { screen, page } = lab;
  await screen.writeSql(`CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" ("n" INTEGER);
CREATE OR REPLACE PUMP "P" AS INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM CAST("browseraction" AS INTEGER) FROM "SOURCE_SQL_STREAM_001";`);
  await screen.button("Save and run").click();
  await screen.analytics.getByText("Edited, not applied").waitFor({ state: "hidden" });
  await screen.play.click();
  await screen.watch("error_stream");
  const cause = page.getByRole("list", { name: "Causes" }).getByRole("button").first();
  await cause.waitFor();
  await screen.until(() => cause.innerText(), (text) => Number(text.match(/\d+/)[0]) >= 3);
  assert.match(await cause.innerText(), /in P/);
  await screen.pause.click();
  await lab.axe();
  const rows = await screen.count("error_stream");
  await cause.click();
  await page.locator(".stream-note").getByText(/kept match/).waitFor();
  assert.ok(rows >= 3);
  await screen.rows.locator(".row-open").first().click();
  const dialog = page.locator("dialog.row-detail");
  await dialog.getByRole("region", { name: "Rows of SOURCE_SQL_STREAM_001" }).locator(".row-open").first().waitFor();
  await lab.axe();
  await page.keyboard.press("Escape");
  await lab.close();
});
