// Whatever somebody types wrong is said beside it, with a place and a way out, and what runs runs on.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { looks, openScreen } from "./screen.mjs";

test("a broken program is refused at its place, rows keep coming, and the repaired one is taken", async () => {
  const lab = await openScreen(looks.wideDark);
  const { screen } = lab;
  await screen.play.click();
  await screen.watch("CTRSTREAM");
  await screen.until(() => screen.count("CTRSTREAM"), (rows) => rows > 1);
  const good = await screen.sqlText();
  const bad = good.replace(`"browseraction" = 'Click'`, `browseraction = 'Click'`);
  assert.notEqual(bad, good);
  await screen.writeSql(bad);
  await screen.analytics.getByText("Edited, not applied").waitFor();
  await screen.sql.press("Control+Enter");
  const problem = screen.problems(screen.analytics).first();
  await lab.page.getByText("Not applied: the program from before runs on").waitFor();
  const line = bad.slice(0, bad.indexOf("browseraction = 'Click'")).split("\n").length;
  const text = await problem.innerText();
  assert.match(text, new RegExp(`^${line}:\\d+\\s`), text);
  assert.match(text, /SQL\d{4}/);
  assert.match(text, /"browseraction"/, "the hint names the column as it is written");
  await lab.axe();
  const rows = await screen.count("CTRSTREAM");
  await screen.until(() => screen.count("CTRSTREAM"), (now) => now > rows);
  await problem.getByRole("button", { name: /^\d+:\d+$/ }).click();
  const selected = await screen.sqlSelection();
  assert.equal(selected.toLowerCase(), "browseraction");
  await screen.writeSql(good);
  await screen.button("Save and run").click();
  await screen.analytics.getByText("Edited, not applied").waitFor({ state: "hidden" });
  await problem.waitFor({ state: "detached" });
  await screen.until(() => screen.count("CTRSTREAM"), (now) => now > 0);
  await lab.close();
});

test("a bad template is refused at its place and the senders go on with the one before", async () => {
  const lab = await openScreen(looks.narrow);
  const { screen } = lab;
  await screen.play.click();
  await screen.pane("Generator");
  await screen.button("Click Payload", screen.generator).click();
  const field = lab.page.getByLabel("Template", { exact: true });
  await field.fill('{"n": {{random.nmber}}}');
  const problem = screen.problems(screen.generator).first();
  await problem.waitFor();
  assert.match(await problem.innerText(), /^1:\d+\s[\s\S]*GEN\d{4}/);
  await screen.button("Save template").click();
  await lab.axe();
  const before = await screen.count("SOURCE_SQL_STREAM_001");
  await screen.until(() => screen.count("SOURCE_SQL_STREAM_001"), (rows) => rows > before);
  await field.fill('{"browseraction":"Click", "site": "{{internet.domainName}}"}');
  await problem.waitFor({ state: "detached" });
  assert.equal(await screen.generator.locator(".template .record-list li").count(), 5);
  await screen.button("Save template").click();
  await screen.generator.locator(".template").getByText("Edited, not saved").waitFor({ state: "hidden" });
  await lab.close();
});

test("the schema is discovered from records and taken", async () => {
  const lab = await openScreen(looks.wide);
  const { screen } = lab;
  await screen.button("Click Payload", screen.generator).click();
  await screen.button("Discover schema").click();
  const found = lab.page.getByRole("group", { name: "Discovered schema" });
  assert.match(await found.getByRole("table").innerText(), /browseraction\s+VARCHAR\(\d+\)\s+\$\.browseraction/);
  await screen.button("Use this schema", found).click();
  await found.getByText("In force").waitFor();
  await lab.axe();
  await lab.close();
});

test("a record that does not fit is in error_stream, with the reason and its own text", async () => {
  const lab = await openScreen(looks.narrowDark);
  const { screen } = lab;
  await screen.pane("Generator");
  await screen.button("New template").click();
  await lab.page.getByLabel("Name", { exact: true }).fill("Broken");
  await lab.page.getByLabel("Template", { exact: true }).fill("this is not JSON {{random.number(9)}}");
  await screen.button("Save template").click();
  await screen.button("Broken", screen.generator).waitFor();
  await screen.button("Add sender").click();
  await screen.button("Start Sender 6").click();
  await screen.play.click();
  await screen.watch("error_stream");
  await screen.rows.first().waitFor();
  const row = await screen.rows.first().innerText();
  assert.match(row, /this is not JSON \d/, row);
  await screen.until(() => screen.count("error_stream"), (rows) => rows >= 5);
  await screen.pause.click();
  await lab.axe();
  await lab.close();
});
