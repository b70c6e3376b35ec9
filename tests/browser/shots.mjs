// The pictures in docs/: the lab after ten of its minutes, at two widths, light and dark. Run by `cargo xtask shots`.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stop } from "./lab.mjs";
import { openScreen, untilPaused } from "./screen.mjs";

const docs = process.env.SHOTS ? new URL(`file://${process.env.SHOTS}/`) : new URL("../../docs/", import.meta.url);
mkdirSync(docs, { recursive: true });

const parts = { 1280: [undefined], 360: ["Generator", "Real-time analytics", "Detection", "Destination"] };

for (const [width, height] of [[1280, 900], [360, 780]]) {
  for (const colorScheme of ["light", "dark"]) {
    const lab = await openScreen({ width, height, colorScheme, deviceScaleFactor: width < 600 ? 2 : 1 });
    const { page, screen } = lab;
    await screen.play.click();
    await screen.speed("×600");
    await screen.until(() => screen.clock(), (clock) => clock >= "00:08:00");
    await screen.speed("×60");
    await screen.until(() => screen.clock(), (clock) => clock >= "00:09:40");
    await screen.pause.click();
    await untilPaused(screen);
    for (const part of parts[width]) {
      if (part) await screen.pane(part);
      await page.mouse.move(0, 0);
      await page.evaluate(() => scrollTo(0, 0));
      // The bar stays where it is while a page is taken whole, so the window is made as high as the page instead.
      const whole = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width, height: Math.max(height, whole) });
      await page.waitForTimeout(150);
      const name = part ? `lab-${width}-${colorScheme}-${part.toLowerCase().replaceAll(" ", "-")}` : `lab-${width}-${colorScheme}`;
      const path = fileURLToPath(new URL(`${name}.png`, docs));
      await page.screenshot({ path });
      console.log(path);
      await page.setViewportSize({ width, height });
    }
    await lab.close();
  }
}
await stop();
