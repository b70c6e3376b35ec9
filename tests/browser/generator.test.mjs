// The generator's pane by mouse and by keyboard: heat map, timeline, preview, gallery, completion, and templates out of KDG.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import "./harness.mjs";
import { looks, openScreen } from "./screen.mjs";

/** What KDG keeps: two templates that are filled in, one of them with a mistake, and one changed hour. */
const stored = JSON.stringify({
  templates: JSON.stringify([
    { name: "Sensors", template: '{"id": {{random.number(50)}},\n"at": "{{date.now("YYYY-MM-DD hh:mm:ss")}}"}' },
    { name: "Template 2", template: "" },
    { name: "Broken", template: "{{random.nmber}}" },
  ]),
  periods: JSON.stringify({ "#4-0-mu": "250", "#4-0-sig": "0" }),
});

const parts = (lab) => {
  const { page, screen } = lab;
  const editor = page.getByRole("dialog", { name: /^Sender/ });
  return {
    page,
    screen,
    editor,
    grid: editor.getByRole("grid"),
    cell: (number) => editor.locator(`#heat-${number}`),
    span: (number) => editor.getByRole("button", { name: new RegExp(`^Span ${number},`) }),
    template: page.getByLabel("Template", { exact: true }),
    record: screen.generator.getByRole("list", { name: "Five records" }),
    words: screen.generator.locator("#preview-words"),
    /** What a sender sends, as its row says. */
    plan: (name) => screen.generator.locator(".sender", { has: page.getByRole("button", { name: `Edit ${name}` }) }).locator(".sender-plan"),
  };
};

const firstSender = async (screen) => screen.generator.locator(".sender-name").first().inputValue();

test("rates by hour and day: drawn with the pointer, typed, copied and pasted", async () => {
  const lab = await openScreen({ ...looks.wide, permissions: ["clipboard-read", "clipboard-write"] });
  const { page, screen, editor, grid, cell, plan } = parts(lab);
  const name = await firstSender(screen);
  await screen.button(`Edit ${name}`).click();
  await editor.getByText("By hour and day", { exact: true }).click();
  await grid.waitFor();
  await lab.axe();
  // A stroke over Monday, nine to twelve.
  const [from, to] = [await cell(33).boundingBox(), await cell(36).boundingBox()];
  await page.mouse.move(from.x + 4, from.y + 4);
  await page.mouse.down();
  await page.mouse.move(to.x + 4, to.y + 4, { steps: 5 });
  await page.mouse.up();
  assert.match(await editor.locator(".heat-words").innerText(), /^Mon 09:00 to Mon 12:00: 4 hours/);
  await page.keyboard.type("250");
  await page.keyboard.press("Enter");
  assert.match(await editor.locator(".heat-words").innerText(), /250 on average/);
  assert.equal(await cell(36).innerText(), "250");
  // Paint with what is chosen.
  await editor.getByRole("button", { name: "Paint" }).click();
  const sunday = await cell(0).boundingBox();
  await page.mouse.move(sunday.x + 4, sunday.y + 4);
  await page.mouse.down();
  await page.mouse.move(sunday.x + 4, sunday.y + sunday.height * 3, { steps: 6 });
  await page.mouse.up();
  assert.equal(await cell(24).innerText(), "250");
  await editor.getByRole("button", { name: "Painting 250" }).click();
  // A day to another day.
  await editor.locator("[data-day='1']").click();
  await page.keyboard.press("Control+c");
  await editor.locator("[data-cell='144']").click();
  await page.keyboard.press("Control+v");
  await screen.until(() => cell(144 + 9).innerText(), (text) => text === "250");
  await screen.button("×2", editor).click();
  await screen.until(() => cell(144 + 9).innerText(), (text) => text === "500");
  await screen.button("Deviation (Sigma)", editor).click();
  assert.notEqual(await cell(144 + 9).innerText(), "500");
  await editor.getByRole("button", { name: "Close the editor" }).click();
  assert.match(await plan(name).innerText(), /^by hour and day/);
  // The engine has it: the editor opens with the same table.
  await screen.button(`Edit ${name}`).click();
  assert.equal(await cell(144 + 9).innerText(), "500");
  await lab.close();
});

