// The page in Japanese: nothing of its own is left in English, nothing is lost by changing the language, nothing breaks on a narrow screen.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { english, speaksJapanese } from "./english.mjs";
import { startReceiver } from "./receiver.mjs";
import { goOn, looks, openScreen, untilPaused } from "./screen.mjs";

const title = "Clickstream anomaly detection";

/** Ten minutes of the lab, with its burst of clicks and what became of it. */
async function afterTenMinutes(look) {
  const lab = await openScreen({ ...look, path: "?lang=ja" });
  const { screen } = lab;
  await screen.speed("×600");
  await screen.play.click();
  await screen.until(() => screen.clock(), (clock) => clock >= "00:10:00");
  await screen.pause.click();
  await untilPaused(screen);
  return lab;
}

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

test("streams, picture and editor speak Japanese alone, also in what is opened from them", async () => {
  const lab = await afterTenMinutes(looks.wide);
  const { page, screen } = lab;
  const { analytics } = screen;
  await page.locator(".flow").first().click();
  await page.locator(".pump-panel h2").waitFor();
  await speaksJapanese(page, ".pipeline");
  // Rows: narrowed, held, opened, and those that failed.
  await screen.button("列で絞り込む", analytics).click();
  await screen.button("表示を止める", analytics).click();
  await speaksJapanese(page, "#analytics");
  await lab.axe("#analytics");
  for (let step = 0; step < 2; step += 1) {
    await page.locator(step === 0 ? "#stream-rows .row-open" : ".row-input .row-open").first().click();
    await screen.until(() => page.locator("dialog[open] h3").count(), (count) => count > 0);
    await speaksJapanese(page, "dialog[open]");
  }
  await lab.axe("dialog[open]");
  await screen.button("閉じる", page.locator("dialog[open]")).click();
  await page.getByRole("tab", { name: /^error_stream/ }).click();
  await screen.until(() => page.locator("#stream-rows .stream-title").innerText(), (title) => title.startsWith("error_stream"));
  await speaksJapanese(page, "#stream-rows");
  // The gallery, and a program for another source in it.
  await screen.button("テンプレートから SQL を追加").click();
  await page.getByLabel("プログラムを検索").fill("hotspots");
  await page.getByText("別のソース用").waitFor();
  await speaksJapanese(page, "dialog[open]");
  await lab.axe("dialog[open]");
  await screen.button("キャンセル", page.locator("dialog[open]")).click();
  // What CodeMirror says by itself: its search, and its list of problems.
  await page.getByLabel("アプリケーションの SQL").focus();
  await page.keyboard.press("ControlOrMeta+F");
  await page.locator(".cm-search").waitFor();
  await speaksJapanese(page, ".cm-search");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+Shift+M");
  await page.locator(".cm-panel-lint").waitFor();
  await speaksJapanese(page, ".cm-panels");
  await page.keyboard.press("Escape");
  // A program that is refused.
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText("SELECT 1");
  await page.keyboard.press("ControlOrMeta+Enter");
  await analytics.getByText("適用されていません").waitFor();
  await speaksJapanese(page, ".editor-block");
  await lab.close();
});

test("the chart and what it explains speak Japanese alone", async () => {
  const lab = await afterTenMinutes(looks.wideDark);
  const { page, screen } = lab;
  const { detection } = screen;
  const check = () => speaksJapanese(page, "#detection");
  await screen.until(() => detection.locator(".anomalies tbody tr").count(), (rows) => rows > 0);
  await detection.locator(".plot canvas").waitFor();
  await check();
  await detection.locator(".anomaly-why").last().click();
  await detection.locator(".why-parts").waitFor();
  await check();
  await lab.axe("#detection");
  await page.locator("#threshold").fill("2.5");
  await page.locator("#threshold").press("Tab");
  await screen.button("2.5 を SQL に反映…", detection).click();
  await detection.locator(".offer").waitFor();
  await check();
  await screen.button("グレード", detection).click();
  await screen.button("拡大", detection).click();
  await check();
  await lab.close();
});

