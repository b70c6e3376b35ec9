// What holds the page together: the skeleton gives way without a jump, the engine starts where workers are refused, and its end is not
// the page's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openLab } from "./harness.mjs";
import { screenOf, seeAnAnomaly } from "./screen.mjs";

const running = (scope) => scope.locator(".bar-clock .badge");

test("the skeleton stands where the page will stand", async () => {
  const lab = await openLab({ ready: false, path: "?skeleton" });
  await lab.page.locator("#skeleton").waitFor({ state: "detached" });
  await lab.page.locator(".pipeline .node").first().waitFor();
  const place = async (selector) => (await lab.page.locator(selector).first().boundingBox()) ?? assert.fail(`${selector} is not there`);
  const after = { logo: await place(".bar-logo"), pipeline: await place(".pipeline"), generator: await place("#generator") };
  // The same page once more, with its program held back.
  await lab.page.route(/rillcut-web.*\.wasm/, () => {});
  await lab.page.reload({ waitUntil: "domcontentloaded" });
  await lab.page.locator("#skeleton h1").waitFor();
  assert.equal(await lab.page.getByRole("button", { name: "Play the lab" }).isDisabled(), true);
  await lab.axe();
  const before = { logo: await place(".bar-logo"), pipeline: await place(".pipeline"), generator: await place("#skeleton-generator") };
  for (const [name, box] of Object.entries(after)) {
    for (const edge of ["x", "y"]) {
      assert.ok(Math.abs(box[edge] - before[name][edge]) <= 4, `${name}.${edge} jumps from ${before[name][edge]} to ${box[edge]}`);
    }
  }
  await lab.close();
});

test("an engine that breaks is ended, says so, and another takes its lab over", async () => {
  const lab = await openLab({ path: "?crash" });
  await running(lab.page).filter({ hasText: "Paused" }).waitFor();
  await lab.page.getByRole("tab", { name: /^CLICKSTREAM/ }).click();
  const seed = lab.page.getByLabel("Seed", { exact: true });
  await seed.fill("4711");
  await seed.press("Enter");
  await lab.page.getByRole("button", { name: "Play the lab" }).click();
  await running(lab.page).filter({ hasText: "Running" }).waitFor();
  // A message that is no command: what a fault of ours would look like to the worker.
  await lab.page.workers()[0].evaluate(() => self.onmessage(new MessageEvent("message", { data: new Uint8Array([255, 255, 255]) })));
  const alert = lab.page.getByRole("alert").filter({ hasText: "The engine has stopped" });
  await alert.waitFor();
  assert.match(await alert.innerText(), /a command cannot be read/);
  assert.equal(lab.page.workers().length, 0);
  await lab.axe();
  await alert.getByRole("button", { name: /Restart/ }).click();
  await running(lab.page).filter({ hasText: "Paused" }).waitFor();
  assert.equal(await alert.count(), 0);
  assert.equal(await seed.inputValue(), "4711");
  assert.equal(lab.page.workers().length, 1);
  // The new engine knows what the page looks at: rows come.
  await lab.page.getByRole("button", { name: "Step window" }).click();
  await lab.page.locator("#analytics tbody tr:not(.rows-space)").first().waitFor();
  await lab.close();
});

test("an engine whose files are gone says so, and starts when they are back", async () => {
  const lab = await openLab({ ready: false, path: "?gone", allow: (text) => /worker\.mjs|404|ERR_|failed/i.test(text) });
  await lab.context.route(/worker\.mjs/, (route) => route.fulfill({ status: 404, body: "" }));
  await lab.page.reload();
  const alert = lab.page.getByRole("alert").filter({ hasText: "The engine has stopped" });
  await alert.waitFor();
  assert.match(await alert.innerText(), /it could not start: .*worker\.mjs/);
  await lab.context.unroute(/worker\.mjs/);
  await alert.getByRole("button", { name: /Restart/ }).click();
  await running(lab.page).filter({ hasText: "Paused" }).waitFor();
  await lab.close();
});

for (const [name, refuse] of Object.entries({
  "in a browser without workers": () => delete globalThis.Worker,
  "where every worker is refused": () => {
    globalThis.Worker = class {
      constructor() {
        throw new DOMException("no worker here", "SecurityError");
      }
    };
  },
})) {
  test(`the engine runs on the page's own thread ${name}`, async () => {
    const lab = await openLab({ before: refuse });
    const screen = screenOf(lab.page);
    await seeAnAnomaly(screen);
    assert.equal(lab.page.workers().length, 0);
    await lab.axe();
    await screen.reset.click();
    await screen.until(() => screen.clock(), (clock) => clock === "00:00:00");
    await lab.close();
  });
}
