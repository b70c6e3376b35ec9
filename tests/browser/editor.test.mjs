// The program's editor: completion, faults that are mended with a click, hover, layout, the gallery; by mouse and by keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { looks, openScreen } from "./screen.mjs";

const program = `CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    "site" VARCHAR(64)
);

CREATE OR REPLACE PUMP "P" AS
INSERT INTO "DESTINATION_SQL_STREAM"
SELECT STREAM site
FROM "SOURCE_SQL_STREAM_001";
`;

test("a program is written by keyboard: completed, mended, laid out, applied, and taken back", async () => {
  const lab = await openScreen(looks.wide);
  const { screen, page } = lab;
  const options = page.locator(".cm-tooltip-autocomplete li");
  await screen.writeSql(program.replace("SELECT STREAM site", "SELECT STREAM "));
  // To the end of SELECT STREAM, and the beginning of a name.
  await page.keyboard.press("ControlOrMeta+Home");
  for (let line = 0; line < 6; line += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  // With or without the quote: both lead to the column.
  await page.keyboard.type("si");
  const column = options.filter({ hasText: '"site"' }).first();
  await column.waitFor();
  assert.match(await column.innerText(), /VARCHAR/, "a column says its type");
  await lab.axe();
  await screen.until(() => column.getAttribute("aria-selected"), (selected) => selected === "true");
  await page.waitForTimeout(120); // a choice that comes too soon after the list is no choice
  await page.keyboard.press("Enter");
  assert.equal(await screen.sqlText(), program.replace("STREAM site", 'STREAM "site"'));

  // A name in the wrong case is marked, and mended from the list of problems.
  await screen.writeSql(program);
  const problem = screen.problems(screen.analytics).filter({ hasText: 'did you mean "site"' });
  await problem.waitFor();
  assert.match(await problem.innerText(), /^7:15[\s\S]*SQL0021/);
  await page.locator(".cm-lintRange-error").first().waitFor();
  await lab.axe();
  await problem.getByRole("button", { name: "Mend" }).press("Enter");
  await problem.waitFor({ state: "detached" });
  assert.equal(await screen.sqlText(), program.replace("STREAM site", 'STREAM "site"'));

  // Laying out changes white space only, and can be undone.
  const untidy = program.replace("STREAM site", 'stream   "site"').replace(/\n/g, " ");
  await screen.writeSql(untidy);
  await page.keyboard.press("Shift+Alt+F");
  await screen.until(() => screen.sqlText(), (text) => text === program.replace("STREAM site", 'STREAM "site"'));
  await page.keyboard.press("ControlOrMeta+Z");
  assert.equal(await screen.sqlText(), untidy);
  await page.keyboard.press("ControlOrMeta+Shift+Z");

  // What runs is replaced by applying and by nothing before.
  assert.match(await page.locator(".pipeline").innerText(), /CTRSTREAM/);
  await page.keyboard.press("ControlOrMeta+Enter");
  await screen.analytics.getByText("Edited, not applied").waitFor({ state: "hidden" });
  await screen.until(() => page.locator(".pipeline").innerText(), (text) => !text.includes("CTRSTREAM"));

  // The Tab key is the page's.
  await page.keyboard.press("Tab");
  assert.equal(await page.locator(".editor-code").evaluate((editor) => editor.shadowRoot.activeElement?.className ?? ""), "");
  await lab.close();
});

test("a fault is explained and mended where it stands, and a word says what it is", async () => {
  const lab = await openScreen(looks.wideDark);
  const { screen, page } = lab;
  await screen.writeSql(program);
  const mark = page.locator(".cm-lintRange-error").first();
  await mark.waitFor();
  await mark.hover();
  const said = page.locator(".cm-tooltip .cm-diagnostic");
  await said.waitFor();
  assert.match(await said.innerText(), /SQL0021[\s\S]*did you mean "site"/);
  await lab.axe();
  await said.getByRole("button", { name: /Mend/ }).click();
  await mark.waitFor({ state: "detached" });
  await page.locator(".cm-line", { hasText: "FROM" }).getByText('"SOURCE_SQL_STREAM_001"').hover();
  const told = page.locator(".cm-tooltip .hover");
  await told.waitFor();
  assert.match(await told.innerText(), /SOURCE_SQL_STREAM_001[\s\S]*source[\s\S]*"browseraction" VARCHAR/);
  await lab.close();
});

for (const [name, look] of [["mouse", looks.wide], ["keyboard on a narrow screen", looks.narrowDark]]) {
  test(`a program of the gallery is found and taken by ${name}`, async () => {
    const lab = await openScreen(look);
    const { screen, page } = lab;
    await screen.pane("Real-time analytics");
    const before = await screen.sqlText();
    const dialog = page.getByRole("dialog", { name: "Add SQL from templates" });
    const press = (button) => (name === "mouse" ? button.click() : button.press("Enter"));
    await press(screen.button("Add SQL from templates"));
    await dialog.locator(".program").first().waitFor();
    assert.ok((await dialog.locator(".program").count()) >= 15);
    await lab.axe();
    await dialog.getByLabel("Search programs").fill("hotspots");
    await screen.until(() => dialog.locator(".program").count(), (count) => count === 1);
    await dialog.getByText("Another source").waitFor();
    await dialog.getByLabel("Search programs").fill("case, sum");
    await dialog.getByRole("heading", { name: "A column for each kind" }).waitFor();
    assert.equal(await dialog.getByText("Another source").count(), 0);
    await press(screen.button("Replace the draft", dialog));
    await screen.until(() => screen.sqlText(), (text) => text.includes('"PIVOT_PUMP"') && !text.includes("CTRSTREAM"));
    await screen.analytics.getByText("Edited, not applied").waitFor();
    await screen.sql.focus();
    await page.keyboard.press("ControlOrMeta+Z");
    assert.equal(await screen.sqlText(), before, "one step gives the text from before back");
    await press(screen.button("Add SQL from templates"));
    await dialog.getByLabel("Search programs").fill("case, sum");
    await press(screen.button("Insert at the end", dialog));
    await screen.until(() => screen.sqlText(), (text) => text.includes('"PIVOT_PUMP"') && text.includes("CTRSTREAM"));
    await screen.problems(screen.analytics).filter({ hasText: "DESTINATION_SQL_STREAM" }).first().waitFor();
    await lab.close();
  });
}

test("without the library the plain field does all that matters", async () => {
  const lab = await openScreenWithout();
  const { screen, page } = lab;
  const field = page.getByLabel("SQL of the application");
  await field.fill(program);
  const problem = screen.problems(screen.analytics).first();
  await problem.waitFor();
  await lab.axe();
  await problem.getByRole("button", { name: "Mend" }).click();
  await problem.waitFor({ state: "detached" });
  await field.press("Control+Enter");
  await screen.until(() => page.locator(".pipeline").innerText(), (text) => !text.includes("CTRSTREAM"));
  await lab.close();
});

/** The lab where the editor's file cannot be fetched. */
async function openScreenWithout() {
  const { openLab } = await import("./lab.mjs");
  const { screenOf } = await import("./screen.mjs");
  const lab = await openLab({ ...looks.wide, ready: false, allow: (text) => text.includes("code.lazy.mjs") || text.includes("ERR_FAILED") || text.includes("ERR_ABORTED") });
  await lab.page.route("**/code.lazy.mjs", (route) => route.abort());
  await lab.page.reload();
  await lab.page.locator("#skeleton").waitFor({ state: "detached" });
  const screen = screenOf(lab.page);
  await screen.play.and(lab.page.locator(":enabled")).waitFor();
  return { ...lab, screen };
}
