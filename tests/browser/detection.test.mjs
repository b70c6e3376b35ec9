// The chart of the pane "Detection" as its reader uses it: a point explains itself, zoom survives what comes, any column is shown, a
// threshold finds its way into the program; by mouse and by keyboard alone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import "./harness.mjs";
import { goOn, looks, openScreen } from "./screen.mjs";

/** The lab a few windows after its first anomaly, with the parts of the chart. */
async function afterTheBurst(look) {
  const lab = await openScreen(look);
  const { page, screen } = lab;
  await goOn(screen, "Next anomaly");
  for (let window = 0; window < 6; window += 1) {
    await goOn(screen, "Step window");
  }
  await screen.pane("Detection");
  await screen.detection.locator(".plot canvas").waitFor();
  const chart = page.getByRole("application", { name: /and score/ });
  return {
    ...lab,
    chart,
    why: screen.detection.locator(".why"),
    reading: () => screen.detection.locator(".chart-point").innerText(),
    /** A place in the plot, as parts of its width and height. */
    at: async (x, y) => {
      await chart.scrollIntoViewIfNeeded();
      const box = await chart.locator(".u-over").boundingBox();
      return [box.x + box.width * x, box.y + box.height * y];
    },
  };
}

for (const [name, look] of Object.entries({ wide: looks.wide, narrowDark: looks.narrowDark })) {
  test(`an anomaly explains itself at a click, ${name}`, async () => {
    const { screen, why, axe, close } = await afterTheBurst(look);
    await screen.anomalies.last().getByRole("button").click();
    await why.getByRole("heading", { name: /^Why 00:03:[1-3]0\?$/ }).waitFor();
    const row = await screen.anomalies.last().innerText();
    const rate = row.split("\t")[1].replace(/\.0$/, "");
    const says = await why.locator(".why-sentence").innerText();
    assert.ok(says.startsWith(`Unusual: CTR = ${rate} is above the usual `), `${says} for ${row}`);
    const part = why.getByRole("row", { name: /^CTR/ });
    assert.match(await part.innerText(), /100 %, high/);
    const bars = await part.locator(".why-bar span").evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    assert.ok(bars[1] > 30 && bars[0] < bars[1] / 10, `${bars}`);
    await why.getByText("The message about it").click();
    const message = JSON.parse(await why.getByRole("region", { name: "Message" }).innerText());
    assert.equal(message.type, "anomaly.detected");
    assert.equal(String(message.row.CTRPERCENT), rate);
    await axe("#detection");
    await why.getByRole("button", { name: "Close the explanation" }).click();
    await why.waitFor({ state: "detached" });
    await close();
  });
}

test("a click explains the window there, and a new run forgets it", async () => {
  const { page, screen, chart, why, at, close } = await afterTheBurst(looks.wide);
  const [x, y] = await at(0.25, 0.5);
  await page.mouse.click(x, y);
  await why.getByRole("heading", { name: "Why 00:02:30?" }).waitFor();
  assert.match(await why.locator(".why-sentence").innerText(), /^Nothing out of the ordinary: CTR = .* is (within|above|below) the usual/);
  assert.match(await why.locator(".why-row").innerText(), /rows above 2 through/);
  await why.getByRole("button", { name: "Next mark" }).click();
  await why.getByRole("heading", { name: /^Why 00:03:[1-3]0\?$/ }).waitFor();
  await screen.reset.click();
  await why.waitFor({ state: "detached" });
  assert.equal(await chart.isVisible(), true);
  await close();
});

