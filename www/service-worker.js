// Keeps the site for times without a network. It stands beside the page, and its scope is the folder of both.
//
// What carries the build's hash in its address never changes and is taken from the cache; the page, and the few files that keep their names, are
// asked of the network first. Whatever else there is under the folder (other versions of the lab, the guide) or on other hosts (webhooks)
// is none of its business and left to the browser.
//
// A list of patterns that caches what goes by was rejected: what was not looked at before the network went would be missing.

// xtask (offline.rs) puts the build's hash and its files in place of these two lines.
const BUILD = "dev";
const FILES = [];

/** Files that keep their names, beside the page. */
const STABLE = ["manifest.webmanifest", "icons/rillcut.svg", "icons/rillcut-192.png", "icons/rillcut-512.png"];
/** Patience with the network for the page, milliseconds. */
const PATIENCE = 4000;

const PAGE = new URL("./", self.location).href;
// Caches are shared by all folders of the host: the name says whose it is.
const OURS = `rillcut ${new URL(PAGE).pathname} `;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", ({ data, ports }) => {
  if (data === "which build") ports[0].postMessage(BUILD);
  if (data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(PAGE)) return;
  const name = request.url.slice(PAGE.length).replace(/[?#].*$/s, "");
  if (request.mode === "navigate") {
    if (name === "" || name === "index.html") event.respondWith(page(request));
  } else if (/^app-[0-9a-f]{16}\//.test(name)) {
    event.respondWith(file(request, name));
  } else if (STABLE.includes(name)) {
    event.respondWith(fetch(request).catch(async (error) => (await kept(name)) ?? Promise.reject(error)));
  }
});

async function fill() {
  const cache = await caches.open(OURS + BUILD);
  const [answer] = await Promise.all([
    fetchPage(),
    cache.addAll([...FILES, ...STABLE.map((name) => new Request(name, { cache: "reload" }))]),
  ]);
  const html = await answer.text();
  // The site was replaced while it was being fetched: another visit brings all of the new one.
  if (!html.includes(BUILD)) throw new Error("the page is of another build");
  // A new response: one that came by a redirect is not allowed to answer a navigation.
  await cache.put(PAGE, new Response(html, { headers: answer.headers }));
}

/** Not every host answers for a folder. */
async function fetchPage() {
  for (const name of ["./", "index.html"]) {
    const answer = await fetch(name, { cache: "reload" });
    if (answer.ok) return answer;
  }
  throw new Error("the page is not there");
}

/** Gives up the caches of builds before the last one, which a tab may still be running. */
async function tidy() {
  const others = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== OURS + BUILD);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(request) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = fetch(request);
  // What is late may fail later: that is no news then.
  answer.catch(() => {});
  try {
    const first = await Promise.race([answer, late]);
    if (first && first.status < 500) return first;
    return (await kept("")) ?? (await answer);
  } catch (error) {
    const own = await kept("");
    if (own) return own;
    throw error;
  }
}

async function file(request, name) {
  const names = (await caches.keys()).filter((cache) => cache.startsWith(OURS));
  for (const cacheName of names.reverse()) {
    const found = await caches.match(PAGE + name, { cacheName, ignoreVary: true });
    if (found) return found;
  }
  return fetch(request);
}

/** A file of this build that keeps its name; the page is the empty one. */
function kept(name) {
  return caches.match(PAGE + name, { cacheName: OURS + BUILD, ignoreVary: true });
}
