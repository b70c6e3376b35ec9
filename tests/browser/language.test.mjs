// The page in Japanese: nothing of its own is left in English, nothing is lost by changing the language, nothing breaks on a narrow screen.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { english, speaksJapanese } from "./english.mjs";
import { looks, openScreen } from "./screen.mjs";

const title = "Clickstream anomaly detection";

test("the bar, the generator and their dialogs speak Japanese alone", async () => {
  const lab = await openScreen({ ...looks.wide, path: "?lang=ja" });
  const { page, screen } = lab;
  const names = [title, "Stock ticker", "rows.ndjson"];
  const check = (selector) => speaksJapanese(page, selector, names);
  const bar = () => check(".bar, .scrubber, .narration-row, .pane-tabs, .undo, .replay");
  await bar();
  await check("#generator");
  const shut = (dialog) => dialog.getByRole("button", { name: /閉じる$/ }).click();
  const menu = async (item) => {
    await page.getByLabel("メニュー", { exact: true }).click();
    await screen.button(item).click();
  };
  for (const item of ["ラボ…", "キーボード操作…", "Rillcut について"]) {
    await menu(item);
    await page.locator("dialog[open]").waitFor();
    await check("dialog[open]");
    await lab.axe("dialog[open]");
    await shut(page.locator("dialog[open]"));
  }
  // A sender with everything unfolded.
  await screen.generator.getByRole("button", { name: /を編集$/ }).first().click();
  const editor = page.getByRole("dialog", { name: /^送信元/ });
  await editor.getByText("時間帯と曜日別", { exact: true }).click();
  for (const kind of ["手動のみ", "区間を追加", "バーストを追加", "増加区間を追加"]) await screen.button(kind, editor).click();
  await editor.getByRole("grid").waitFor();
  await screen.button("今すぐ送信", editor).click();
  await check("dialog[open]");
  await lab.axe("dialog[open]");
  await screen.button("塗る", editor).click();
  await screen.button("標準偏差（Sigma）", editor).click();
  await check("dialog[open]");
  await shut(editor);
  // Templates: gallery, import, functions, a new one.
  await screen.button("ギャラリー…", screen.generator).click();
  await page.locator("dialog[open] .sample").first().waitFor();
  await check("dialog[open]");
  await shut(page.locator("dialog[open]"));
  await screen.button("インポート…", screen.generator).click();
  await page.getByLabel("ここに貼り付ける", { exact: false }).fill("{{random.nmber}}");
  await screen.button("読み込む").click();
  await page.locator(".import-list li").waitFor();
  await check("dialog[open]");
  await shut(page.locator("dialog[open]"));
  await screen.generator.getByText("テンプレートで使える関数").click();
  await screen.generator.locator(".functions li").first().waitFor();
  await screen.button("スキーマを検出", screen.generator).click();
  await screen.generator.locator(".found").waitFor();
  await screen.button("新しいテンプレート", screen.generator).click();
  await check("#generator");
  await lab.axe("#generator");
  // Running, in the past, replaying, and another lab.
  await screen.play.click();
  await screen.until(() => screen.clock(), (clock) => clock >= "00:00:30");
  await bar();
  await check("#generator");
  await screen.pause.click();
  await screen.run.waitFor();
  await page.getByLabel("時刻", { exact: true }).press("Home");
  await bar();
  const rows = Buffer.from('{"browseraction": "Click", "site": "a.example"}\n'.repeat(2));
  await page.locator(".menu input[type=file]").setInputFiles({ name: "rows.ndjson", mimeType: "text/plain", buffer: rows });
  await page.locator("dialog[open]").waitFor();
  await check("dialog[open]");
  await screen.button("再生", page.locator("dialog[open]")).click();
  await page.locator(".replay").waitFor();
  await bar();
  await menu("ラボ…");
  await screen.button("保存", page.locator("dialog[open]")).click();
  await page.locator(".labs-list").first().locator("li").waitFor();
  await page.getByRole("button", { name: "株価ティッカー を開く" }).click();
  await page.getByText(`「${title}」を置き換えました`).waitFor();
  await bar();
  await lab.close();
});

test("the engine's end is told in Japanese", async () => {
  const lab = await openScreen({ ...looks.narrow, path: "?lang=ja" });
  await lab.page.workers()[0].evaluate(() => self.onmessage(new MessageEvent("message", { data: new Uint8Array([255, 255, 255]) })));
  await lab.page.getByRole("alert").filter({ hasText: "エンジンが停止しました" }).waitFor();
  assert.deepEqual(await english(lab.page, ".lost h2, .lost .row, .lost p:not(.mono), .bar"), []);
  await lab.close();
});

test("what is being written outlives another language, and so does the theme", async () => {
  const lab = await openScreen({ ...looks.wide, path: "?lang=en&theme=dark" });
  const { page, screen } = lab;
  const speak = (tag) => page.locator("#language").selectOption(tag);
  await page.getByLabel("Template", { exact: true }).fill('{"mine": 1}');
  await screen.generator.getByText(/^Schema in force/).click();
  const schema = page.locator("#schema-text");
  const inForce = await schema.inputValue();
  await schema.fill("{}");
  await page.getByRole("button", { name: "Theme: dark" }).click();
  await speak("ja");
  const template = page.getByLabel("テンプレート", { exact: true });
  assert.equal(await template.inputValue(), '{"mine": 1}');
  assert.equal(await schema.inputValue(), "{}");
  await page.getByRole("button", { name: "テーマ: システム" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined);
  // Saved in one language, in force in the other.
  await screen.button("テンプレートを保存", screen.generator).click();
  await screen.generator.locator(".template > .field .badge").waitFor({ state: "hidden" });
  await speak("en");
  assert.equal(await page.getByLabel("Template", { exact: true }).inputValue(), '{"mine": 1}');
  await screen.button("Revert", screen.generator.locator(".schema")).click();
  assert.equal(await schema.inputValue(), inForce);
  await lab.close();
});

test("Japanese fits a narrow screen", async () => {
  const lab = await openScreen({ ...looks.narrowDark, path: "?lang=ja" });
  const { page, screen } = lab;
  for (const pane of ["Generator", "Real-time analytics", "Detection", "Destination"]) {
    await screen.pane(pane);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${pane} is ${width} px wide`);
    await lab.axe();
  }
  await lab.close();
});
