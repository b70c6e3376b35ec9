// What an address can ask for: each parameter as it is meant, and as it is wrong; labs in the hash; a lab that is only shown.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { openLab } from "./harness.mjs";
import { hostPage, openHost, serveHost } from "./hosts.mjs";
import { looks, openScreen, screenOf, untilPaused } from "./screen.mjs";
import { start } from "./lab.mjs";
import { dist } from "./site.mjs";

/** The value of `lab=` for a lab's text. */
const linkOf = (text) => `v1.${deflateRawSync(text).toString("base64url")}`;
const clickstream = JSON.parse(readFileSync(join(dist, "examples/clickstream.lab.json"), "utf8"));
const named = (name, more = {}) => linkOf(JSON.stringify({ ...clickstream, name, ...more }));

/** Opens the lab with an address and waits until its engine has a lab. */
async function opened(path, options = {}) {
  const lab = await openLab({ ...looks.wide, path, ...options });
  await lab.page.waitForFunction(() => document.title.endsWith("· Rillcut"));
  return { ...lab, screen: screenOf(lab.page) };
}

const panels = {
  generator: "#generator",
  sql: ".editor-block",
  stream: ".streams",
  chart: "#detection",
  destination: "#destination",
  guide: "#guide",
  pipeline: ".pipeline",
};

/** Which panels are in the page. */
const shown = (page) =>
  page.evaluate((all) => Object.entries(all).flatMap(([name, selector]) => (document.querySelector(selector)?.checkVisibility() ? [name] : [])), panels);

for (const name of Object.keys(panels)) {
  test(`view=${name} shows that panel alone, with a slim bar`, async () => {
    const { page, screen, ...lab } = await opened(`?view=${name}`);
    assert.deepEqual(await shown(page), [name]);
    await page.getByRole("link", { name: "Open in Rillcut" }).waitFor();
    for (const absent of [".narration", ".scrubber", ".pane-tabs", ".bar-seed"]) assert.equal(await page.locator(absent).count(), 0, absent);
    await screen.play.click();
    await screen.until(() => screen.clock(), (clock) => clock > "00:00:05");
    await screen.pause.click();
    await lab.axe();
    await lab.close();
  });
}

test("several panels stand side by side where there is room, and one above the other on a phone", async () => {
  const places = (page) =>
    page.evaluate(() => ["#detection", "#guide"].map((selector) => document.querySelector(selector).getBoundingClientRect()).map(({ x, y }) => [Math.round(x), Math.round(y)]));
  const wide = await opened("?view=chart,guide&step=7", looks.wideDark);
  const [chart, guide] = await places(wide.page);
  assert.ok(guide[0] > chart[0] && guide[1] === chart[1], `${chart} ${guide}`);
  assert.match(await wide.page.locator("#guide-title").innerText(), /^7 of 9/);
  await wide.axe();
  await wide.close();
  const narrow = await opened("?view=chart%2Cguide&step=7", looks.narrow);
  const [above, below] = await places(narrow.page);
  assert.ok(below[0] === above[0] && below[1] > above[1], `${above} ${below}`);
  const [content, window] = await narrow.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${content} wide at ${window}`);
  await narrow.axe();
  await narrow.close();
});

test("the way to the whole page has what was changed here", async () => {
  const { page, screen, ...lab } = await opened("?view=sql");
  await page.locator(".editor.has-code").waitFor({ state: "attached" });
  const whole = page.getByRole("link", { name: "Open in Rillcut" });
  await screen.until(() => whole.getAttribute("href"), (href) => href.endsWith("/#example=clickstream"));
  await screen.writeSql((await screen.sqlText()).replace("ANOMALY_SCORE > 2", "ANOMALY_SCORE > 1.5"));
  await screen.button("Save and run").click();
  const href = await screen.until(() => whole.getAttribute("href"), (href) => href.includes("#lab=v1."));
  const { site } = await start();
  const other = await openScreen({ ...looks.wide, path: href.slice(site.url.length) });
  assert.match(await other.screen.sqlText(), /ANOMALY_SCORE > 1\.5/);
  await other.close();
  await lab.close();
});

const hidden = {
  bar: ".bar",
  controls: ".bar-controls",
  narration: ".narration",
  scrubber: ".scrubber",
  share: ".share",
  ...panels,
  guide: ".guide-button",
};
for (const [name, selector] of Object.entries(hidden)) {
  test(`hide=${name} leaves it out and nothing else`, async () => {
    const { page, ...lab } = await opened(`?hide=${name}`);
    const parts = await page.evaluate((all) => Object.entries(all).filter(([, one]) => document.querySelector(one)).map(([part]) => part), hidden);
    const expected = Object.keys(hidden).filter((part) => part !== name && !(name === "bar" && part === "controls"));
    assert.deepEqual(parts, expected);
    assert.equal(await page.locator(selector).count(), 0);
    await lab.close();
  });
}

test("step, lang and theme", async () => {
  const { page, ...lab } = await opened("?step=4&lang=ja&theme=dark");
  assert.match(await page.locator("#guide-title").innerText(), /^4 \/ 9/);
  assert.deepEqual(
    await page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.documentElement).colorScheme]),
    ["ja", "dark"],
  );
  await lab.close();
  const auto = await opened("?theme=auto", looks.wideDark);
  assert.equal(await auto.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light dark");
  await auto.close();
});

test("autorun runs a lab that comes with the page, sixty times faster than the clock on the wall", async () => {
  const { page, screen, ...lab } = await opened("?autorun#example=clickstream");
  await screen.pause.waitFor();
  await screen.until(() => screen.clock(), (clock) => clock > "00:00:10");
  assert.equal(await page.getByRole("radio", { name: "×60", exact: true }).isChecked(), true);
  await lab.close();
});

test("autorun=0, and a window of its own with a stranger's lab, wait for Run", async () => {
  const still = await opened("?autorun=0");
  await still.screen.play.and(still.page.locator(":enabled")).waitFor();
  await still.close();
  const { page, screen, ...lab } = await opened(`?autorun&view=chart#lab=${named("A stranger's")}`);
  await screen.play.and(page.locator(":enabled")).waitFor();
  await page.getByText("This lab came in a link: look at it, then run it").waitFor();
  await page.waitForTimeout(300);
  assert.equal(await screen.clock(), "00:00:00");
  await screen.play.click();
  await screen.until(() => screen.clock(), (clock) => clock > "00:00:00");
  await page.getByText("This lab came in a link").waitFor({ state: "hidden" });
  await lab.close();
});

