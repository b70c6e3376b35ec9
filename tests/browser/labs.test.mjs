// Labs are kept, opened, called otherwise and let go, and each of that can be undone; the keys are on a sheet.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./harness.mjs";
import { looks, openScreen } from "./screen.mjs";

for (const look of [looks.wideDark, looks.narrow]) {
  test(`a lab is named, kept, replaced, had back and removed, ${look.width} px`, async () => {
    const lab = await openScreen(look);
    const { page, screen } = lab;
    const dialog = page.getByRole("dialog", { name: "Labs" });
    const open = async () => {
      await page.getByLabel("Menu", { exact: true }).click();
      await screen.button("Labs…").click();
      await dialog.waitFor();
    };
    const title = async (text) => screen.until(() => page.title(), (found) => found === `${text} · Rillcut`);
    await title("Clickstream anomaly detection");
    await open();
    await dialog.getByLabel("Name of this lab").fill("Mine");
    await dialog.getByLabel("Name of this lab").press("Tab");
    await title("Mine");
    await screen.button("Keep", dialog).click();
    await dialog.locator(".lab", { hasText: "Mine" }).waitFor();
    await lab.axe("dialog[open]");
    await dialog.getByRole("button", { name: "Open Stock ticker" }).click();
    await title("Stock ticker");
    await page.getByText("“Mine” was replaced").waitFor();
    await lab.axe();
    await screen.button("Undo").click();
    await title("Mine");
    await open();
    await dialog.getByRole("button", { name: "Remove Mine" }).click();
    await dialog.locator(".lab", { hasText: "Mine" }).waitFor({ state: "detached" });
    await screen.button("Close", dialog).click();
    await screen.button("Undo").click();
    await page.reload();
    await screen.play.waitFor();
    await open();
    await screen.button("Open", dialog.locator(".lab", { hasText: "Mine" })).click();
    await title("Mine");
    await lab.close();
  });
}

test("a name that is none is refused, and the sheet of keys opens by its key, but not while one writes", async () => {
  const lab = await openScreen(looks.wide);
  const { page, screen } = lab;
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard" });
  await sheet.waitFor();
  await lab.axe("dialog[open]");
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
  await page.getByLabel("Menu", { exact: true }).click();
  await screen.button("Labs…").click();
  const field = page.getByLabel("Name of this lab");
  await field.fill("?");
  assert.ok(!(await sheet.isVisible()));
  await field.fill(" ");
  await field.press("Tab");
  await page.getByText("LAB0053", { exact: true }).waitFor({ state: "attached" });
  await lab.close();
});

test("a lab goes from one page to another as a link, and a link that holds none says so", async () => {
  const lab = await openScreen({ ...looks.wide, permissions: ["clipboard-read", "clipboard-write"] });
  const { page, screen } = lab;
  await page.getByLabel("Menu", { exact: true }).click();
  await screen.button("Labs…").click();
  await page.getByLabel("Name of this lab").fill("Ünïcode lab");
  await page.getByLabel("Name of this lab").press("Tab");
  await screen.until(() => page.title(), (title) => title === "Ünïcode lab · Rillcut");
  await screen.button("Copy link").click();
  await page.getByText("Copied", { exact: true }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#lab=v1\.[\w-]+$/);
  await lab.close();
  const other = await openScreen({ ...looks.narrowDark, path: link.slice(link.indexOf("#")) });
  await other.screen.until(() => other.page.title(), (title) => title === "Ünïcode lab · Rillcut");
  assert.equal(await other.screen.clock(), "00:00:00");
  assert.equal(await other.page.getByText("LAB0054", { exact: true }).count(), 0);
  await other.close();
  // The last one is a text, and no lab.
  const broken = link.slice(link.indexOf("#"), -40);
  for (const hash of ["#lab=v1.", "#lab=v1.AAAA", "#lab=v2.abc", broken, "#lab=v1.%E0%A4%A", "#lab=v1.q1YqyszJSS4tUbIy0lHKS8xNVbIyrQUA"]) {
    const bad = await openScreen({ ...looks.wide, path: hash });
    await bad.page.getByText("LAB0054", { exact: true }).waitFor();
    assert.equal(await bad.page.title(), "Clickstream anomaly detection · Rillcut");
    await bad.close();
  }
});
