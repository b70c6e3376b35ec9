// A real HTTP server on loopback that takes what the lab sends, as a receiver on another origin does, and fails as one does.

import { createServer } from "node:http";
import { close, listen } from "./site.mjs";

/**
 * Starts a receiver: `{ url, requests, waitFor, answerWith, close }`.
 *
 * `requests` holds `{ method, url, headers, body, json }` in the order of arrival, preflights and looks whether anybody is there left
 * out; `answerWith(...answers)` sets the next answers, the last one for all that follow. An answer is a status, `"reset"` (the connection breaks
 * after the request came), `"hang"` (no answer comes), or `{ status, headers, body }`; a function is given the request and gives one.
 */
export async function startReceiver({ cors = true, expose = "retry-after" } = {}) {
  const requests = [];
  const waiting = new Set();
  let answers = [200];
  const server = createServer((request, response) => {
    if (cors) {
      response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
      response.setHeader("access-control-allow-methods", "POST, PUT, OPTIONS");
      response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "*");
      response.setHeader("access-control-expose-headers", expose);
    }
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    if (request.method === "HEAD") {
      response.writeHead(404).end();
      return;
    }
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString("utf8");
      const taken = { method: request.method, url: request.url, headers: request.headers, body, json: parsed(body) };
      requests.push(taken);
      const next = answers.length > 1 ? answers.shift() : answers[0];
      give(typeof next === "function" ? next(taken) : next, request, response);
      for (const check of waiting) check();
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/hook`,
    requests,
    answerWith: (...next) => {
      answers = next;
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
    close: () => {
      server.closeAllConnections();
      return close(server);
    },
  };
}

function give(answer, request, response) {
  if (answer === "hang") return;
  if (answer === "reset") {
    request.socket.destroy();
    return;
  }
  const { status, headers = {}, body = "" } = typeof answer === "number" ? { status: answer } : answer;
  response.writeHead(status, { "content-type": "text/plain", ...headers }).end(body);
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