test("in a frame autorun counts for a lab in a link, too, once it is on the screen", async () => {
  const { site } = await start();
  const src = `${site.url}?autorun&speed=max&view=chart#lab=${named("The host's")}`;
  const host = await serveHost({ "/": hostPage(`<p style="height:3000px">Far above</p><iframe title="Lab" width="900" height="600" src="${src}"></iframe>`) });
  const { page, complaints, close } = await openHost(host.url);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  const screen = screenOf(frame);
  await screen.play.and(frame.locator(":enabled")).waitFor();
  await page.waitForTimeout(500);
  assert.equal(await screen.clock(), "00:00:00", "nobody sees it");
  await page.locator("iframe").scrollIntoViewIfNeeded();
  const ran = await screen.until(() => screen.clock(), (clock) => clock > "00:00:00");
  assert.ok(ran);
  // Off the screen it stands, and goes on when it is back.
  await page.evaluate(() => scrollTo(0, 0));
  await screen.run.waitFor();
  const stood = await screen.clock();
  await page.waitForTimeout(300);
  assert.equal(await screen.clock(), stood);
  await page.locator("iframe").scrollIntoViewIfNeeded();
  await screen.until(() => screen.clock(), (clock) => clock !== stood);
  await screen.pause.click();
  await untilPaused(screen);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(200);
  await page.locator("iframe").scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  assert.equal(await screen.run.isVisible(), true, "what was paused by hand stays so");
  await close();
  await host.close();
  assert.deepEqual(complaints, []);
});

test("speed and seed", async () => {
  const { page, screen, ...lab } = await opened("?speed=max&seed=42");
  assert.equal(await page.getByRole("radio", { name: "Max" }).isChecked(), true);
  await screen.until(() => page.getByLabel("Seed", { exact: true }).inputValue(), (seed) => seed === "42");
  await screen.play.click();
  assert.equal(await page.getByRole("radio", { name: "Max" }).isChecked(), true, "Play does not take the speed away");
  await screen.until(() => screen.clock(), (clock) => clock > "00:01:00");
  await lab.close();
});

test("example opens a lab that comes with the page, at the moment that at= names", async () => {
  const { page, ...lab } = await opened("#example=stock-ticker");
  assert.match(await page.title(), /^Stock ticker/);
  await lab.close();
  const start = Date.parse(clickstream.start ?? "2026-01-01T00:00:00Z");
  const moment = await opened(`#example=clickstream&at=${start + 95_000}`);
  await moment.screen.until(() => moment.screen.clock(), (clock) => clock >= "00:01:35");
  await untilPaused(moment.screen);
  await moment.close();
});

