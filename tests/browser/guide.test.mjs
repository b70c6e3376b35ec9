// The guided lab, from its first step to its last: as a newcomer with a mouse, and by keyboard alone in the other language.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { looks, openScreen } from "./screen.mjs";
import { connect } from "./destinations.mjs";
import { startReceiver } from "./receiver.mjs";

const english = { help: "Do it for me", next: "Next", show: "Show me where", finish: "Finish", done: /^Done: /, steps: 9 };
const japanese = { help: "代わりに実行", next: "次へ", show: "場所を示す", finish: "終了", done: /^完了: / };

/** Sees to it that the step in sight is done, and goes on. */
async function pass({ guide, words, press }, act = async () => press(guide.getByRole("button", { name: words.help, exact: true }))) {
  await act();
  await guide.getByRole("status").filter({ hasText: words.done }).waitFor();
}

test("a newcomer goes the whole way from an empty lab to a message, with the mouse", async () => {
  const receiver = await startReceiver();
  // The reload cuts off what is on its way.
  const allow = (text) => text.includes("ERR_ABORTED");
  const lab = await openScreen({ ...looks.wide, path: "?lang=en", allow });
  const { page, screen } = lab;
  const words = english;
  await page.getByRole("button", { name: "Guide", exact: true }).click();
  const guide = page.getByRole("region", { name: /What you build/ });
  await guide.waitFor();
  const press = (button) => button.click();
  const panel = page.locator("#guide");
  const way = { guide: panel, words, press };
  const next = () => press(panel.getByRole("button", { name: words.next, exact: true }));
  await lab.axe();
  await next();
  // An empty lab, in which nothing is ready.
  await pass(way);
  await screen.until(() => page.getByRole("tab").count(), (tabs) => tabs === 2);
  for (let step = 3; step <= 5; step += 1) {
    await next();
    await pass(way);
    await lab.axe("#guide");
  }
  await next();
  await pass(way);
  await screen.until(() => screen.count("CTRSTREAM"), (rows) => rows >= 12);
  await next();
  await pass(way);
  await next();
  await panel.getByText("commas").waitFor();
  await panel.getByRole("button", { name: words.show, exact: true }).click();
  await connect(screen, { url: receiver.url });
  await pass(way, () => screen.button("Send a test", screen.destination).click());
  await next();
  await pass(way);
  await lab.axe();
  await press(panel.getByRole("button", { name: words.finish, exact: true }));
  await panel.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Guide");
  await page.reload();
  await page.getByRole("button", { name: "Guide", exact: true }).click();
  assert.equal(await panel.locator(".guide-step.is-done").count(), words.steps, "it remembers");
  await lab.close();
  await receiver.close();
});

test("the same by keyboard alone, in Japanese, on a narrow dark screen, from the step that a link names", async () => {
  const lab = await openScreen({ ...looks.narrowDark, path: "?lang=ja&step=2" });
  const { page, screen } = lab;
  const words = japanese;
  const panel = page.locator("#guide");
  await panel.getByRole("heading", { name: /準備/ }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
  const press = async (button) => {
    await button.focus();
    await page.keyboard.press("Enter");
  };
  const way = { guide: panel, words, press };
  await pass(way);
  // What it shows comes into sight, from another pane, too.
  await press(panel.getByRole("button", { name: "5 プログラム" }));
  await press(panel.getByRole("button", { name: words.show, exact: true }));
  await screen.until(() => page.evaluate(() => document.activeElement?.id), (id) => id === "analytics");
  const top = await screen.until(async () => (await screen.analytics.boundingBox())?.y, (y) => y !== undefined && y < 400);
  assert.ok(top > -200, `${top}`);
  await press(panel.getByRole("button", { name: /^2 準備/ }));
  for (let step = 3; step <= 7; step += 1) {
    await press(panel.getByRole("button", { name: words.next, exact: true }));
    await pass(way);
  }
  await lab.axe();
  await screen.until(() => screen.count("DESTINATION_SQL_STREAM"), (rows) => rows > 0);
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await lab.close();
});
