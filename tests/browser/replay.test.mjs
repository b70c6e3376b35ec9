// A day is replayed as fast as the machine goes, while the page answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { looks, openScreen, untilPaused } from "./screen.mjs";

/** Days in a row: one alone can be over within a second. */
const DAYS = 10;

/**
 * In the page: replays the days and presses what there is to press all the while, a press a picture. Gives the number of presses and of
 * those that did nothing by the picture after the next.
 */
function replayAndPress(days) {
  return new Promise((resolve) => {
    const named = (text) => [...document.querySelectorAll("button")].find((button) => (button.ariaLabel ?? button.textContent.trim()) === text);
    const tabs = [...document.querySelectorAll("#analytics [role=tab]")];
    const spans = [named("All"), named("Last 10 min")];
    let presses = 0;
    let dead = 0;
    // A short day may be over before any picture shows it running, so its end is told by the count of records too.
    const count = () => tabs[0].querySelector(".badge").textContent;
    let before = count();
    const press = () => {
      const tab = tabs[presses % tabs.length];
      tab.click();
      spans[presses % 2].click();
      presses += 1;
      return tab;
    };
    const look = (pressed) => {
      if (pressed?.getAttribute("aria-selected") === "false") dead += 1;
      if (named("Run") && count() !== before) {
        days -= 1;
        before = count();
        if (days === 0) {
          resolve({ presses, dead });
          return;
        }
        named("Replay 24 h").click();
      }
      const next = press();
      requestAnimationFrame(() => requestAnimationFrame(() => look(next)));
    };
    named("Replay 24 h").click();
    look();
  });
}

test("24 hours are replayed while the page answers", async () => {
  const lab = await openScreen(looks.wide);
  const { page, screen } = lab;
  const { presses, dead } = await page.evaluate(replayAndPress, DAYS);
  await untilPaused(screen);
  assert.ok(presses > 10, `${presses} presses`);
  assert.equal(dead, 0, `presses of ${presses} without an answer`);
  assert.equal(await screen.clock(), "00:00:00", "whole days later");
  // Each window of ten seconds has clicks and impressions, but for rare ones without a click.
  assert.ok((await screen.count("CTRSTREAM")) > 8600 * DAYS);
  assert.ok((await screen.count("SOURCE_SQL_STREAM_001")) > 170_000 * DAYS);

  await lab.axe();
  await lab.close();
});
