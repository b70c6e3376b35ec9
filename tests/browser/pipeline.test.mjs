// The dataflow picture: pumps with their numbers, and the ways from them to SQL and rows; by mouse and by keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { looks, openScreen, untilPaused } from "./screen.mjs";

for (const [name, look] of [["mouse", looks.wideDark], ["keyboard on a narrow screen", looks.narrow]]) {
  test(`a pump is opened from its arrow by ${name}, counts, fills its window, and leads to SQL and rows`, async () => {
    const lab = await openScreen(look);
    const { screen, page } = lab;
    const press = (button) => (name === "mouse" ? button.click() : button.press("Enter"));
    const panel = page.locator(".pump-panel");
    const fact = async (title) =>
      Number((await panel.locator("dt", { hasText: title }).locator("xpath=following-sibling::dd").innerText()).match(/[\d,]+/)[0].replaceAll(",", ""));
    assert.ok(await panel.isHidden());
    const arrow = page.getByRole("button", { name: /^Pump CLICKPUMP: 10 s window/ });
    await press(arrow);
    await panel.getByRole("heading", { name: /CLICKPUMP/ }).waitFor();
    await panel.getByText("From SOURCE_SQL_STREAM_001 to CLICKSTREAM").waitFor();
    await screen.speed("×10");
    await screen.play.click();
    await panel.getByText(/rows? since \d\d:\d\d:\d0, closes at \d\d:\d\d:\d0/).waitFor();
    await screen.until(() => fact("Rows out"), (rows) => rows >= 2);
    assert.match(await arrow.innerText(), /[\d.]+\/s$/);
    // For a moment between two windows none is open.
    const node = page.locator(".node", { hasText: "CLICKSTREAM" }).first();
    await screen.until(() => node.innerText(), (text) => /\d+ so far · 10 s window/.test(text));
    await screen.pause.click();
    await untilPaused(screen);
    assert.equal(await fact("Rows in"), await screen.count("SOURCE_SQL_STREAM_001"));
    assert.equal(await fact("Rows out"), await screen.count("CLICKSTREAM"));
    assert.equal(await fact("Failed"), 0);
    await lab.axe();
    await press(panel.getByRole("button", { name: "Show its SQL" }));
    const selected = await screen.until(() => screen.sqlSelection(), (text) => text.length > 0);
    assert.match(selected, /^CREATE OR REPLACE PUMP "CLICKPUMP"[\s\S]*TO SECOND\s*\)/);
    await press(panel.getByRole("button", { name: "Show its rows" }));
    await page.locator(".stream-title", { hasText: "CLICKSTREAM" }).waitFor();
    await screen.rows.first().waitFor();
    await press(panel.getByRole("button", { name: "Close" }));
    await panel.waitFor({ state: "hidden" });
    await lab.close();
  });
}

test("another program is another picture", async () => {
  const lab = await openScreen(looks.wide);
  const { screen, page } = lab;
  const arrows = page.getByRole("list", { name: "Pumps" }).getByRole("button");
  assert.equal(await arrows.count(), 5);
  await screen.writeSql(`CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" ("n" INTEGER);
CREATE OR REPLACE PUMP "P" AS INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM CAST("browseraction" AS INTEGER) FROM "SOURCE_SQL_STREAM_001";`);
  await screen.button("Save and run").click();
  await screen.until(() => arrows.count(), (count) => count === 1);
  await screen.play.click();
  await screen.until(() => arrows.first().getAttribute("class"), (text) => text.includes("is-bad"));
  await arrows.first().click();
  await page.locator(".pump-panel .is-bad", { hasText: "Failed" }).waitFor();
  await screen.pause.click();
  await lab.axe();
  await lab.close();
});
