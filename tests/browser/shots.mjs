// The pictures in docs/: the lab after ten of its minutes, whole, and in docs/views/ each of its panes, galleries and dialogs and the guide, at two widths, light
// and dark. Run by `cargo xtask shots`; SHOTS names another folder.

import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stop } from "./lab.mjs";
import { withPalette } from "./palette.mjs";
import { startReceiver } from "./receiver.mjs";
import { openScreen, untilPaused } from "./screen.mjs";

const docs = process.env.SHOTS ? new URL(`file://${process.env.SHOTS}/`) : new URL("../../docs/", import.meta.url);
mkdirSync(new URL("views/", docs), { recursive: true });

const parts = { 1280: [undefined], 360: ["Generator", "Real-time analytics", "Detection", "Destination"] };

/** A part of the page's menu. */
async function fromMenu({ page, screen }, item) {
  await page.getByLabel("Menu", { exact: true }).click();
  await screen.button(item).click();
}

/**
 * The views: a name, how it is come to, and what is taken of it: a dialog as it stands in the window, or a part of the page in full.
 * They are gone through in this order, so that each finds what the ones before have left.
 */
const views = [
  ["pipeline", ({ page }) => page.locator(".flow").nth(3).click(), "#pipeline"],
  [
    "generator",
    async ({ page, screen }) => {
      // The panel of the pump closes as it has opened.
      await page.locator(".flow").nth(3).click();
      await screen.pane("Generator");
    },
    "#generator",
  ],
  [
    "sender",
    async ({ page, screen }) => {
      await screen.generator.getByRole("button", { name: /^Edit / }).first().click();
      await page.locator("dialog[open]").getByText("By hour and day", { exact: true }).click();
      await page.locator("dialog[open]").getByRole("grid").waitFor();
    },
    "dialog",
  ],
  [
    "template-gallery",
    async ({ page, screen }) => {
      await screen.button("Gallery…", screen.generator).click();
      await page.locator("dialog[open] .sample").first().waitFor();
    },
    "dialog",
  ],
  ["template-import", ({ screen }) => screen.button("Import…", screen.generator).click(), "dialog"],
  ["analytics", ({ screen }) => screen.watch("CTRSTREAM"), "#analytics"],
  [
    "row",
    async ({ page, screen }) => {
      await screen.watch("DESTINATION_SQL_STREAM");
      await screen.rows.locator(".row-open").first().click();
      await page.locator("dialog[open] .row-rows").first().waitFor();
    },
    "dialog",
  ],
  [
    "program-gallery",
    async ({ page, screen }) => {
      await screen.button("Add SQL from templates").click();
      await page.locator("dialog[open] .program").nth(6).click();
    },
    "dialog",
  ],
  [
    "detection",
    async ({ screen }) => {
      await screen.pane("Detection");
      await screen.anomalies.last().getByRole("button").click();
      await screen.detection.locator(".why-parts").waitFor();
    },
    "#detection",
  ],
  [
    "destination-editor",
    async ({ page, receiver, screen }) => {
      await screen.pane("Destination");
      await screen.destination.locator(".destinations .card-actions button").first().click();
      await page.locator("#connection-url").fill(receiver.url);
    },
    "dialog",
  ],
  [
    "destination",
    async ({ page, receiver, screen }) => {
      await screen.destination.locator(".destinations .card-actions button").first().click();
      await page.locator("#connection-url").fill(receiver.url);
      await screen.button("Connect and send a test", page.locator("dialog[open]")).click();
      await screen.destination.locator(".deliveries .badge.is-good").waitFor();
    },
    "#destination",
  ],
  [
    "request",
    async ({ page, screen }) => {
      await screen.destination.locator(".delivery-title button").first().click();
      await page.locator("dialog[open]").waitFor();
    },
    "dialog",
  ],
  ["bucket", ({ screen }) => screen.button("Add bucket", screen.destination).click(), "dialog"],
  [
    "objects",
    async ({ page, screen }) => {
      await screen.destination.getByRole("button", { name: /^Browse / }).first().click();
      await page.locator("dialog[open] .object-key button").first().click();
      await page.locator("dialog[open] .object-inside").waitFor();
    },
    "dialog",
  ],
  [
    "replay",
    async ({ page }) => {
      const rows = Buffer.from('{"browseraction": "Click", "at": "2026-01-01 00:00:00"}\n'.repeat(40));
      await page.getByLabel("File to open").setInputFiles({ name: "clicks.ndjson", mimeType: "text/plain", buffer: rows });
      await page.locator("dialog[open]").waitFor();
    },
    "dialog",
  ],
  ["menu", ({ page }) => page.getByLabel("Menu", { exact: true }).click(), "window"],
  ["labs", (lab) => fromMenu(lab, "Labs…"), "dialog"],
  ["keyboard", (lab) => fromMenu(lab, "Keyboard…"), "dialog"],
  ["about", (lab) => fromMenu(lab, "About Rillcut"), "dialog"],
  [
    "guide",
    async ({ page, screen }) => {
      await screen.button("Guide").click();
      await page.locator(".guide-step").nth(6).click();
      await screen.button("Show me where", page.locator("#guide")).click();
    },
    "window",
  ],
];

/** Takes a picture of the whole page, or of one part of it, in a window as high as that needs: the bar stays where it is while a page is taken whole. */
async function whole(page, { width, height }, name, part) {
  await page.mouse.move(0, 0);
  await page.evaluate(() => scrollTo(0, 0));
  const needed = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, needed) });
  await page.waitForTimeout(150);
  await take(part ? page.locator(part) : page, name);
  await page.setViewportSize({ width, height });
}

/** Lets the lab go on until there are rates to be seen. */
async function untilItFlows(screen) {
  await screen.speed("×10");
  await screen.run.click();
  await screen.until(() => screen.clock(), (clock) => clock >= "00:10:00");
}

/** Writes a picture of a page or of a part of it, and tells where. */
async function take(what, name) {
  const file = fileURLToPath(new URL(`${name}.png`, docs));
  writeFileSync(file, withPalette(await what.screenshot()));
  console.log(file);
}

const receiver = await startReceiver();
for (const [width, height] of [[1280, 900], [360, 780]]) {
  for (const colorScheme of ["light", "dark"]) {
    const lab = await openScreen({ width, height, colorScheme, path: `?lang=en#at=${Date.UTC(2026, 0, 1, 0, 9, 40)}`, deviceScaleFactor: width < 600 ? 2 : 1 });
    const { page, screen } = lab;
    // The address takes the lab to that instant, whatever the machine's speed, and there it stands.
    await screen.until(() => screen.clock(), (clock) => clock === "00:09:40");
    await untilPaused(screen);
    for (const part of parts[width]) {
      if (part) await screen.pane(part);
      else await untilItFlows(screen);
      const name = part ? `lab-${width}-${colorScheme}-${part.toLowerCase().replaceAll(" ", "-")}` : `lab-${width}-${colorScheme}`;
      await whole(page, { width, height }, name);
      if (!part) await screen.pause.click();
    }
    for (const [view, come, taken] of views) {
      await come({ page, receiver, screen });
      const name = `views/${view}-${width}-${colorScheme}`;
      if (taken.startsWith("#")) {
        await whole(page, { width, height }, name, taken);
      } else {
        await page.mouse.move(0, 0);
        await page.waitForTimeout(150);
        await take(page, name);
        await page.keyboard.press("Escape");
        await page.locator("dialog[open]").waitFor({ state: "hidden" });
      }
    }
    await lab.close();
  }
}
await receiver.close();
await stop();
