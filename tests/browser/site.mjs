// Serves the built site as a good static host would: right types, the page's own policy as a header.

import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The built site; DIST names another folder. */
export const dist = process.env.DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/** Listens on a free loopback port: `{ url, close }`. The site is under `base`, which tests sub-paths. */
export async function serveSite(base = "/") {
  if (!existsSync(join(dist, "index.html"))) {
    throw new Error(`there is no built site in ${dist}: run \`cargo xtask dist\` first`);
  }
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const policy = html.match(/http-equiv="Content-Security-Policy"\s+content="([^"]+)"/)?.[1];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://site").pathname);
    const inside = path.startsWith(base) ? path.slice(base.length) : undefined;
    const file = inside === undefined ? undefined : normalize(join(dist, inside.endsWith("/") || !inside ? `${inside}index.html` : inside));
    if (!file?.startsWith(dist + sep) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not Found\n");
      return;
    }
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "cache-control": "no-cache",
    });
    createReadStream(file).pipe(response);
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}${base}`, close: () => close(server) };
}

/** Lets a server listen on a free loopback port and gives the port. */
export function listen(server) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // A test that fails before it closes its server must not keep the whole run waiting.
    server.unref();
    server.listen(0, "127.0.0.1", () => resolve(server.address().port));
  });
}

/** Closes a server and the connections that browsers keep open. */
export function close(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}
