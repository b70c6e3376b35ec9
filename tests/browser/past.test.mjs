// The clock is set back, and everything is as it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { goOn, looks, openScreen, untilPaused } from "./screen.mjs";

test("every instant that has been comes back, and the way on from there too", async () => {
  const lab = await openScreen(looks.wide);
  const { page, screen } = lab;
  const slider = page.getByRole("slider", { name: "Time" });
  assert.ok(await slider.isDisabled(), "nothing has been yet");
  const picture = async () => ({
    clock: await screen.clock(),
    rows: await screen.rows.allInnerTexts(),
    anomalies: await screen.anomalies.allInnerTexts(),
    source: await screen.count("SOURCE_SQL_STREAM_001"),
    rates: await screen.count("CTRSTREAM"),
  });
  /** The picture, once two in a row are the same. */
  const settled = async () => {
    let before;
    return screen.until(picture, (now) => {
      const same = JSON.stringify(now) === before;
      before = JSON.stringify(now);
      return same;
    });
  };
  await goOn(screen, "Next anomaly");
  await screen.watch("CTRSTREAM");
  await screen.rows.first().waitFor();
  const first = await settled();
  await goOn(screen, "Replay 24 h");
  const last = await settled();
  assert.notDeepEqual(last, first);
  const seconds = (clock) => clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  const seek = async (second) => {
    const start = Number(await slider.getAttribute("min"));
    await slider.evaluate((input, value) => {
      input.value = String(value);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }, start + second * 1000);
    await screen.until(() => screen.clock(), (clock) => seconds(clock) === second);
    await untilPaused(screen);
  };
  await seek(seconds(first.clock));
  await page.getByText("In the past: a change made here makes another future").waitFor();
  // The clock stopped a little after the second that the slider goes to.
  const again = await settled();
  assert.deepEqual(again.anomalies, first.anomalies);
  assert.deepEqual(again.rows, first.rows);
  await lab.axe();
  await page.getByRole("button", { name: "To the end" }).click();
  await screen.until(() => screen.count("SOURCE_SQL_STREAM_001"), (rows) => rows === last.source);
  await untilPaused(screen);
  assert.deepEqual(await settled(), last);
  // By keyboard.
  await slider.focus();
  await page.keyboard.press("Home");
  await screen.until(() => screen.clock(), (clock) => clock === "00:00:00");
  await screen.until(() => screen.rows.count(), (rows) => rows === 0);
  await lab.close();
});
