// Every control has a place where it is explained: the page is gone through, each pane, dialog, menu and fold, in English, and what can be pressed or filled in is looked
// up by its name in the guide, where names stand in bold or as code, and on the sheet of keys.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, test } from "node:test";
import { edit } from "./destinations.mjs";
import { openLab } from "./harness.mjs";
import { startReceiver } from "./receiver.mjs";
import { goOn, looks, openScreen, untilPaused } from "./screen.mjs";

/** The guide's paragraphs and rows of tables, without its fenced blocks. */
const paragraphs = readdirSync(new URL("../../guide/src/", import.meta.url), { recursive: true })
  .filter((name) => name.endsWith(".md"))
  .flatMap((name) =>
    readFileSync(new URL(`../../guide/src/${name}`, import.meta.url), "utf8")
      .replace(/^ *```[^]*?^ *```$/gm, "")
      .split(/\n\n|\n(?=\||- |\d\. )/),
  )
  .map((text) => text.replace(/\s+/g, " "));
const guide = paragraphs.join("\n");

/** What the guide calls by its name. */
const explained = new Set(
  paragraphs.flatMap((text) => [...text.matchAll(/\*\*([^*]+)\*\*|`([^`]+)`|<kbd>([^<]+)<\/kbd>/g)].map(([, bold, code, key]) => (bold ?? code ?? key).trim())),
);

/** Controls that are called by what is in the lab, not by what they do, with words by which the guide speaks of them. */
const calledByData = {
  ".stream-tabs [role=tab]": "each stream has a tab",
  ".stream-row .row-open, .row-rows .row-open": "A click on a row",
  ".sort": "A click on a name",
  ".cause": "A click on a cause",
  ".node": "A click shows the stream's rows",
  ".flow": "opens the pump below the picture",
  ".template-list button": "A draft that is not saved is marked",
  ".import-list input": "listed with a tick each",
  ".functions .function": "Put in at the caret",
  ".track button": "Drag a span or one of its edges",
  ".programs .program": "a gallery of short programs",
  ".problem .place, .field-problem .place": "A press on the place goes there",
  ".anomaly-why": "a time in the table of anomalies",
  ".chart-columns .chart-buttons button": "chosen by their names beside it",
  ".presets input": "Above all is the **Receiver**",
  ".delivery-title button": "A click on one shows its request",
  ".object-key button": "shows them and looks into them",
  ".guide-step": "the numbers to any of them",
  "fieldset .check input:has(~ code)": "Streams that the job gives",
};

/** Names with a name, a number or a time of the lab in them; what is left is what the guide says. */
const normal = [
  [/^(Start|Stop|Edit|Remove|Open|Browse|Download|Delete|Use|Mend in the editor:?) .+$/, "$1"],
  [/^(Edit) bucket .+$/, "$1"],
  [/^(Template of|Rate of|Name of sender|Condition on|Silent until|The table of periods|Beginning of span|End of span|Rate of span|Rate at the end of span|Remove span)\b.*$/, "$1"],
  [/^Use and send .+$/, "Use and send"],
  [/^Mend in the editor:?$/, "Mend in the editor"],
  [/^Schema in force.*$/, "Schema in force"],
  [/^(On their way|Given up) [\d,]+$/, "$1"],
  [/^[\d,]+ (new rows?)$/, "new rows"],
  [/^Put [\d.]+ into the SQL…$/, "Put … into the SQL"],
  [/^Painting .+$/, "Paint"],
  [/^Theme: .+$/, "Theme"],
  [/^Share: .+$/, "Share"],
  // Long labels, of which the guide has the beginning.
  [/^(Send without leave of the receiver|Keep the address and keys in this browser)\b.*$/, "$1"],
  [/^What the program does.*$/, "What the program does, step by step"],
];

/** The controls in sight of all that is open, by selector and name. */
async function controls(page) {
  return page.evaluate((byData) => {
    const wanted = "button, a[href], select, input, textarea, summary, [role=button], [role=tab], [role=radio], [contenteditable=true]";
    const text = (element, ...without) => {
      const copy = element.cloneNode(true);
      for (const part of copy.querySelectorAll(["input, select, textarea, .unit", ...without].join(", "))) part.remove();
      return copy.textContent.replace(/\s+/g, " ").trim();
    };
    const name = (element) => {
      const by = element.getAttribute("aria-labelledby");
      const labels = [...(element.labels ?? [])].map((label) => text(label)).join(" ");
      const own = /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) ? "" : text(element, ".sr-only") || text(element);
      return (
        element.getAttribute("aria-label") || (by && text(element.getRootNode().getElementById(by))) || labels || own || element.title || element.placeholder || element.name || "(no name)"
      );
    };
    const found = [];
    const read = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) read(element.shadowRoot);
        if (!element.matches(wanted) || element.type === "hidden" || !element.checkVisibility({ visibilityProperty: true })) continue;
        found.push({ name: name(element), kind: byData.find((selector) => element.matches(selector)) ?? "" });
      }
    };
    // What lies behind a dialog has been read before it was opened.
    read(document.querySelector("dialog[open]") ?? document);
    return found;
  }, Object.keys(calledByData));
}

const seen = new Set();

/** Fails on controls in sight that nothing explains. */
async function areExplained(page, where) {
  const found = await controls(page);
  assert.ok(found.length > 0, `${where} has controls`);
  const missing = new Set();
  for (const { name, kind } of found) {
    if (kind) {
      seen.add(kind);
      continue;
    }
    const plain = normal.reduce((text, [pattern, instead]) => text.replace(pattern, instead), name).replace(/:$/, "");
    if (!explained.has(plain) && !onSheet.has(plain)) missing.add(plain);
  }
  assert.deepEqual([...missing], [], `${where}: neither the guide nor the sheet of keys names these`);
}

const onSheet = new Set();

/** Opens all folds in sight. */
async function unfold(page, scope = "body") {
  const shut = page.locator(`${scope} details:not([open]):not(.menu) > summary:visible`);
  while ((await shut.count()) > 0) await shut.first().click();
}

test("the bar, the menu, its dialogs and the guide", async () => {
  const tell = () => {
    // As if a newer version had come.
    let own;
    Object.defineProperty(window, "rillcut", {
      get: () => own,
      set: (given) => (own = { ...given, onNewVersion: (told) => (window.tellOfVersion = told) }),
    });
  };
  const lab = await openScreen({ ...looks.wide, path: "?lang=en", before: tell });
  const { page, screen } = lab;
  const dialog = page.locator("dialog[open]");
  await page.keyboard.press("?");
  for (const key of await dialog.locator("dt").allInnerTexts()) onSheet.add(key.trim());
  await areExplained(page, "the sheet of keys");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.evaluate(() => window.tellOfVersion());
  const note = page.locator(".undo");
  await screen.button("Later", note).waitFor();
  await areExplained(page, "the page as it opens");
  await screen.button("Later", note).click();
  const menu = async (item) => {
    await page.getByLabel("Menu", { exact: true }).click();
    await areExplained(page, "the menu");
    await screen.button(item).click();
    await dialog.waitFor();
  };
  // A menu that is open is closed by Escape, which leaves the keyboard at it, and by a press elsewhere.
  await page.getByLabel("Menu", { exact: true }).click();
  await screen.button("Save SQL").focus();
  await page.keyboard.press("Escape");
  await screen.button("Save SQL").waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Menu");
  await page.keyboard.press("Enter");
  await screen.button("Save SQL").waitFor();
  await page.locator(".narration").click();
  await screen.button("Save SQL").waitFor({ state: "hidden" });
  await menu("About Rillcut");
  await areExplained(page, "what the page is");
  await page.keyboard.press("Escape");
  await menu("Export to Apache Flink…");
  await areExplained(page, "the export to Flink");
  await page.keyboard.press("Escape");
  await page.getByLabel("Share: Detection", { exact: true }).click();
  await screen.button("Copy link", page.locator("#detection")).waitFor();
  await areExplained(page, "the ways to hand a panel on");
  await page.keyboard.press("Escape");
  await menu("Labs…");
  await screen.button("Keep", dialog).click();
  await dialog.getByRole("button", { name: /^Remove / }).waitFor();
  await areExplained(page, "the labs");
  await dialog.getByRole("button", { name: "Open Stock ticker" }).click();
  await screen.button("Undo").waitFor();
  await areExplained(page, "the page after another lab was opened");
  await screen.button("Undo").click();
  const rows = Buffer.from('{"browseraction": "Click", "site": "a.example"}\n');
  await page.getByLabel("File to open").setInputFiles({ name: "rows.ndjson", mimeType: "text/plain", buffer: rows });
  await dialog.waitFor();
  await areExplained(page, "the replay that is asked about");
  await screen.button("Replay", dialog).click();
  await screen.button("Back to the senders").waitFor();
  await areExplained(page, "the page with a replay");
  await screen.button("Back to the senders").click();
  await page.getByLabel("File to open").setInputFiles({ name: "no.lab.json", mimeType: "application/json", buffer: Buffer.from("{") });
  await screen.button("Dismiss").waitFor();
  await areExplained(page, "the page with a file that was refused");
  await screen.button("Dismiss").click();
  await screen.button("Guide").click();
  for (const step of [2, 9]) {
    await page.locator(".guide-step").nth(step - 1).click();
    await page.locator(".guide-count").filter({ hasText: new RegExp(`^${step} `) }).waitFor();
    await areExplained(page, `step ${step} of the guide`);
  }
  await lab.close();
});

test("the generator and its dialogs", async () => {
  const lab = await openScreen({ ...looks.wide, path: "?lang=en" });
  const { page, screen } = lab;
  const { generator } = screen;
  const dialog = page.locator("dialog[open]");
  const shut = async () => {
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  };
  await generator.getByRole("button", { name: /^Edit / }).first().click();
  await dialog.getByText("By hour and day", { exact: true }).click();
  await dialog.getByRole("grid").waitFor();
  for (const kind of ["By hand only", "Add span", "Add burst", "Add ramp"]) await screen.button(kind, dialog).click();
  await areExplained(page, "a sender");
  await screen.button("Paint", dialog).click();
  await areExplained(page, "a sender whose hours are painted");
  await shut();
  await screen.button("Gallery…", generator).click();
  await dialog.locator(".sample").first().waitFor();
  await areExplained(page, "the templates' gallery");
  await shut();
  await screen.button("Import…", generator).click();
  const templates = JSON.stringify(JSON.stringify([{ name: "Odd", template: "{{random.nmber}}" }, { name: "Right", template: "{}" }]));
  const cell = { Mu: 10, Sigma: 1 };
  const periods = JSON.stringify(JSON.stringify(Array.from({ length: 24 }, () => Array.from({ length: 7 }, () => cell))));
  await dialog.locator("textarea").fill(`{"templates": ${templates}, "periods": ${periods}}`);
  await screen.button("Read", dialog).click();
  await dialog.locator(".import-list li").first().waitFor();
  await areExplained(page, "the import");
  await shut();
  await screen.button("Discover schema", generator).click();
  await generator.locator(".found").waitFor();
  await unfold(page, "#generator");
  await generator.locator(".functions li").first().waitFor();
  await areExplained(page, "the generator with all folds open");
  await screen.button("New template", generator).click();
  await generator.getByLabel("Template", { exact: true }).fill('{"a": {{random.number}}, "b": "{{name.firstNme}}"}');
  await screen.problems(generator).first().waitFor();
  await areExplained(page, "a template with a mistake");
  await lab.close();
});

test("the picture, the editor, the streams and the chart", async () => {
  const lab = await openScreen({ ...looks.wide, path: "?lang=en" });
  const { page, screen } = lab;
  const { analytics, detection } = screen;
  const dialog = page.locator("dialog[open]");
  await screen.speed("×600");
  await screen.play.click();
  await screen.until(() => screen.clock(), (clock) => clock >= "00:05:00");
  await screen.watch("CTRSTREAM");
  await screen.button("Pause view", analytics).click();
  await screen.button("Filter columns", analytics).click();
  await analytics.getByText(/^[\d,]+ new rows?$/).waitFor();
  await areExplained(page, "rows that stand still");
  await screen.pause.click();
  await untilPaused(screen);
  await page.getByLabel("Time", { exact: true }).press("ArrowLeft");
  await page.locator(".flow").first().click();
  await page.locator(".pump-panel h2").waitFor();
  await unfold(page, "#analytics");
  await areExplained(page, "a pump, and the editor unfolded");
  await screen.button("To the end").click();
  await screen.watch("CTRSTREAM");
  await screen.rows.locator(".row-open").first().click();
  await dialog.locator(".row-rows .row-open").first().click();
  await screen.button("Back", dialog).waitFor();
  await areExplained(page, "a row");
  await page.keyboard.press("Escape");
  await screen.button("Add SQL from templates").click();
  await dialog.locator(".program").first().waitFor();
  await areExplained(page, "the programs' gallery");
  await page.keyboard.press("Escape");
  await screen.sql.focus();
  await page.keyboard.press("ControlOrMeta+F");
  await page.locator(".cm-search").waitFor();
  await areExplained(page, "the editor's search");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+Shift+M");
  await page.locator(".cm-panel-lint").waitFor();
  await areExplained(page, "the editor's problems");
  await page.keyboard.press("Escape");
  await screen.writeSql((await screen.sqlText()).replace('"CLICKCOUNT" /', '"CLICKCUNT" /'));
  await screen.button("Mend", analytics).first().waitFor();
  await areExplained(page, "a program with a mistake");
  await screen.button("Revert", analytics).first().click();
  await page.getByRole("tab", { name: /^error_stream/ }).click();
  // The chart, a point of it, and a threshold on its way into the program.
  await screen.until(() => screen.anomalies.count(), (rows) => rows > 0);
  await screen.anomalies.first().getByRole("button").click();
  await detection.locator(".why-parts").waitFor();
  await page.locator("#threshold").fill("2.5");
  await page.locator("#threshold").press("Tab");
  await screen.button("Put 2.5 into the SQL…", detection).click();
  await screen.button("Leave it", detection).waitFor();
  await unfold(page, "#detection");
  await page.getByLabel("Shown", { exact: true }).selectOption("DESTINATION_SQL_STREAM");
  await screen.button("ANOMALY_SCORE", detection).waitFor();
  await areExplained(page, "the chart that explains");
  // Rows that failed, by their cause.
  await screen.writeSql(`CREATE OR REPLACE STREAM "D" ("n" INTEGER);
CREATE OR REPLACE PUMP "P" AS INSERT INTO "D" SELECT STREAM CAST("browseraction" AS INTEGER) FROM "SOURCE_SQL_STREAM_001";`);
  await screen.button("Save and run").click();
  await analytics.getByText("Edited, not applied").waitFor({ state: "hidden" });
  await screen.button("Step window").click();
  await screen.watch("error_stream");
  await screen.button("Replay 24 h").click();
  await page.locator(".cause").first().waitFor();
  await areExplained(page, "what failed");
  await lab.close();
});

test("destinations, buckets and deliveries", async () => {
  const receiver = await startReceiver();
  const lab = await openScreen({ ...looks.wide, path: "?lang=en", allow: (text) => /404|ERR_ABORTED/.test(text) });
  const { page, screen } = lab;
  const { destination } = screen;
  const dialog = page.locator("dialog[open]");
  await areExplained(page, "the destinations");
  await edit(screen);
  const receivers = dialog.getByRole("radio");
  for (let at = (await receivers.count()) - 1; at >= 0; at -= 1) {
    await receivers.nth(at).check({ force: true });
    await unfold(page, "dialog[open]");
    await areExplained(page, `the editor of ${await receivers.nth(at).getAttribute("value")}`);
  }
  await dialog.locator("#connection-url").fill(receiver.url);
  await screen.button("Connect and send a test", dialog).click();
  await destination.locator(".deliveries .badge.is-good").waitFor();
  await screen.button("Silence for an hour", destination).click();
  await destination.getByText(/^Silent until .+: end$/).waitFor();
  await areExplained(page, "a destination that is silent");
  await destination.locator(".delivery-title button").first().click();
  await dialog.waitFor();
  await areExplained(page, "a request");
  await page.keyboard.press("Escape");
  // One that is given up.
  receiver.answerWith(404);
  await screen.button("Send a test", destination).click();
  await screen.button("Send all again", destination).waitFor();
  await areExplained(page, "messages that were given up");
  await destination.locator(".delivery-title button").first().click();
  await screen.button("Send again", dialog).waitFor();
  await areExplained(page, "a request that was given up");
  await page.keyboard.press("Escape");
  // A second destination, so that one can be taken away.
  await screen.button("Add destination", destination).click();
  await screen.button("Save only", dialog).click();
  await destination.locator(".destinations .card").nth(1).waitFor();
  await edit(screen, 1);
  await areExplained(page, "a destination of several");
  await page.keyboard.press("Escape");
  // Buckets.
  await screen.button("Add bucket", destination).click();
  await dialog.locator("#bucket-stream").selectOption("CTRSTREAM");
  await areExplained(page, "a new bucket");
  await screen.button("Save", dialog).click();
  await dialog.waitFor({ state: "hidden" });
  await destination.getByRole("button", { name: /^Edit bucket / }).first().click();
  await areExplained(page, "a bucket");
  await page.keyboard.press("Escape");
  await goOn(screen, "Step window");
  await screen.button("Write buffers", destination).click();
  await screen.button("Delete objects", destination).waitFor();
  await destination.getByRole("button", { name: /^Browse / }).first().click();
  await dialog.locator(".object-key button").first().click();
  await dialog.locator(".object-inside").waitFor();
  await areExplained(page, "the objects of a bucket");
  await page.keyboard.press("Escape");
  // What the browser remembers of it after a reload.
  await page.reload();
  await screen.button("Connect again", destination).waitFor();
  await areExplained(page, "a destination that is known");
  await lab.close();
  await receiver.close();
});

test("a panel alone, at an address of which something cannot be read", async () => {
  const lab = await openLab({ ...looks.wide, path: "?lang=en&view=chart&step=99" });
  const { page } = lab;
  await page.getByRole("link", { name: "Open in Rillcut" }).waitFor();
  await page.getByRole("button", { name: "Dismiss this note" }).waitFor();
  await areExplained(page, "a panel alone");
  await lab.close();
});

test("a narrow screen, and the engine's end", async () => {
  const lab = await openScreen({ ...looks.narrow, path: "?lang=en" });
  const { page, screen } = lab;
  for (const pane of ["Generator", "Real-time analytics", "Detection", "Destination"]) {
    await screen.pane(pane);
    await areExplained(page, `${pane} on a narrow screen`);
  }
  await page.workers()[0].evaluate(() => self.onmessage(new MessageEvent("message", { data: new Uint8Array([255, 255, 255]) })));
  await screen.button("Restart the engine").waitFor();
  await areExplained(page, "the page without an engine");
  await lab.close();
});

after(() => {
  for (const [kind, words] of Object.entries(calledByData)) assert.ok(guide.includes(words), `the guide speaks of ${kind}: ${words}`);
  assert.deepEqual(Object.keys(calledByData).filter((kind) => !seen.has(kind)), [], "kinds of controls that are no more, or that no test has come to");
});