test("zoom and place survive what comes, by mouse", async () => {
  const { page, screen, chart, reading, at, close } = await afterTheBurst(looks.wide);
  const zoomed = screen.detection.locator(".chart-tools .badge");
  const [left, y] = await at(0.2, 0.6);
  const [right] = await at(0.4, 0.6);
  await page.mouse.move(left, y);
  await page.mouse.down();
  await page.mouse.move(right, y, { steps: 5 });
  await page.mouse.up();
  await zoomed.waitFor();
  const first = async () => {
    await chart.focus();
    await page.keyboard.press("Home");
    await page.waitForTimeout(60);
    return (await reading()).slice(0, 8);
  };
  const place = await first();
  assert.ok(place >= "00:01:50" && place <= "00:02:10", place);
  const before = await zoomed.innerText();
  await goOn(screen, "Step window");
  assert.equal(await first(), place, "the picture stands");
  assert.notEqual(await zoomed.innerText(), before, "and says what is newer");
  assert.match(await zoomed.innerText(), /^Zoomed, \d+ newer$/);
  // Shift and drag: half of the picture to the right is half of the time earlier.
  await page.keyboard.down("Shift");
  await page.mouse.move(...(await at(0.2, 0.6)));
  await page.mouse.down();
  await page.mouse.move(...(await at(0.7, 0.6)), { steps: 5 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await page.mouse.move(0, 0);
  const moved = await first();
  assert.ok(moved < place, `${moved} is before ${place}`);
  await page.keyboard.down("Control");
  await page.mouse.move(...(await at(0.5, 0.5)));
  await page.mouse.wheel(0, 200);
  await page.keyboard.up("Control");
  await page.mouse.move(0, 0);
  await page.waitForTimeout(100);
  assert.ok((await first()) < moved, "Ctrl and the wheel show more");
  await page.mouse.dblclick(...(await at(0.5, 0.5)));
  await zoomed.waitFor({ state: "hidden" });
  assert.equal(await first(), "00:00:10");
  await close();
});

test("the chart by keyboard alone", async () => {
  const { page, screen, chart, why, reading, axe, close } = await afterTheBurst(looks.wideDark);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForTimeout(60);
  };
  await chart.focus();
  await press("Home");
  assert.match(await reading(), /^00:00:10 · CTR \d.* · warm-up$/);
  await press("n");
  assert.match(await reading(), /^00:03:[1-3]0 · CTR \d.* · score \d\.\d{3} ▲ above the threshold · moment A$/);
  await press("Enter");
  const heading = why.getByRole("heading", { name: /^Why 00:03:/ });
  await heading.waitFor();
  assert.equal(await heading.evaluate((heading) => document.activeElement === heading), true, "the focus goes to the explanation");
  await axe("#detection");
  await press("Escape");
  await why.waitFor({ state: "detached" });
  assert.equal(await chart.evaluate((chart) => document.activeElement === chart), true, "and back");
  await press("+", "+", "Shift+ArrowLeft");
  await screen.detection.locator(".chart-tools .badge").waitFor();
  await press("Home");
  const near = (await reading()).slice(0, 8);
  assert.ok(near > "00:01:00", near);
  await press("Escape");
  await screen.detection.locator(".chart-tools .badge").waitFor({ state: "hidden" });
  await press("Home");
  assert.match(await reading(), /^00:00:10/);
  await close();
});

test("the columns of any stream", async () => {
  const { screen, page, chart, reading, axe, close } = await afterTheBurst(looks.wide);
  const shown = page.getByRole("combobox", { name: "Shown" });
  await shown.selectOption("CLICKSTREAM");
  await page.getByRole("application", { name: /^CLICKCOUNT and score/ }).waitFor();
  await screen.detection.locator(".chart-key").getByText("CLICKCOUNT, left").waitFor();
  await chart.focus();
  await page.keyboard.press("End");
  await screen.until(reading, (text) => /^00:\d\d:\d0 · CLICKCOUNT \d+ · score/.test(text));
  await goOn(screen, "Step window");
  const newest = screen.detection.getByRole("table", { name: "The newest windows" }).getByRole("row").nth(1);
  await screen.until(() => newest.innerText(), (text) => /\d+\s+score \d/.test(text));
  await shown.selectOption("DESTINATION_SQL_STREAM");
  const columns = screen.detection.getByRole("group", { name: "Columns" });
  await columns.getByRole("button", { name: "ANOMALY_SCORE" }).click();
  await page.getByRole("application", { name: /^CTRPERCENT, ANOMALY_SCORE and score/ }).waitFor();
  await columns.getByRole("button", { name: "CTRPERCENT" }).click();
  await page.getByRole("application", { name: /^ANOMALY_SCORE and score/ }).waitFor();
  await axe("#detection");
  await close();
});

test("a threshold finds its way into the program, by keyboard", async () => {
  const { page, screen, axe, close } = await afterTheBurst(looks.wide);
  const field = page.getByRole("spinbutton", { name: "Threshold" });
  await screen.detection.getByText("The program lets rows above 2 through").waitFor();
  assert.equal(await page.getByRole("button", { name: /into the SQL/ }).isVisible(), false, "there is nothing to put");
  await field.fill("2.35");
  await field.press("Enter");
  const put = page.getByRole("button", { name: "Put 2.35 into the SQL…" });
  await put.focus();
  await page.keyboard.press("Enter");
  const lines = screen.detection.locator(".offer-lines");
  await lines.waitFor();
  assert.deepEqual((await lines.innerText()).split("\n"), ["WHERE ANOMALY_SCORE > 2;", "WHERE ANOMALY_SCORE > 2.35;"]);
  await axe("#detection");
  await page.getByRole("button", { name: "Save and run with it" }).focus();
  await page.keyboard.press("Enter");
  await screen.detection.getByText("The program lets rows above 2.35 through").waitFor();
  await lines.waitFor({ state: "detached" });
  await put.waitFor({ state: "hidden" });
  await close();
});

test("grades need no threshold", async () => {
  const lab = await openScreen(looks.wide);
  const { page, screen } = lab;
  await goOn(screen, "Replay 24 h");
  const grade = screen.detection.getByRole("button", { name: "Grade", exact: true });
  const alerts = () => screen.detection.locator(".threshold-says strong").innerText();
  const byScore = await alerts();
  assert.match(byScore, /^Would have alerted [\d,]+ times$/);
  await grade.click();
  await screen.until(alerts, (text) => /^Would have alerted [\d,]+ times$/.test(text) && text !== byScore);
  assert.equal(await page.getByRole("spinbutton", { name: "Threshold" }).isVisible(), false);
  await page.getByRole("application", { name: /and score/ }).focus();
  await page.keyboard.press("p");
  await screen.until(
    () => screen.detection.locator(".chart-point").innerText(),
    (text) => / · grade [01]\.\d\d, confidence 0\.\d\d ▲ graded above 0/.test(text),
  );
  await lab.axe("#detection");
  await lab.close();
});

test("a finger moves the time shown, two stretch it, a tap explains", async () => {
  const { page, screen, chart, why, reading, context, close } = await afterTheBurst({ ...looks.narrow, hasTouch: true, isMobile: true });
  const zoomed = screen.detection.locator(".chart-tools .badge");
  const devtools = await context.newCDPSession(page);
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.locator(".u-over").boundingBox();
  const touch = (type, ...parts) => {
    const point = (x, id) => ({ x: box.x + box.width * x, y: box.y + box.height * 0.5, id });
    return devtools.send("Input.dispatchTouchEvent", { type, touchPoints: parts.map(point) });
  };
  const last = async () => {
    await chart.evaluate((chart) => chart.focus({ preventScroll: true }));
    await page.keyboard.press("End");
    await page.waitForTimeout(60);
    return (await reading()).slice(0, 8);
  };
  const newest = await last();
  await touch("touchStart", 0.2);
  for (let step = 1; step <= 5; step += 1) await touch("touchMove", 0.2 + step * 0.12);
  await touch("touchEnd");
  await zoomed.waitFor();
  assert.ok((await last()) < newest, "moved to the right, the past comes");
  await page.keyboard.press("Escape");
  await zoomed.waitFor({ state: "hidden" });
  await touch("touchStart", 0.1, 0.3);
  for (let step = 1; step <= 5; step += 1) await touch("touchMove", 0.1, 0.3 + step * 0.12);
  await touch("touchEnd");
  await zoomed.waitFor();
  assert.ok((await last()) < newest, "apart, less time is shown");
  await page.keyboard.press("Escape");
  await page.touchscreen.tap(box.x + box.width * 0.25, box.y + box.height * 0.5);
  await why.getByRole("heading", { name: "Why 00:02:30?" }).waitFor();
  await close();
});

test("of several forests another is chosen, with its points, its line and its rows, and stays so in a saved lab", async () => {
  const lab = await openScreen({ ...looks.wide, path: "?lang=en" });
  const { page, screen } = lab;
  const { detection } = screen;
  const choice = page.getByLabel("Forest", { exact: true });
  assert.equal(await choice.isVisible(), false, "one forest leaves nothing to choose");
  await screen.writeSql(`${await screen.sqlText()}
CREATE STREAM "LONG" ("LENGTH" INTEGER, "ANOMALY_SCORE" DOUBLE);
CREATE PUMP "LONG_PUMP" AS INSERT INTO "LONG" SELECT STREAM * FROM TABLE(RANDOM_CUT_FOREST(
    CURSOR(SELECT STREAM CHAR_LENGTH("browseraction") AS "LENGTH" FROM "SOURCE_SQL_STREAM_001"), 10, 16, 1000, 1))
WHERE ANOMALY_SCORE > 0.25;`);
  await screen.button("Save and run").click();
  await choice.waitFor();
  await goOn(screen, "Next anomaly");
  await detection.getByText("Scoring, 100 trees of 12").waitFor();
  const first = await screen.anomalies.first().innerText();
  await choice.selectOption("LONG_PUMP");
  await detection.getByText("Scoring, 10 trees of 16").waitFor();
  await page.getByRole("application", { name: /^LENGTH and score/ }).waitFor();
  await detection.getByText("The program lets rows above 0.25 through").waitFor();
  assert.equal(await page.getByLabel("Threshold", { exact: true }).inputValue(), "0.25");
  await screen.until(() => screen.anomalies.first().textContent(), (row) => row.includes("LONG: LENGTH = "));
  await screen.anomalies.first().getByRole("button").click();
  const why = detection.locator(".why");
  await why.getByRole("row", { name: /^LENGTH/ }).waitFor();
  await why.getByRole("heading", { name: /^Row \d+ of LONG$/ }).waitFor();
  await lab.axe("#detection");
  // Its meter, and no other's, stands in the picture.
  await page.locator(".node", { hasText: "LONG" }).getByText("Forest: scoring").waitFor({ state: "attached" });
  // Saved, and opened again.
  await page.getByLabel("Menu", { exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), screen.button("Save lab file").click()]);
  const file = await download.path();
  await choice.selectOption("OUTPUT_PUMP");
  await screen.until(() => screen.anomalies.first().innerText(), (row) => row === first);
  await why.waitFor({ state: "detached" });
  await page.getByLabel("File to open").setInputFiles({ name: "two.lab.json", mimeType: "application/json", buffer: readFileSync(file) });
  await screen.until(() => choice.inputValue(), (name) => name === "LONG_PUMP");
  await lab.close();
});
