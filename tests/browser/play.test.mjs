// The lab is played: rows flow, windows close, the forest finds what the lab's author hid, and time obeys.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { goOn, looks, openScreen, untilPaused } from "./screen.mjs";

for (const [name, look] of Object.entries(looks)) {
  test(`one click plays the lab: rates, then an anomaly, ${name}`, async () => {
    const lab = await openScreen(look);
    const { screen } = lab;
    await screen.play.click();
    await screen.watch("CTRSTREAM");
    await screen.speed("×600");
    await screen.until(() => screen.count("CTRSTREAM"), (rows) => rows >= 12);
    assert.match(await screen.rows.first().innerText(), /^2026-01-01 00:\d\d:\d0\.0\s+\d/);
    await lab.axe();
    await screen.pane("Detection");
    await screen.anomalies.first().waitFor();
    await screen.pause.click();
    const oldest = screen.anomalies.last();
    assert.match(await oldest.innerText(), /^00:03:[1-3]0\s/, "the burst begins at 00:03:00");
    assert.match(await oldest.innerText(), /Expected: A/);
    // Where the table is narrow its sentence is shown by the explanation.
    assert.match(await oldest.textContent(), /Anomaly detected with a click-through rate of /);
    await oldest.getByRole("button").click();
    const why = screen.detection.locator(".why");
    await why.getByText("The message about it").click();
    assert.match(await why.innerText(), /Anomaly detected with a click-through rate of /);
    await screen.detection.getByText("Scoring, 100 trees of 12").waitFor();
    await screen.detection.locator(".plot canvas").waitFor();
    await lab.axe();
    await screen.pane("Destination");
    await lab.axe();
    await screen.pane("Generator");
    await lab.axe();
    await lab.close();
  });
}

test("a paused clock stands, and a step goes to the end of a window", async () => {
  const lab = await openScreen(looks.wide);
  const { screen } = lab;
  await screen.play.click();
  await screen.until(() => screen.count("SOURCE_SQL_STREAM_001"), (rows) => rows > 20);
  await screen.pause.click();
  await untilPaused(screen);
  const counters = async () => [await screen.clock(), await screen.count("SOURCE_SQL_STREAM_001"), await screen.count("CTRSTREAM")];
  const before = await counters();
  await lab.page.waitForTimeout(500);
  assert.deepEqual(await counters(), before);
  const seconds = (clock) => clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  await goOn(screen, "Step window");
  await screen.until(counters, (now) => now[2] > before[2]);
  const [clock, , rates] = await counters();
  assert.equal(rates, before[2] + 1);
  assert.equal(seconds(clock), Math.floor(seconds(before[0]) / 10) * 10 + 10);
  const source = await screen.count("SOURCE_SQL_STREAM_001");
  await screen.button("Step record").click();
  assert.equal(await screen.until(() => screen.count("SOURCE_SQL_STREAM_001"), (rows) => rows !== source), source + 1);
  await lab.axe();
  await lab.close();
});

test("the same seed gives the same run, another seed another", async () => {
  const lab = await openScreen(looks.wideDark);
  const { screen } = lab;
  const first = async () => {
    await goOn(screen, "Next anomaly");
    await screen.anomalies.first().waitFor();
    return screen.anomalies.last().innerText();
  };
  const one = await first();
  await screen.reset.click();
  await screen.anomalies.first().waitFor({ state: "hidden" });
  assert.equal(await first(), one);
  await lab.page.reload();
  await screen.play.waitFor();
  assert.equal(await screen.clock(), "00:00:00");
  assert.equal(await first(), one);
  const seed = lab.page.getByRole("spinbutton", { name: "Seed" });
  await seed.fill("7");
  await seed.press("Enter");
  await screen.anomalies.first().waitFor({ state: "hidden" });
  assert.notEqual(await first(), one);
  await lab.close();
});

test("the threshold is set by number and by drag, and says what it would have done", async () => {
  const lab = await openScreen(looks.wide);
  const { screen } = lab;
  await goOn(screen, "Next anomaly");
  await screen.detection.getByText("Would have alerted once").waitFor();
  const field = lab.page.getByRole("spinbutton", { name: "Threshold" });
  await field.fill("3.5");
  await field.press("Enter");
  await screen.detection.getByText("Would not have alerted so far").waitFor();
  await screen.detection.getByText("the expected moment was not found").waitFor();
  // Hovering waits until the grip stands still.
  await screen.detection.locator(".plot-grip").hover();
  const grip = await screen.detection.locator(".plot-grip").boundingBox();
  await lab.page.mouse.down();
  await lab.page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2 + 90, { steps: 4 });
  await lab.page.mouse.up();
  const dragged = Number(await field.inputValue());
  assert.ok(dragged > 0 && dragged < 3, `${dragged}`);
  await lab.page.getByRole("application", { name: /CTR and score/ }).focus();
  await lab.page.keyboard.press("End");
  await lab.page.keyboard.press("ArrowLeft");
  assert.match(await screen.detection.locator(".chart-point").innerText(), /^00:0\d:\d0 · CTR \d.* · score/);
  await lab.axe("#detection");
  await lab.close();
});
