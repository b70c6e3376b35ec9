// The lab leaves the page as an Apache Flink job: what goes into it, the archive, and what a job cannot have.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import "./harness.mjs";
import { looks, openScreen } from "./screen.mjs";
import { dist } from "./site.mjs";

/** The files of an archive that stores them as they are: text by path. */
function entriesOf(archive) {
  const entries = {};
  for (let at = 0; archive.readUInt32LE(at) === 0x04034b50; ) {
    const [length, name] = [archive.readUInt32LE(at + 18), archive.readUInt16LE(at + 26)];
    const start = at + 30 + name;
    entries[archive.toString("utf8", at + 30, start)] = archive.toString("utf8", start, start + length);
    at = start + length;
  }
  return entries;
}

async function openDialog({ page, screen }) {
  await page.getByLabel("Menu", { exact: true }).click();
  await screen.button("Export to Apache Flink…").click();
  const dialog = page.getByRole("dialog", { name: "Export to Apache Flink" });
  await dialog.waitFor();
  return dialog;
}

for (const look of [looks.wide, looks.narrowDark]) {
  test(`the lab is exported with the streams that are chosen while it stays as it is, ${look.width} px`, async () => {
    const lab = await openScreen(look);
    const { page, screen } = lab;
    const dialog = await openDialog(lab);
    assert.ok(await dialog.getByLabel("DESTINATION_SQL_STREAM").isChecked());
    await dialog.getByLabel("CTRSTREAM").check();
    await dialog.getByLabel("Length of the run").fill("2");
    await lab.axe("dialog[open]");
    const downloading = page.waitForEvent("download");
    await screen.button("Export", dialog).click();
    const download = await downloading;
    assert.equal(download.suggestedFilename(), "clickstream-anomaly-detection-flink.zip");
    await dialog.getByText(/^clickstream-anomaly-detection-flink\.zip: \d+ files, [\d,]+ records$/).waitFor();
    await lab.axe("dialog[open]");
    const folder = "clickstream-anomaly-detection-flink/";
    const entries = entriesOf(readFileSync(await download.path()));
    assert.match(entries[`${folder}job.sql`], /'connector' = 'kinesis'/);
    const records = entries[`${folder}records.ndjson`].trimEnd().split("\n");
    const said = Number((await dialog.getByRole("status").first().innerText()).match(/([\d,]+) records/)[1].replaceAll(",", ""));
    assert.equal(records.length, said);
    // A window of ten seconds closes when a later record comes: of two minutes the last one may stay open.
    const windows = entries[`${folder}expected/CTRSTREAM.ndjson`].trimEnd().split("\n").length;
    assert.ok(windows >= 11 && windows <= 12, `${windows} windows`);
    assert.ok(`${folder}expected/DESTINATION_SQL_STREAM.ndjson` in entries);
    await page.keyboard.press("Escape");
    assert.equal(await screen.clock(), "00:00:00");
    await lab.close();
  });
}

test("a program that Flink cannot run the same way is refused with the place of its statement", async () => {
  const lab = await openScreen(looks.wideDark);
  const { page } = lab;
  const program = `CREATE STREAM "O" (RESULT VARCHAR(4000));
CREATE PUMP "P" AS INSERT INTO "O"
SELECT STREAM HOTSPOTS_RESULT FROM TABLE(HOTSPOTS(CURSOR(SELECT STREAM ROWTIME, CAST(1 AS DOUBLE) AS X FROM "SOURCE_SQL_STREAM_001"), 100, 1.0, 5));`;
  await page.getByLabel("File to open").setInputFiles({ name: "hot.sql", mimeType: "text/plain", buffer: Buffer.from(program) });
  await page.getByRole("tab", { name: /^O\b/ }).waitFor();
  const dialog = await openDialog(lab);
  await dialog.getByRole("button", { name: "Export" }).click();
  await dialog.getByText("FLK0001", { exact: true }).waitFor();
  await dialog.getByText(/^3:/).first().waitFor();
  await lab.axe("dialog[open]");
  await lab.close();
});

test("where there can be no worker the exporter runs on the page's own thread, as often as it is asked", async () => {
  const lab = await openScreen({ ...looks.wide, before: () => delete globalThis.Worker });
  const { page, screen } = lab;
  const dialog = await openDialog(lab);
  for (const minutes of ["1", "2"]) {
    await dialog.getByLabel("Length of the run").fill(minutes);
    const downloading = page.waitForEvent("download");
    await screen.button("Export", dialog).click();
    await downloading;
    await dialog.getByText(/records$/).waitFor();
  }
  await lab.close();
});

test("the one file has no exporter, and says what to use instead", async () => {
  const lab = await openScreen({ ...looks.wide, site: { url: pathToFileURL(join(dist, "rillcut.html")).href } });
  const dialog = await openDialog(lab);
  await dialog.getByText("The exporter is not part of the one file.").waitFor();
  assert.ok(await lab.screen.button("Export", dialog).isDisabled());
  await lab.close();
});
