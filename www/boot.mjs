// Starts the site's page: gives the page's program what it needs of its surroundings, then runs it. Trunk would write this as an inline script,
// which the content security policy forbids; the script element carries the names of the hashed files instead.
//
// What the program needs is `rillcut`: its libraries, its engine, news of newer versions. Here they are files beside this one; in the one file
// (one-file.mjs) they are parts of the page.

import { byAddress, byBlob, here, startEngine } from "./engine.mjs";
import { keepOffline, onNewVersion, takeNewVersion } from "./offline.mjs";
import { start } from "./start.mjs";

const script = document.querySelector("script[data-wasm]");
const worker = new URL("worker.mjs", import.meta.url);
let loads = 0;
const ways = [
  byAddress(worker),
  byBlob(worker),
  // A module is evaluated once an address: another query is another engine.
  here(() => import(`${worker}?load=${(loads += 1)}`)),
];

globalThis.rillcut = {
  library: (name) => import(new URL(name, import.meta.url)),
  startEngine: (heard, failed) => startEngine(ways, heard, failed),
  onNewVersion,
  takeNewVersion,
};

await start(async () => {
  const program = await import(new URL(script.dataset.js, document.baseURI));
  await program.default({ module_or_path: new URL(script.dataset.wasm, document.baseURI) });
  keepOffline(document.querySelector("meta[name=rillcut-build]").content);
});
