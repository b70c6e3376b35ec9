// Draws the icons of the installed lab from www/icons/rillcut.svg: `cargo xtask shots`.
//
// Systems cut a maskable icon to a shape of their own, so its ground goes up to the edges; what is drawn on it lies in the inner circle already.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const folder = fileURLToPath(new URL("../../www/icons", import.meta.url));
const svg = readFileSync(`${folder}/rillcut.svg`, "utf8");
const icons = [
  { name: "rillcut-180", size: 180, ground: "square" },
  { name: "rillcut-192", size: 192 },
  { name: "rillcut-512", size: 512 },
  { name: "rillcut-maskable-512", size: 512, ground: "square" },
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const { name, size, ground } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const drawn = ground === "square" ? svg.replace(' rx="7"', "") : svg;
  await page.setContent(`<style>html, body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${drawn}`);
  await page.screenshot({ path: `${folder}/${name}.png`, omitBackground: true });
  await page.close();
}
await browser.close();
