// A panel is handed on: by its link, by code for another page, in a tab of its own; by mouse and by keyboard, in both languages.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openLab } from "./harness.mjs";
import { speaksJapanese } from "./english.mjs";
import { looks, openScreen, screenOf } from "./screen.mjs";

const panels = {
  generator: ["Generator", "#generator"],
  sql: ["SQL of the application", ".editor-block"],
  stream: ["In-application streams", ".streams"],
  chart: ["Detection", "#detection"],
  destination: ["Destination", "#destination"],
};
const clipboard = { permissions: ["clipboard-read", "clipboard-write"] };
const pasted = (page) => page.evaluate(() => navigator.clipboard.readText());

test("each panel has its link and its code, and both lead to it", async () => {
  const lab = await openScreen({ ...looks.wide, ...clipboard, path: "?theme=light&step=3" });
  const { page } = lab;
  const here = page.url().split(/[?#]/)[0];
  for (const [view, [name, selector]] of Object.entries(panels)) {
    const menu = page.locator(selector).locator(".share").first();
    const press = async (label) => {
      await menu.locator("summary").click();
      await menu.getByRole("button", { name: label, exact: true }).and(page.locator(":enabled")).click();
      await page.getByText(/ copied$/).waitFor();
      assert.equal(await menu.getAttribute("open"), null, "it has closed");
      return pasted(page);
    };
    assert.match(await menu.locator("summary").getAttribute("aria-label"), /^Share: /, name);
    const link = `${here}?view=${view}#example=clickstream`;
    assert.equal(await press("Copy link"), link);
    const frame = await press("Copy embed code (iframe)");
    assert.match(frame, /^<iframe src="[^"]+" title="Rillcut: [^"]+" loading="lazy" width="100%" height="640" allow="clipboard-write; fullscreen"><\/iframe>$/);
    assert.ok(frame.includes(`src="${link}"`), frame);
    const element = await press("Copy embed code (<rillcut-lab>)");
    assert.match(element, new RegExp(`^<script async src="${here}rillcut-embed\\.js"></script>\\n<rillcut-lab view="${view}" example="clickstream" title="Rillcut: [^"]+"></rillcut-lab>$`));
    await menu.locator("summary").click();
    const [tab] = await Promise.all([lab.context.waitForEvent("page"), menu.getByRole("link", { name: "Open in a new tab" }).click()]);
    await tab.waitForURL(link);
    const screen = screenOf(tab);
    await screen.play.and(tab.locator(":enabled")).waitFor();
    assert.equal(await tab.locator(selector).isVisible(), true);
    await tab.close();
  }
  await lab.close();
});

test("a lab that was changed goes whole, and one that was set back goes by its name again", async () => {
  const lab = await openScreen({ ...looks.narrowDark, ...clipboard });
  const { page, screen } = lab;
  const seed = page.getByLabel("Seed", { exact: true });
  const menu = screen.generator.locator(".share");
  const link = async () => {
    await menu.locator("summary").click();
    await menu.getByRole("button", { name: "Copy link" }).and(page.locator(":enabled")).click();
    await page.getByText("Link copied").waitFor();
    return pasted(page);
  };
  await seed.fill("7");
  await seed.press("Enter");
  assert.match(await link(), /\?view=generator#lab=v1\.[\w-]+$/);
  await seed.fill("1");
  await seed.press("Enter");
  assert.match(await link(), /\?view=generator#example=clickstream$/);
  await menu.locator("summary").click();
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${content} wide at ${window}`);
  await lab.axe();
  await lab.close();
});

test("the menu is worked by keyboard, and Escape leads back to it", async () => {
  const lab = await openLab({ ...looks.wideDark, ...clipboard, path: "?view=chart" });
  const { page } = lab;
  const screen = screenOf(page);
  const menu = screen.detection.locator(".share");
  await menu.locator("summary").focus();
  await page.keyboard.press("Enter");
  await menu.getByRole("button", { name: "Copy link" }).and(page.locator(":enabled")).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  assert.equal(await menu.getAttribute("open"), null);
  assert.equal(await menu.locator("summary").evaluate((summary) => summary === document.activeElement), true);
  await page.keyboard.press("Enter");
  await menu.getByRole("button", { name: "Copy link" }).and(page.locator(":enabled")).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await screen.detection.getByRole("status").filter({ hasText: "Link copied" }).waitFor();
  assert.match(await pasted(page), /\?view=chart#example=clickstream$/);
  await lab.close();
});

test("a browser that lets no page copy says so", async () => {
  const lab = await openScreen({ ...looks.wide, before: () => Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined }) });
  const { page, screen } = lab;
  const menu = screen.destination.locator(".share");
  await menu.locator("summary").click();
  await menu.getByRole("button", { name: "Copy link" }).and(page.locator(":enabled")).click();
  await page.getByText("This browser does not let the page copy").waitFor();
  await lab.close();
});

test("notes, menus and the slim bar speak Japanese", async () => {
  const lab = await openScreen({ ...looks.wide, path: "?lang=ja&readonly&speed=fast" });
  const { page } = lab;
  for (const selector of Object.values(panels).map(([, selector]) => selector)) await page.locator(selector).locator(".share summary").first().click();
  await speaksJapanese(page, ".share");
  await speaksJapanese(page, "main > .notice", []);
  await lab.axe();
  await lab.close();
  const view = await openLab({ ...looks.wide, path: "?lang=ja&view=sql" });
  await speaksJapanese(view.page, ".bar");
  await view.axe();
  await view.close();
});
