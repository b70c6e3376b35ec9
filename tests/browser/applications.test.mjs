// A saved KDA application is opened, runs, and is saved again.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import "./harness.mjs";
import { looks, openScreen } from "./screen.mjs";

const saved = fileURLToPath(new URL("../../crates/lab/tests/applications/orders-v1.json", import.meta.url));

/** Saves in one of the menu's forms and gives the file's name and text. */
async function save(lab, form) {
  await lab.page.getByLabel("Menu").click();
  const [download] = await Promise.all([lab.page.waitForEvent("download"), lab.screen.button(form).click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

test("a saved application is opened, says what it cannot do here, runs, and is saved again", async () => {
  const lab = await openScreen(looks.wide);
  const { page, screen } = lab;
  await page.getByLabel("File to open").setInputFiles(saved);
  // The Lambda function before the source and the table in a bucket are not in the file.
  await page.locator(".bar-problems .problem").first().waitFor();
  assert.match(await page.locator(".bar-problems").innerText(), /Lambda/);
  await lab.axe();
  await screen.button("Dismiss").click();
  await screen.watch("TOTALS");
  await screen.play.click();
  await screen.until(() => screen.rows.count(), (rows) => rows > 0);
  await page.getByRole("heading", { name: /^Rows at the destination — / }).waitFor();
  await screen.pause.click();

  const v2 = await save(lab, "Save KDA application (v2 API)");
  assert.equal(v2.name, "order-totals.application.json");
  const configuration = JSON.parse(v2.text).ApplicationConfiguration;
  assert.match(configuration.ApplicationCodeConfiguration.CodeContent.TextContent, /GROUP BY "shop", STEP/);
  assert.equal(configuration.SqlApplicationConfiguration.Inputs[0].NamePrefix, "ORDERS");
  const sql = await save(lab, "Save SQL");
  assert.equal(sql.name, "order-totals.sql");
  assert.equal(sql.text, JSON.parse(readFileSync(saved, "utf8")).ApplicationCode);

  await page.getByLabel("File to open").setInputFiles({ name: "other.SQL", mimeType: "text/plain", buffer: Buffer.from("CREATE STREAM") });
  await screen.problems(screen.analytics).first().waitFor();
  await lab.close();
});
