// The pictures in docs/: the page at two widths, light and dark. Run by `cargo xtask shots`.

import { fileURLToPath } from "node:url";
import { openLab, stop } from "./lab.mjs";

const docs = new URL("../../docs/", import.meta.url);

for (const [width, height] of [[1280, 900], [360, 780]]) {
  for (const colorScheme of ["light", "dark"]) {
    const lab = await openLab({ width, height, colorScheme, deviceScaleFactor: width < 600 ? 2 : 1 });
    await lab.page.getByText("Engine ready").waitFor();
    const path = fileURLToPath(new URL(`lab-${width}-${colorScheme}.png`, docs));
    await lab.page.screenshot({ path, fullPage: width < 600 });
    console.log(path);
    await lab.close();
  }
}
await stop();
