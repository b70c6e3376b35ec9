// A real HTTP server on loopback that takes what the lab's webhook sends, as a receiver on another origin does.

import { createServer } from "node:http";
import { close, listen } from "./site.mjs";

/**
 * Starts a receiver: `{ url, requests, waitFor, answerWith, close }`.
 *
 * `requests` holds `{ method, url, headers, body, json }` in the order of arrival, preflights left out;
 * `answerWith(...statuses)` sets the statuses of the next answers, the last one for all that follow.
 */
export async function startReceiver({ cors = true } = {}) {
  const requests = [];
  const waiting = new Set();
  let statuses = [200];
  const server = createServer((request, response) => {
    if (cors) {
      response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
      response.setHeader("access-control-allow-methods", "POST, PUT, OPTIONS");
      response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "*");
    }
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString("utf8");
      requests.push({ method: request.method, url: request.url, headers: request.headers, body, json: parsed(body) });
      response.writeHead(statuses.length > 1 ? statuses.shift() : statuses[0], { "content-type": "text/plain" }).end();
      for (const check of waiting) check();
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/hook`,
    requests,
    answerWith: (...next) => {
      statuses = next;
    },
    waitFor: (count = 1, patience = 30_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`${requests.length} of ${count} requests came within ${patience} ms`));
        }, patience);
        const check = () => {
          if (requests.length < count) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(requests.slice(0, count));
        };
        waiting.add(check);
        check();
      }),
    close: () => close(server),
  };
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
