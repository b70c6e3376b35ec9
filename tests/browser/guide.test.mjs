// The guided lab, from its first step to its last, done by hand as a newcomer does it: in both languages, by mouse and by keyboard alone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { by, byKeyboard, byMouse } from "./hands.mjs";
import "./harness.mjs";
import { startReceiver } from "./receiver.mjs";
import { looks, openScreen } from "./screen.mjs";

const program = readFileSync(new URL("../../www/examples/clickstream.sql", import.meta.url), "utf8");

/** What is on the screen in each language, as far as the way leads past it. */
const english = {
  guide: "Guide", next: "Next", show: "Show me where", finish: "Finish", done: /^Done: /,
  menu: "Menu", labs: "Labs…", newLab: "Open New lab",
  newTemplate: "New template", name: "Name", template: "Template", save: "Save template",
  discover: "Discover schema", use: "Use this schema", sql: "SQL of the application",
  addSender: "Add sender", start: (number) => `Start Sender ${number}`, stop: (number) => `Stop Sender ${number}`,
  generator: "Generator", play: "Play the lab", pause: "Pause", setUp: "Set up", connect: "Connect", test: "Send a test",
};
const japanese = {
  guide: "ガイド", next: "次へ", show: "場所を示す", finish: "終了", done: /^完了: /,
  menu: "メニュー", labs: "ラボ…", newLab: "新しいラボ を開く",
  newTemplate: "新しいテンプレート", name: "名前", template: "テンプレート", save: "テンプレートを保存",
  discover: "スキーマを検出", use: "このスキーマを使う", sql: "アプリケーションの SQL",
  addSender: "送信元を追加", start: (number) => `送信元 ${number} を開始`, stop: (number) => `送信元 ${number} を停止`,
  generator: "ジェネレーター", play: "ラボを再生", pause: "一時停止", setUp: "設定", connect: "接続", test: "テストを送信",
};

/** Done by hand, one function a step. Each leaves the lab as the step's check wants it. */
const byHand = [
  async () => {},
  async ({ button, hand, page, words }) => {
    await hand.press(page.getByLabel(words.menu, { exact: true }));
    await hand.press(button(words.labs));
    await hand.press(button(words.newLab));
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  },
  async ({ button, hand, page, words }) => {
    for (const [name, action] of [["Discovery", "DiscoveryKinesisTest"], ["Clicks", "Click"], ["Impressions", "Impression"]]) {
      await hand.press(button(words.newTemplate));
      await hand.write(page.getByLabel(words.name, { exact: true }), name);
      await hand.write(page.getByLabel(words.template, { exact: true }), `{"browseraction":"${action}", "site": "yourwebsiteurl.domain.com"}`);
      await hand.press(button(words.save));
      await button(name).waitFor();
    }
  },
  async ({ button, hand, words }) => {
    await hand.press(button("Discovery"));
    await hand.press(button(words.discover));
    await hand.press(button(words.use));
  },
  async ({ hand, page, words }) => {
    await hand.replace(page.getByLabel(words.sql, { exact: true }), program);
    await page.keyboard.press("ControlOrMeta+Enter");
  },
  async ({ addSenders, button, hand, words }) => {
    await addSenders("Clicks", 1, 1);
    await addSenders("Impressions", 2, 1);
    await hand.press(button(words.play));
  },
  // Three more who click make four times as many clicks: after the warm-up that is a window like none before.
  async ({ addSenders, screen }) => {
    await screen.until(() => screen.count("CTRSTREAM"), (rows) => rows >= 16, 60_000);
    await addSenders("Clicks", 3, 3);
  },
  async ({ button, hand, page, receiver, words }) => {
    await hand.press(page.locator("#destination .destinations .card").first().getByRole("button").filter({ hasText: words.setUp }));
    await hand.write(page.locator("#connection-url"), receiver.url);
    await hand.press(button(words.connect));
    await hand.press(button(words.test));
  },
  async ({ button, hand, words }) => {
    await hand.press(button(words.pause));
    for (let sender = 1; sender <= 5; sender += 1) await hand.press(button(words.stop(sender)));
  },
];

