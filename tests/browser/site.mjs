// Serves the built site as a good static host would: right types, compressed where that is asked for, the page's own policy as a header.

import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

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

/** The policy in the head of a page. */
const policyOf = (html) => html.match(/http-equiv="Content-Security-Policy"\s+content="([^"]+)"/)?.[1];

const packed = new Map();

/** A file as a host that compresses in advance sends it. */
function brotli(file) {
  if (!packed.has(file)) packed.set(file, brotliCompressSync(readFileSync(file)));
  return packed.get(file);
}

/**
 * Listens on a free loopback port: `{ url, asked, sent, put, close }`. Options: `base`, the path that the site is under, which tests sub-paths; `folder`,
 * another folder than the built site's; `headers`, further ones for every file; `pages`, HTML by path, for hosts of frames; `compressed`, as a host that
 * has brotli of everything. `asked` are the paths so far, `sent()` the octets of their bodies, and `put` replaces the folder, as a release does.
 */
export async function serveSite({ base = "/", folder = dist, headers = {}, pages = {}, compressed = false } = {}) {
  if (!existsSync(join(folder, "index.html"))) {
    throw new Error(`there is no built site in ${folder}: run \`cargo xtask dist\` first`);
  }
  const asked = [];
  let octets = 0;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://site").pathname);
    asked.push(path);
    if (pages[path]) {
      response.writeHead(200, { "content-type": types[".html"] }).end(pages[path]);
      return;
    }
    const inside = path.startsWith(base) ? path.slice(base.length) : undefined;
    const file = inside === undefined ? undefined : normalize(join(folder, inside.endsWith("/") || !inside ? `${inside}index.html` : inside));
    if (!file?.startsWith(folder + sep) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not Found\n");
      return;
    }
    // A page has its own policy; what a page fetches has that of the lab's.
    const policy = policyOf(readFileSync(file.endsWith(".html") ? file : join(folder, "index.html"), "utf8"));
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      ...(policy && { "content-security-policy": policy }),
      "x-content-type-options": "nosniff",
      "cache-control": /\/app-[0-9a-f]{16}\//.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
      ...(compressed && { "content-encoding": "br" }),
      ...headers,
    });
    const body = compressed ? brotli(file) : readFileSync(file);
    octets += body.length;
    response.end(body);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}${base}`,
    asked,
    sent: () => octets,
    put: (other) => {
      folder = other;
    },
    close: () => close(server),
  };
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