const wrong = {
  "step=10": "step takes a number from 1 to 9",
  "lang=xx": "lang takes en or ja",
  "theme=blue": "theme takes light, dark or auto",
  "view=everything": "view takes generator, sql, stream, chart, destination, guide, pipeline, or several of them with commas between",
  "hide=all": "hide takes generator, sql, stream, chart, destination, guide, pipeline, bar, controls, narration, scrubber, share, or several of them",
  "autorun=maybe": "autorun takes nothing, or 1 or 0",
  "speed=fast": "speed takes a number from 0.1 to 100000, or max",
  "seed=-1": "seed takes a whole number from 0 to 9007199254740991",
  "readonly=perhaps": "readonly takes nothing, or 1 or 0",
  "origin=*": "origin takes one origin, as in https://your.site",
  "#example=none": "example takes clickstream, stock-ticker or empty",
  "#at=now": "at takes milliseconds since 1970",
};
test("each wrong value is left out and told, and the lab runs", async () => {
  for (const [parameter, takes] of Object.entries(wrong)) {
    const path = parameter.startsWith("#") ? parameter : `?${parameter}`;
    const { page, screen, ...lab } = await opened(path);
    const note = page.locator(".address-note");
    await note.getByText(`The address says ${parameter.replace("#", "")}, which is left out: ${takes}`).waitFor();
    assert.deepEqual(await shown(page), Object.keys(panels).filter((name) => name !== "guide"), parameter);
    await screen.play.click();
    await screen.until(() => screen.clock(), (clock) => clock > "00:00:00");
    await lab.close();
  }
});

test("several wrong values are told together and can be dismissed; names of others are passed over", async () => {
  const { page, ...lab } = await opened("?utm_source=mail&speed=fast&step=0&lang=ja#guide");
  const note = page.locator(".address-note");
  await note.waitFor();
  assert.equal(await note.locator("li").count(), 2);
  assert.match(await note.innerText(), /アドレスの speed=fast は使えないため無視しました/);
  await lab.axe();
  await note.getByRole("button").click();
  await note.waitFor({ state: "hidden" });
  await lab.close();
});

test("a hash that is pasted over the address opens its lab, which can be undone", async () => {
  const { page, ...lab } = await opened("?view=chart");
  const to = (hash) => page.evaluate((value) => (location.hash = value), hash);
  const title = (name) => page.waitForFunction((start) => document.title.startsWith(start), name);
  await to(`#lab=${named("Pasted")}`);
  await title("Pasted");
  const undo = page.getByRole("button", { name: "Undo" });
  await page.getByText("“Clickstream anomaly detection” was replaced").waitFor();
  await undo.click();
  await title("Clickstream");
  await to("#example=empty");
  await title("New lab");
  // What is no lab leaves the one that is there.
  await to("#lab=v1.AAAA");
  await page.getByText("the link does not hold a lab").waitFor();
  assert.match(await page.title(), /^New lab/);
  await to(`#lab=${linkOf('{"rillcut":2}')}`);
  await page.locator(".bar-problems .problem, .address-problems .problem").first().waitFor();
  await undo.waitFor({ state: "hidden" });
  await to("#example=nothing");
  await page.getByText("The address says example=nothing").waitFor();
  await to("#somewhere-else");
  await page.waitForTimeout(200);
  assert.match(await page.title(), /^New lab/);
  await lab.close();
});

test("readonly: the lab is played, looked at, filtered and copied from; nothing changes it", async () => {
  const lab = await openScreen({ ...looks.wide, path: "?readonly", permissions: ["clipboard-read", "clipboard-write"] });
  const { page, screen } = lab;
  await page.getByText("Read-only: this lab can be played and looked at, not changed").waitFor();
  for (const name of ["Add sender", "Save", "Save and run", "Revert", "Discover schema", "Set up", "Draw another seed", "Add SQL from templates"]) {
    assert.equal(await page.getByRole("button", { name, exact: true }).filter({ visible: true }).count(), 0, name);
  }
  for (const field of await page.locator("main textarea, .sender input, .sender select, #template-name").and(page.locator(":not(dialog *)")).all()) {
    assert.ok((await field.isDisabled()) || (await field.getAttribute("readonly")) !== null, await field.evaluate((element) => element.outerHTML));
  }
  // The editor takes no text and no key.
  const before = await screen.sqlText();
  await page.getByLabel("SQL of the application").focus();
  await page.keyboard.insertText("DROP");
  await page.keyboard.press("ControlOrMeta+Enter");
  assert.equal(await screen.sqlText(), before);
  await screen.play.click();
  await screen.speed("Max");
  await screen.anomalies.first().waitFor();
  await screen.pause.click();
  await untilPaused(screen);
  await screen.watch("CTRSTREAM");
  await screen.rows.first().waitFor();
  await page.locator(".stream-search").fill("100");
  await page.locator(".stream-copies").getByRole("button", { name: "Copy", exact: true }).click();
  await screen.until(() => page.evaluate(() => navigator.clipboard.readText()), (text) => text.includes("CTR"));
  await page.locator(".chart-tools button:enabled").filter({ visible: true }).first().click();
  await page.locator("#scrubber").press("Home");
  // A file that is dropped is no way round.
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["SELECT 1"], "other.sql"));
    dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
  });
  await page.waitForTimeout(300);
  assert.equal(await screen.sqlText(), before);
  await lab.axe();
  await lab.close();
});
