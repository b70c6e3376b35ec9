// Pages of other people with labs in them: served from another site than the lab's, under a policy as strict as theirs may be.

import { createServer } from "node:http";
import { start, watch } from "./lab.mjs";
import { close, listen } from "./site.mjs";

/** A page around labs. Its own scripts come from its own origin, styles from nowhere. */
export const hostPage = (body, { head = "", lang = "en" } = {}) =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;

/**
 * Serves pages by their paths at `http://localhost:PORT`, which is another site than `127.0.0.1` of the lab, with `policy` for all of them:
 * `{ url, origin, close }`. What ends in `.js` is a script.
 */
export async function serveHost(pages, policy) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://host").pathname;
    if (pages[path] === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8",
      ...(policy && { "content-security-policy": policy }),
    });
    response.end(pages[path]);
  });
  const port = await listen(server);
  return { url: `http://localhost:${port}/`, origin: `http://localhost:${port}`, close: () => close(server) };
}

/** A strict policy that lets a page have frames and the script of a lab. */
export const strict = (lab) => `default-src 'none'; script-src 'self' ${new URL(lab).origin}; style-src 'none'; frame-src ${new URL(lab).origin}; img-src 'self' data:`;

/** Opens a host's page in a context of its own, with all complaints collected: `{ page, complaints, asked, close }`. */
export async function openHost(address, { width = 1000, height = 800, colorScheme = "light", allow, browser, ...rest } = {}) {
  const context = await (browser ?? (await start()).browser).newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce", ...rest });
  const complaints = await watch(context, allow);
  const asked = [];
  context.on("request", (request) => asked.push(request.url()));
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(address);
  return { page, context, complaints, asked, close: () => context.close() };
}