test("the heat map and the timeline by keyboard alone", async () => {
  const lab = await openScreen(looks.wideDark);
  const { page, screen, editor, grid, cell, span } = parts(lab);
  const name = await firstSender(screen);
  await screen.button(`Edit ${name}`).focus();
  await page.keyboard.press("Enter");
  await editor.getByLabel("Constant", { exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  await grid.focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  assert.equal(await grid.getAttribute("aria-activedescendant"), "heat-25");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.type("12.5");
  await page.keyboard.press("Escape");
  assert.notEqual(await cell(25).innerText(), "12.5", "what is typed can be taken back, and the dialog stays");
  await page.keyboard.type("12.5");
  await page.keyboard.press("Enter");
  assert.deepEqual([await cell(25).innerText(), await cell(49).innerText()], ["12.5", "12.5"]);
  await page.keyboard.press("+");
  assert.equal(await cell(49).innerText(), "13.8");
  await page.keyboard.press("Shift+Space");
  await page.keyboard.press("Delete");
  assert.equal(await cell(48).innerText(), "0");
  await page.keyboard.press("Control+a");
  assert.match(await editor.locator(".heat-words").innerText(), /168 hours/);
  // Tab leaves the grid.
  await page.keyboard.press("Tab");
  assert.equal(await grid.evaluate((element) => element === document.activeElement), false);
  await lab.axe();

  await screen.button("By hand only", editor).focus();
  await page.keyboard.press("Enter");
  await screen.button("Add span", editor).focus();
  await page.keyboard.press("Enter");
  await span(1).focus();
  const words = async () => span(1).getAttribute("aria-label");
  const times = /from (\d+):(\d+) to (\d+):(\d+)/;
  const read = async () => {
    const [, a, b, c, d] = times.exec(await words()).map(Number);
    return [a * 60 + b, c * 60 + d];
  };
  const [from, until] = await read();
  await page.keyboard.press("ArrowRight");
  const [moved, end] = await read();
  assert.ok(moved > from && end - moved === until - from, `${moved} ${end}`);
  await page.keyboard.press("Shift+ArrowRight");
  const [same, longer] = await read();
  assert.ok(same === moved && longer > end);
  await page.keyboard.press("ArrowUp");
  assert.match(await words(), /at [\d.]+\/s/);
  // Keys that repeat are faster than the engine answers: none is lost.
  const step = moved - from;
  const [start] = await read();
  for (let times = 0; times < 20; times += 1) await page.keyboard.down("ArrowRight");
  await page.keyboard.up("ArrowRight");
  await screen.until(async () => (await read())[0], (now) => now >= start + 20 * Math.min(step, 1));
  await page.waitForTimeout(300);
  assert.ok((await read())[0] >= start + 20 * Math.min(step, 1));
  // The fields say the same, and take what is typed.
  const beginning = editor.getByLabel("Beginning of span 1");
  await beginning.fill("0:20");
  await beginning.press("Enter");
  const ramp = editor.getByLabel("Rate at the end of span 1");
  await ramp.fill("40");
  await ramp.press("Tab");
  await screen.until(words, (text) => /from 0:20 to .* to 40\/s/.test(text));
  await beginning.fill("nonsense");
  await beginning.press("Tab");
  assert.equal(await beginning.inputValue(), "0:20");
  await lab.axe();
  await span(1).focus();
  await page.keyboard.press("Delete");
  await span(1).waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await editor.waitFor({ state: "hidden" });
  await lab.close();
});

test("a span is moved with the pointer; ends, seed and bursts are taken", async () => {
  const lab = await openScreen(looks.wide);
  const { page, screen, editor, span, plan } = parts(lab);
  const name = await firstSender(screen);
  await screen.button(`Edit ${name}`).click();
  await screen.button("By hand only", editor).click();
  await screen.button("Add span", editor).click();
  const before = await span(1).getAttribute("aria-label");
  const box = await span(1).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 90, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  const moved = await screen.until(() => span(1).getAttribute("aria-label"), (label) => label !== before);
  // Its picture follows with the next frame.
  let place;
  await screen.until(async () => JSON.stringify(await span(1).boundingBox()), (now) => now === place || ((place = now), false));
  const edge = JSON.parse(place);
  await page.mouse.move(edge.x + edge.width - 3, edge.y + 20);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width + 60, edge.y + 20, { steps: 6 });
  await page.mouse.up();
  await screen.until(() => span(1).getAttribute("aria-label"), (label) => label !== moved);
  await screen.button("All the time", editor).click();
  await screen.button("Add burst", editor).click();
  await span(3).waitFor();
  const field = async (label, text) => {
    await editor.getByLabel(label, { exact: true }).fill(text);
    await editor.getByLabel(label, { exact: true }).press("Tab");
  };
  await field("Stop after records", "5");
  await field("Seed", "42");
  await field("Local clock", "2");
  await field("Partition key from", "site");
  assert.equal(await editor.getByLabel("Local clock").inputValue(), "+02:00");
  await lab.axe();
  await editor.getByRole("button", { name: "Close the editor" }).click();
  assert.match(await plan(name).innerText(), /ending after 5$/);
  await screen.play.click();
  await screen.speed("×60");
  await screen.until(() => screen.generator.locator(".sender-count").first().innerText(), (text) => /^5 records/.test(text));
  await screen.pause.click();
  // So many at once do not count towards the end.
  await screen.button(`Edit ${name}`).click();
  await field("Records", "700");
  await screen.button("Send now", editor).click();
  const saved = page.waitForEvent("download");
  await screen.button("Save gzip", editor).click();
  const download = await saved;
  assert.match(download.suggestedFilename(), /\.ndjson\.gz$/);
  const records = gunzipSync(readFileSync(await download.path())).toString().trimEnd().split("\n");
  assert.equal(records.length, 700);
  assert.equal(typeof JSON.parse(records[699]).site, "string");
  await editor.getByText("700 records saved").waitFor();
  await editor.getByLabel("Form of the records").selectOption({ label: "put-records, with partition keys" });
  const kinesis = page.waitForEvent("download");
  await screen.button("Save file", editor).click();
  const lines = readFileSync(await (await kinesis).path()).toString().split("\n");
  assert.equal(JSON.parse(lines[0]).PartitionKey, JSON.parse(records[0]).site);
  await page.keyboard.press("Escape");
  await screen.run.click();
  await screen.until(() => screen.generator.locator(".sender-count").first().innerText(), (text) => /^705 records/.test(text));
  await lab.close();
});

test("a record's fields and the template's calls are linked, and a mistake is mended", async () => {
  const lab = await openScreen(looks.narrowDark);
  const { page, screen, template, record, words } = parts(lab);
  await screen.pane("Generator");
  await screen.button("New template").click();
  await template.fill('{"n": {{random.number(9)}},\n "at": "{{date.now("hh:mm")}}"}');
  const problem = screen.problems(screen.generator).first();
  await problem.waitFor();
  assert.match(await problem.innerText(), /GEN0102/);
  await lab.axe();
  await screen.button("Mend", problem).click();
  await problem.waitFor({ state: "detached" });
  assert.match(await template.inputValue(), /"HH:mm"/);
  // By keyboard: from field to field, and into the template.
  await record.focus();
  await page.keyboard.press("ArrowRight");
  assert.match(await words.innerText(), /^\{\{random\.number\(9\)\}\} printed \d(, \d){4}$/);
  assert.equal(await record.locator("mark.is-active").count(), 5);
  await page.keyboard.press("ArrowRight");
  assert.match(await words.innerText(), /^\{\{date\.now/);
  await page.keyboard.press("Enter");
  const selected = await template.evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
  assert.equal(selected, '{{date.now("HH:mm")}}');
  // The other way round, and with the pointer.
  await template.evaluate((field) => field.setSelectionRange(10, 10));
  await template.press("ArrowRight");
  assert.match(await words.innerText(), /^\{\{random\.number/);
  await screen.button("Pretty", screen.generator.locator(".template")).click();
  await record.locator("mark").nth(1).hover();
  assert.match(await words.innerText(), /^\{\{date\.now/);
  assert.match(await record.locator("li").first().innerText(), /^\{\n  "n": \d,\n  "at"/);
  await lab.axe();
  await lab.close();
});

test("functions are offered while a call is typed, and found by search", async () => {
  const lab = await openScreen(looks.wide);
  const { page, screen, template } = parts(lab);
  await screen.button("New template").click();
  await template.fill("");
  await template.pressSequentially("x {{uu");
  const list = page.getByRole("listbox", { name: "Functions" });
  await list.getByRole("option", { name: /^random\.uuid/ }).waitFor();
  await lab.axe();
  await page.keyboard.press("Enter");
  assert.equal(await template.inputValue(), "x {{random.uuid}}");
  await list.waitFor({ state: "hidden" });
  await template.pressSequentially(" {{name.");
  await list.waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  assert.match(await template.inputValue(), /^x \{\{random\.uuid\}\} \{\{name\.lastName\}\}$/);
  await template.pressSequentially(" {{");
  await list.waitFor();
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.getByText("What a template may say").click();
  await page.getByLabel("Search functions").fill("zipf");
  await screen.generator.getByRole("button", { name: /random\.zipf/ }).click();
  assert.match(await template.inputValue(), /random\.zipf/);
  await lab.close();
});

test("a template of the gallery is used, copied, and exported", async () => {
  const lab = await openScreen(looks.narrow);
  const { page, screen, template } = parts(lab);
  await screen.pane("Generator");
  await screen.button("Gallery…").click();
  const gallery = page.getByRole("dialog", { name: "Template gallery" });
  await gallery.getByRole("heading", { name: "Web log" }).waitFor();
  await lab.axe();
  await screen.button("Use Web log", gallery).click();
  await screen.until(() => page.getByLabel("Name", { exact: true }).inputValue(), (name) => name === "Web log");
  assert.match(await template.inputValue(), /internet\.ip/);
  await screen.button("Duplicate").click();
  await screen.until(() => page.getByLabel("Name", { exact: true }).inputValue(), (name) => name === "Web log copy");
  await screen.button("Gallery…").click();
  await screen.button("Use and send 20/s: Orders", gallery).click();
  await screen.button("Stop Orders").waitFor();
  const saved = page.waitForEvent("download");
  await screen.button("Export").click();
  const file = JSON.parse(readFileSync(await (await saved).path()).toString());
  assert.ok(file.templates.some((one) => one.name === "Web log copy" && one.template.includes("internet.ip")));
  await lab.close();
});

test("what KDG keeps is imported: pasted by keyboard, and dropped as a file", async () => {
  const lab = await openScreen(looks.wideDark);
  const { page, screen, editor, template, cell } = parts(lab);
  const name = await firstSender(screen);
  await screen.button("Import…").focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Import templates" });
  const paste = dialog.getByLabel(/Paste it here/);
  await paste.focus();
  await page.keyboard.insertText('[{"name": 1}]');
  await screen.button("Read", dialog).focus();
  await page.keyboard.press("Enter");
  await screen.problems(dialog).first().waitFor();
  assert.match(await screen.problems(dialog).first().innerText(), /GEN0203/);
  await paste.fill(stored);
  await screen.button("Read", dialog).focus();
  await page.keyboard.press("Enter");
  const found = dialog.getByRole("group", { name: "What was found" });
  assert.equal(await found.getByRole("checkbox", { name: "Broken" }).isDisabled(), true, "with what is wrong with it");
  assert.match(await found.innerText(), /GEN0003/);
  await lab.axe();
  await screen.button("Import", found).focus();
  await page.keyboard.press("Enter");
  await screen.until(() => page.getByLabel("Name", { exact: true }).inputValue(), (name) => name === "Sensors");
  assert.match(await template.inputValue(), /random\.number\(50\)/);
  await screen.button(`Edit ${name}`).click();
  assert.equal(await cell(96).innerText(), "250");
  await page.keyboard.press("Escape");
  // The same again, dropped: under another name.
  const data = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "kdg.json", { type: "application/json" }));
    return data;
  }, stored);
  await screen.generator.locator(".templates").dispatchEvent("drop", { dataTransfer: data });
  await found.getByRole("checkbox", { name: "Sensors 2" }).waitFor();
  await screen.button("Import", found).click();
  await screen.button("Sensors 2", screen.generator).waitFor();
  // What the lab cannot take goes into the editor, where it is mended.
  await screen.button("Import…").click();
  await paste.fill(stored);
  await screen.button("Read", dialog).click();
  await screen.button("Mend in the editor: Broken", found).click();
  await screen.until(() => template.inputValue(), (text) => text === "{{random.nmber}}");
  await screen.button("Mend", screen.problems(screen.generator).first()).click();
  await screen.until(() => template.inputValue(), (text) => text === "{{random.number}}");
  await screen.button("Save template").click();
  await screen.button("Broken", screen.generator).waitFor();
  await editor.waitFor({ state: "hidden" });
  await lab.close();
});
