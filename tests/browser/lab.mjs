// The built site in a fresh Chromium, with all complaints collected: for tests by way of harness.mjs, for pictures
// and benches directly, which must end with `stop()`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { serveSite } from "./site.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let started;

/** Chromium and the site, once per test file. */
export function start() {
  started ??= (async () => ({
    site: await serveSite(),
    browser: await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags }),
  }))();
  return started;
}

/** Ends what `start` started. */
export async function stop() {
  if (!started) return;
  const { site, browser } = await started;
  await browser.close();
  await site.close();
  started = undefined;
}

/**
 * Opens the lab and waits until its program has taken the place of the skeleton.
 *
 * Options: `path` (query and hash after the site's address), `site` (of `serveSite`), `colorScheme`, `width`, `height`,
 * `allow` (a function that is true for complaints a test provokes), `ready` (false: do not wait), `before` (a function that runs in every document
 * before anything else), and any other option of playwright's `newContext`.
 */
export async function openLab(options = {}) {
  const { path = "", site, colorScheme = "light", width = 1280, height = 900, allow, ready = true, before, ...rest } = options;
  const { browser, site: own } = await start();
  // A service worker would answer in the place of the routes that tests lay; those that want one say so.
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce", serviceWorkers: "block", ...rest });
  const complaints = await watch(context, allow);
  if (before) await context.addInitScript(before);
  const asked = [];
  context.on("request", (request) => asked.push(request.url()));
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto((site ?? own).url + path);
  if (ready) await page.locator("#skeleton").waitFor({ state: "detached" });
  return {
    page,
    context,
    complaints,
    /** The addresses of all requests so far. */
    asked,
    /** Fails on any complaint so far. */
    check: () => assert.deepEqual(complaints, []),
    /** Fails on any violation that axe finds in the page as it is, or in `include` (a selector). */
    axe: async (include) => assert.deepEqual(await violations(page, include), []),
    /** Fails on any complaint and closes the lab. */
    close: async () => {
      // Complaints under way are still told: violations are events of their own.
      if (!page.isClosed()) await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
      await context.close();
      assert.deepEqual(complaints, []);
    },
  };
}

/** Collects what goes wrong in a context, in all its pages and frames, but for what `allow` is true for. */
export async function watch(context, allow = () => false) {
  const complaints = [];
  const complain = (text) => {
    if (!allow(text)) complaints.push(text);
  };
  // Violations that no console line tells, such as those of `style` attributes in some versions.
  await context.exposeFunction("__policyViolation", complain);
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.__policyViolation(`policy: ${event.effectiveDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`);
    });
  });
  context.on("console", (message) => {
    if (message.type() === "error") complain(`console: ${message.text()}`);
  });
  context.on("weberror", (event) => complain(`page error: ${event.error()?.stack ?? event.error()}`));
  context.on("requestfailed", (request) => complain(`request failed: ${request.url()} ${request.failure()?.errorText}`));
  context.on("response", (response) => {
    if (response.status() >= 400) complain(`answer ${response.status()}: ${response.url()}`);
  });
  return complaints;
}

/** Axe's violations as lines a person can act on. */
async function violations(page, include) {
  // As a function body through the debugger: a script element would be stopped by the policy under test.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const found = await page.evaluate(async (selector) => {
    const results = await window.axe.run(selector ?? document, { resultTypes: ["violations"] });
    return results.violations.map((violation) => ({
      id: violation.id,
      help: violation.help,
      nodes: violation.nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
    }));
  }, include);
  return found.map(({ id, help, nodes }) => `${id} (${help})\n  ${nodes.join("\n  ")}`);
}