test("destinations, buckets and deliveries speak Japanese alone", async () => {
  const receiver = await startReceiver();
  const lab = await afterTenMinutes(looks.wide);
  const { page, screen } = lab;
  const { destination } = screen;
  const dialog = page.locator("dialog[open]");
  const names = ["Destination 1"];
  const check = (selector) => speaksJapanese(page, selector, names);
  await check("#destination");
  await destination.locator(".destinations .card-actions button").first().click();
  for (const fold of await dialog.locator("summary:visible").all()) await fold.click();
  await dialog.locator("#connection-url").fill("https://");
  await check("dialog[open]");
  await lab.axe("dialog[open]");
  await dialog.locator("#connection-url").fill(receiver.url);
  await screen.button("接続してテストを送信", dialog).click();
  await destination.locator(".deliveries .badge.is-good").waitFor();
  await screen.button("バケットを追加", destination).click();
  await check("dialog[open]");
  await screen.button("保存", dialog).click();
  await dialog.waitFor({ state: "hidden" });
  await destination.locator(".buckets .card").nth(2).waitFor();
  await check("#destination");
  await destination.locator(".delivery-title button").first().click();
  await dialog.waitFor();
  await check("dialog[open]");
  await screen.button("閉じる", dialog).click();
  await page.locator("#pipeline").waitFor();
  await goOn(screen, "次のウィンドウへ");
  await screen.button("バッファーを書き出す", destination).click();
  await destination.locator(".buckets .card-actions button").first().click();
  await dialog.locator(".object-key button").first().click();
  await dialog.locator(".object-inside").waitFor();
  await check("dialog[open]");
  await lab.axe("dialog[open]");
  await lab.close();
  await receiver.close();
});

test("a program that is not applied, its undoing, and what a reader looks at outlive another language", async () => {
  const lab = await openScreen({ ...looks.wide, path: "?lang=en" });
  const { page, screen } = lab;
  const speak = async (tag) => {
    await page.locator("#language").selectOption(tag);
    await page.locator(".editor.has-code").waitFor();
  };
  await screen.play.click();
  await screen.until(() => screen.count("SOURCE_SQL_STREAM_001"), (rows) => rows > 5);
  await screen.watch("SOURCE_SQL_STREAM_001");
  const running = await screen.sqlText();
  await screen.writeSql("-- mine");
  await page.getByLabel("Search rows").fill("Click");
  await screen.analytics.getByText(/kept match/).waitFor();
  await screen.button("Grade", screen.detection).click();
  await speak("ja");
  assert.equal(await screen.sqlText(), "-- mine");
  await screen.analytics.getByText("編集中（未適用）").waitFor();
  assert.equal(await page.getByLabel("行を検索").inputValue(), "Click");
  await screen.analytics.getByText(/行が一致$/).waitFor();
  assert.equal(await screen.button("グレード", screen.detection).getAttribute("aria-pressed"), "true");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "language", "the keyboard stays where it was");
  // Typed further, taken back in one language what was typed in another, and put right in the first.
  await page.getByLabel("アプリケーションの SQL").focus();
  await page.keyboard.press("ControlOrMeta+Z");
  await screen.until(() => screen.sqlText(), (text) => text === running);
  await page.keyboard.press("ControlOrMeta+Y");
  await speak("en");
  await screen.analytics.getByText("Edited, not applied").waitFor();
  assert.equal(await screen.sqlText(), "-- mine");
  await screen.button("Revert", screen.analytics).first().click();
  await screen.until(() => screen.sqlText(), (text) => text === running);
  await lab.close();
});

test("Japanese fits a narrow screen, as it opens and after ten minutes", async () => {
  const fits = async ({ axe, page, screen }) => {
    for (const pane of ["Generator", "Real-time analytics", "Detection", "Destination"]) {
      await screen.pane(pane);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 360, `${pane} is ${width} px wide`);
      await axe();
    }
  };
  const empty = await openScreen({ ...looks.narrowDark, path: "?lang=ja" });
  await fits(empty);
  await empty.close();
  const full = await afterTenMinutes(looks.narrowDark);
  await fits(full);
  await full.close();
});