async function walk({ hands, look, path, words }) {
  const receiver = await startReceiver();
  // The reload cuts off what is on its way.
  const lab = await openScreen({ ...look, path, allow: (text) => text.includes("ERR_ABORTED") });
  const { page, screen } = lab;
  const panel = page.locator("#guide");
  const hand = by(hands, page);
  const button = (name, scope = page) => scope.getByRole("button", { name, exact: true });
  const addSenders = async (template, from, count) => {
    // On a narrow screen another pane may show.
    const pane = button(words.generator, page.locator(".pane-tabs"));
    if (await pane.isVisible()) await hand.press(pane);
    await hand.press(button(template));
    for (let number = from; number < from + count; number += 1) {
      await hand.press(button(words.addSender));
      await hand.press(button(words.start(number)));
    }
  };
  await hand.press(button(words.guide));
  for (const [at, act] of byHand.entries()) {
    await panel.locator(".guide-count").filter({ hasText: new RegExp(`^${at + 1} `) }).waitFor();
    // On a narrow screen the part that the step is about is turned to; on a wide one it comes into sight.
    const show = button(words.show, panel);
    if (at > 0 && (await show.isVisible())) await hand.press(show);
    await act({ addSenders, button, hand, page, receiver, screen, words });
    if (at > 0) await panel.getByRole("status").filter({ hasText: words.done }).waitFor();
    await lab.axe();
    await hand.press(button(at < byHand.length - 1 ? words.next : words.finish, panel));
  }
  await panel.waitFor({ state: "hidden" });
  assert.ok(receiver.requests.some((request) => request.json.type === "test"));
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), words.guide);
  await page.reload();
  await hand.press(button(words.guide));
  await panel.waitFor();
  assert.equal(await panel.locator(".guide-step.is-done").count(), byHand.length, "it remembers");
  await lab.close();
  await receiver.close();
}

const ways = [
  ["in English with the mouse", byMouse, looks.wide, "?lang=en", english],
  ["in English by keyboard alone, on a narrow screen", byKeyboard, looks.narrow, "?lang=en", english],
  ["in Japanese with the mouse", byMouse, looks.wideDark, "?lang=ja", japanese],
  ["in Japanese by keyboard alone, on a wide screen", byKeyboard, looks.wide, "?lang=ja", japanese],
  ["in Japanese by keyboard alone, on a narrow dark screen", byKeyboard, looks.narrowDark, "?lang=ja", japanese],
];
for (const [name, hands, look, path, words] of ways) {
  test(`the whole way ${name}`, () => walk({ hands, look, path, words }));
}

test("the page does a step for its reader, and a link opens at one", async () => {
  const lab = await openScreen({ ...looks.narrowDark, path: "?lang=ja&step=2" });
  const { page, screen } = lab;
  const panel = page.locator("#guide");
  await panel.getByRole("heading", { name: /準備/ }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
  const press = (name) => panel.getByRole("button", { name, exact: true }).click();
  const isDone = () => panel.getByRole("status").filter({ hasText: japanese.done }).waitFor();
  for (let step = 2; step <= 7; step += 1) {
    await press("代わりに実行");
    await isDone();
    if (step < 7) await press(japanese.next);
  }
  // What it shows comes into sight, from another pane, too.
  await panel.getByRole("button", { name: "5 プログラム" }).click();
  await press(japanese.show);
  await screen.until(() => page.evaluate(() => document.activeElement?.id), (id) => id === "analytics");
  const top = await screen.until(async () => (await screen.analytics.boundingBox())?.y, (y) => y !== undefined && y < 400);
  assert.ok(top > -200, `${top}`);
  await screen.until(() => screen.count("DESTINATION_SQL_STREAM"), (rows) => rows > 0);
  await panel.locator(".guide-end button").click();
  await panel.waitFor({ state: "hidden" });
  await lab.close();
});
