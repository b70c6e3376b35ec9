// What every browser test starts from: the built site in a fresh Chromium, with all complaints collected.
//
//   const lab = await openLab({ colorScheme: "dark", width: 360 });
//   …lab.page is playwright's page…
//   await lab.axe();        no accessibility violation
//   await lab.close();      fails on any console error, page error, failed request or policy violation
//
// One browser per test file; a context, and so an empty storage, per lab.

import { after } from "node:test";
import { stop } from "./lab.mjs";

export { openLab, start } from "./lab.mjs";

after(stop);
